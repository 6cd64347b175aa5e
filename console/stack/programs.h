// The programs the stack runs, and the Debian packages they come from.
#pragma once

#include "core/base/result.h"

#include <QString>

namespace vigie::stack {

struct Programs {
  QString postgresBin;  ///< the directory of postgres and initdb of one major version
  int postgresMajor = 0;
  QString server;
  QString prometheus;
  QString nodeExporter;
  QString postgresExporter;
};

/// Finds them all: PostgreSQL where Debian keeps it, the others on `searchPath` (colon-separated), vigie-server at
/// `server`. `postgresMajor` 0 takes the newest. An Error is one line that names every missing package.
Result<Programs> findPrograms(const QString& searchPath, const QString& server, int postgresMajor);

}  // namespace vigie::stack
