// Repeated panels and rows: one copy for each chosen value of a variable. Pure.
// Source: Grafana's DashboardModel.repeatPanel and repeatRow.
#pragma once

#include "console/dashboard/panel_model.h"

#include <functional>
#include <vector>

namespace vigie::console {

/// The chosen options of a variable, All spelt out.
using RepeatOptions = std::function<std::vector<VariableOption>(const QString& variable)>;

/// What stands below a panel that grows moves down with it. A copy has its own value in `scoped`.
std::vector<PanelModel> withRepeats(const std::vector<PanelModel>& panels, const RepeatOptions& options);

/// Whether anything in it is repeated by one of its variables.
bool hasRepeats(const std::vector<PanelModel>& panels);

}  // namespace vigie::console
