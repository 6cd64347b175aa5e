// The queries of a panel as Explore takes them: the dashboard's variables and filters filled in, intervals left open.
#pragma once

#include "console/dashboard/edit/panel_draft.h"

#include <vector>

namespace vigie::console {

class PanelWidget;

std::vector<QueryDraft> exploreQueries(const PanelWidget& panel);

}  // namespace vigie::console
