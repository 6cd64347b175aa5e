// `vigie-stack relay`: the relay as a process of its own, as the stack runs it (docs/adr/0091).
#pragma once

#include <QString>

namespace vigie::stack {

struct RelayCommand {
  QString directory;
  QString amtool;
  quint16 port = 0;
};

/// Runs until SIGTERM or SIGINT. The webhook comes from the environment. The exit code: 0 ended as asked, 1 failed with
/// one line on standard error.
int runRelay(const RelayCommand& command);

}  // namespace vigie::stack
