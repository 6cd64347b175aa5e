// `vigie-stack drill`.
#pragma once

#include "console/stack/stack_paths.h"

#include <QString>

namespace vigie::stack {

struct DrillOptions {
  QString name;  ///< one of drillNames()
  bool quick = false;
  bool json = false;    ///< the report as JSON on standard output instead of Markdown
  bool events = false;  ///< JSON lines on standard output: {"leg":…} as each comes, {"report":…} at the end
  QString output;       ///< a directory for both forms of the report; empty: none is written
  QString grafana;      ///< read the alert from this Grafana; empty: GRAFANA_URL, or nobody
  QString tokenFile;    ///< its token; empty: GRAFANA_TOKEN or GRAFANA_TOKEN_FILE
  bool compose = false;
  QString composeFile;  ///< empty: the one that compose finds
};

/// Runs a drill on the running stack, or on compose. The exit code: 0 passed, 1 not, 3 no stack runs.
int runDrill(const StackPaths& paths, const DrillOptions& options);

}  // namespace vigie::stack
