#include "console/explore/panel_queries.h"

#include "console/dashboard/selector_scan.h"
#include "console/panels/panel_widget.h"

namespace vigie::console {

std::vector<QueryDraft> exploreQueries(const PanelWidget& panel) {
  const QueryContext context = panel.queryContext();
  const auto filled = [&context](const QString& text, const QString& format) {
    return context.lookup ? interpolate(text, context.lookup, format) : text;
  };
  std::vector<QueryDraft> queries;
  for (const Target& target : panel.model().targets) {
    if (target.expr.trimmed().isEmpty()) continue;
    QueryDraft query;
    query.refId = target.refId;
    query.expr = withFilters(filled(target.expr, kPromQlFormat), context.filters);
    query.legend = filled(target.legendFormat, kTextFormat);
    if (query.legend == QLatin1String("__auto")) query.legend.clear();
    query.interval = filled(target.interval, kDefaultFormat);
    query.range = target.range;
    query.instant = target.instant;
    queries.push_back(std::move(query));
  }
  return queries;
}

}  // namespace vigie::console
