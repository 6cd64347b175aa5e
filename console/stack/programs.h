// The programs the stack runs, and the Debian packages they come from.
#pragma once

#include "core/base/result.h"

#include <QString>

namespace vigie::stack {

struct Programs {
  QString postgresBin;  ///< the directory of postgres and initdb of one major version
  int postgresMajor = 0;
  QString server;
  QString stack;  ///< this program, which is the relay as well
  QString prometheus;
  QString alertmanager;  ///< these two only where the stack delivers alerts itself (deliversAlerts())
  QString amtool;
  QString nodeExporter;
  QString postgresExporter;
};

/// Finds them all: PostgreSQL where Debian keeps it, the others on `searchPath` (colon-separated), vigie-server at
/// `server`. `postgresMajor` 0 takes the newest. `alerts`: Alertmanager too. `stack` is the caller's to fill in. An
/// Error is one line that names every missing package.
Result<Programs> findPrograms(const QString& searchPath, const QString& server, int postgresMajor, bool alerts);

}  // namespace vigie::stack
