// What a panel asks Prometheus: final expression, start, end and step of each of its queries, by Grafana's rules. Pure.
#pragma once

#include "console/dashboard/interval.h"
#include "console/dashboard/panel_model.h"
#include "console/dashboard/time_window.h"
#include "console/dashboard/variable_format.h"
#include "console/prometheus/prometheus_client.h"

#include <utility>
#include <vector>

namespace vigie::console {

struct PlannedQuery {
  std::size_t target = 0;  ///< index in the panel's targets
  PromQuery query;
};

/// What the dashboard around the panel knows. `lookup` may be empty: variables stay as written.
struct QueryContext {
  VariableLookup lookup;
  std::vector<AdHocFilter> filters;
  qint64 scrapeMs = kDefaultScrapeMs;  ///< the data source's "Scrape interval" in Grafana
};

/// The panel's own window: "Time from" and "Time shift" of its options applied.
TimeWindow panelWindow(const PanelModel& panel, const TimeWindow& dashboard);

/// A query that is both range and instant gives two. Queries of other data sources are left out.
std::vector<PlannedQuery> planQueries(const PanelModel& panel, const TimeWindow& dashboard, int plotWidth,
                                      const QueryContext& context);

/// Whether a data source of this type (empty: the default one) is asked in PromQL.
bool speaksPromQl(const QString& type);

/// The type of a data source that is not Prometheus, when all of the panel's queries need one; else empty.
QString foreignDatasource(const PanelModel& panel);
/// The queries that are left out because they need another data source: their letters, and the types of the sources.
std::vector<std::pair<QString, QString>> foreignQueries(const PanelModel& panel);

}  // namespace vigie::console
