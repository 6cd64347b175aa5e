// Panels of old Grafana versions, written as today's: graph, singlestat, table-old, heatmap and text with their options
// at the top. Source: Grafana's own migrations (public/app/plugins/panel/timeseries/migrations.ts and its like).
#pragma once

#include <QJsonObject>

namespace vigie::console {

/// The panel as today's Grafana would write it; a panel of today is returned as it is.
QJsonObject modernised(const QJsonObject& panel);

}  // namespace vigie::console
