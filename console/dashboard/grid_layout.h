// Where panels stand: Grafana's grid, in which every panel moves up until it meets another. Pure.
#pragma once

#include "console/dashboard/panel_model.h"

#include <vector>

namespace vigie::console {

/// The row each panel really starts in, from 0, in the order given. Panels that a dashboard puts over each other give
/// way downwards.
std::vector<int> compactedRows(const std::vector<GridPosition>& panels);

}  // namespace vigie::console
