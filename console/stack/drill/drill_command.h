// `vigie-stack drill`.
#pragma once

#include "console/stack/stack_paths.h"

#include <QString>

namespace vigie::stack {

struct DrillOptions {
  QString name;  ///< one of drillNames()
  bool quick = false;
  bool json = false;  ///< the report as JSON on standard output instead of Markdown
  QString output;     ///< a directory for both forms of the report; empty: none is written
};

/// Runs a drill on the running stack. The exit code: 0 passed, 1 not, 3 no stack runs.
int runDrill(const StackPaths& paths, const DrillOptions& options);

}  // namespace vigie::stack
