// What must be true before anything is started: the user to run as, private directories, one stack at a time.
#pragma once

#include "console/stack/stack_paths.h"
#include "core/base/result.h"

#include <QString>

namespace vigie::stack {

/// Makes the directories, private (0700), as root for the user `postgres`. An Error is one line with its remedy, as
/// everywhere here.
Result<void> makeHome(const StackPaths& paths);

/// Whether there is room for a stack. Not asked of who joins one that runs.
Result<void> findRoom(const StackPaths& paths);

/// As root: copies what `postgres` may not be able to read where it lies (a clone under /root) into `directory` and
/// changes `path` to the copy. As an ordinary user it does nothing. After makeHome(), before leaveRoot().
Result<void> stageForPostgres(const QString& directory, QString& path);

/// As root: becomes `postgres` for good. PostgreSQL refuses to run as root, and nothing else needs it.
Result<void> leaveRoot(const StackPaths& paths);

/// One stack per home: an flock() held until the process ends, however it ends.
class StackLock {
 public:
  StackLock() = default;
  ~StackLock();
  StackLock(const StackLock&) = delete;
  StackLock& operator=(const StackLock&) = delete;

  /// False: another stack holds it.
  Result<bool> take(const QString& path);

 private:
  int descriptor_ = -1;
};

}  // namespace vigie::stack
