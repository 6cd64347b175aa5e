// Lines on top of one another. Pure.
// Source: Grafana's packages/grafana-ui/src/components/uPlot/utils.ts (getStackingGroups).
#pragma once

#include "console/panels/chart_model.h"

#include <vector>

namespace vigie::console {

/// Each line that stacks stands on those before it of its group; what is below zero hangs from zero in a group of its
/// own, and a group in per cent fills 100. A missing sample counts as nothing, as Grafana does. Lines that do not stack
/// stay as they are.
void stackLines(std::vector<ChartLine>& lines);

/// The lines whose area reaches down to another one (`fillBelowTo`) get that one as their base, where it is shown.
void fillBetweenLines(std::vector<ChartLine>& lines);

}  // namespace vigie::console
