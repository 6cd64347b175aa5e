// An ad-hoc filter: one more matcher in every selector of a dashboard. Its PromQL, its form in links, its words. Pure.
// Source: Grafana's enhanceExprWithAdHocFilters (grafana-prometheus/src/datasource.ts) and
// AdHocFiltersVariableUrlSyncHandler (grafana/scenes).
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace vigie::console {

struct AdHocFilter {
  QString key;
  QString op;  ///< =, !=, =~, !~, <, >; =| and !=|: one, or none, of `values`
  QString value;
  QStringList values{};  ///< of =| and !=| only
  friend bool operator==(const AdHocFilter&, const AdHocFilter&) = default;
};

/// Those that can be chosen by hand, in Grafana's order.
const QStringList& filterOperators();
/// Prometheus' selectors know it: < and > are Grafana's for other data sources.
bool isPrometheusOperator(const QString& op);
/// Says something: a filter without a key or a value that matters is left out, as Grafana does.
bool isCompleteFilter(const AdHocFilter& filter);

/// `key="value"` inside a selector; =| and !=| become regular expressions.
QString filterMatcher(const AdHocFilter& filter);
/// A selector of every series that the filters let through; empty for no filter.
QString filterSelector(const std::vector<AdHocFilter>& filters);

/// `job = api`, as the bar shows it.
QString filterWords(const AdHocFilter& filter);

/// `key|op|value` of a link, with | and , inside of them as Grafana writes them.
QString filterInLink(const AdHocFilter& filter);
std::optional<AdHocFilter> filterFromLink(const QString& text);

}  // namespace vigie::console
