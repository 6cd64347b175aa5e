// The route tables: every route of the contract (docs/api.yaml), served or not yet.
#pragma once

#include "core/metrics/http_metrics.h"
#include "server/api/router.h"

#include <vector>

namespace vigie::api {

/// Without series: see resolveSeries.
std::vector<Route> publicRoutes(bool drills);
std::vector<Route> internalRoutes(bool drills);

/// What HttpMetrics is built from: the counted routes, chats over WebSocket, and what matches no route.
std::vector<HttpMetrics::Route> countedRoutes();
/// Whether a counted route of the public API has this pattern.
bool isCounted(std::string_view pattern);

/// Gives each counted route its series.
void resolveSeries(std::vector<Route>& routes, HttpMetrics& metrics);

}  // namespace vigie::api
