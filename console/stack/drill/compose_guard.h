// Starts the service again that a drill stopped in compose, whatever becomes of the drill (docs/adr/0117).
//
// The guard is a process of its own in a session of its own. It holds one end of a socket pair whose other end only the
// drill has: the kernel closes that with the drill, kill -9 included, and then the guard starts the service.
#pragma once

#include "console/stack/drill/compose_cli.h"
#include "core/base/result.h"

namespace vigie::stack {

/// The drill's end of it. Main thread.
class ComposeGuard {
 public:
  ComposeGuard() = default;
  ~ComposeGuard();
  ComposeGuard(const ComposeGuard&) = delete;
  ComposeGuard& operator=(const ComposeGuard&) = delete;

  /// Returns when the guard watches: only then may something be stopped. `program` is vigie-stack.
  Result<void> start(const QString& program, const ComposeCli& compose, const QString& service);
  /// The service runs again: the guard has nothing to do and ends.
  void dismiss();
  [[nodiscard]] bool isWatching() const { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

/// `vigie-stack compose-guard`, which start() runs: standard input is its end of the pair. Returns when the service
/// runs again or was never to be started; 1 when it could not be started in ten minutes, which it says on standard
/// error.
int runComposeGuard(const ComposeCli& compose, const QString& service);

}  // namespace vigie::stack
