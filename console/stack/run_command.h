// `vigie-stack run`.
#pragma once

#include <QString>

namespace vigie::stack {

struct RunOptions {
  QString home;
  QString server;         ///< empty: the vigie-server beside this program
  bool attached = false;  ///< ends when the last client has let go
  bool anyPort = false;
};

/// Runs the stack, or joins the one that runs, until it ends. Returns the exit code: 0 stopped as asked, 1 failed with
/// one line on standard error.
int runStack(const RunOptions& options);

}  // namespace vigie::stack
