// The commands that talk to a running stack, and what they print.
#pragma once

#include "console/stack/stack_paths.h"
#include "console/stack/stack_state.h"

#include <QString>

#include <optional>

namespace vigie::stack {

/// Exit code of status and stop when no stack runs (LSB's "program is not running").
constexpr int kNotRunning = 3;

/// A second `run`: prints the addresses and stays with the running stack until that ends or a signal says to leave.
int joinStack(const StackPaths& paths, const QString& home);
/// What the running stack says of itself; nothing when none runs.
std::optional<StackState> runningState(const StackPaths& paths);
int printStatus(const StackPaths& paths, bool json);
/// Returns when the stack is gone.
int stopStack(const StackPaths& paths);
/// The newest `lines` of a service's log; `service` empty lists the names.
int printLog(const StackPaths& paths, const QString& service, int lines);

/// The addresses, as `run` and `status` show them.
QString describeEndpoints(const Endpoints& endpoints);
/// One line on standard error, after the program's name.
void complain(const QString& message);
/// A line on standard output.
void print(const QString& line);

}  // namespace vigie::stack
