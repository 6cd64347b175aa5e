#include "console/dashboard/query_plan.h"

#include "console/dashboard/selector_scan.h"

#include <algorithm>

namespace vigie::console {
namespace {

QString typeOf(const PanelModel& panel, const Target& target) {
  return target.datasourceType.isEmpty() ? panel.datasourceType : target.datasourceType;
}

struct Timing {
  qint64 stepMs = 0;
  qint64 rateIntervalMs = 0;
};

/// Source: pkg/promlib/models/query.go, calculatePrometheusInterval and calculateRateInterval.
Timing timingOf(const PanelModel& panel, const Target& target, qint64 rangeMs, int plotWidth,
                const QueryContext& context) {
  const qint64 points = panel.maxDataPoints > 0 ? panel.maxDataPoints : std::max(plotWidth, 50);
  const qint64 ownMin = panel.minIntervalMs > 0 || !context.lookup
                            ? panel.minIntervalMs
                            : parseDuration(interpolate(panel.minInterval, context.lookup, kDefaultFormat)).value_or(0);
  const qint64 panelMin = ownMin > 0 ? ownMin : context.scrapeMs;
  const qint64 interval = std::max(roundInterval(rangeMs / points), panelMin);

  const QString written =
      context.lookup ? interpolate(target.interval, context.lookup, kDefaultFormat) : target.interval;
  const qint64 own = parseDuration(written).value_or(0);
  const qint64 scrape = own > 0 ? own : context.scrapeMs;
  Timing timing;
  timing.rateIntervalMs = rateIntervalMs(interval, scrape);

  StepRequest request;
  request.rangeMs = rangeMs;
  request.maxDataPoints = static_cast<int>(points);
  // A query's own interval takes the place of the data source's.
  request.minIntervalMs = own > 0 ? ownMin : panelMin;
  request.targetIntervalMs = own;
  request.intervalFactor = target.intervalFactor;
  timing.stepMs = written.contains(QLatin1String("__rate_interval")) ? timing.rateIntervalMs : stepMs(request);
  return timing;
}

}  // namespace

bool speaksPromQl(const QString& type) {
  static const QStringList kOurs = {QString(), QStringLiteral("prometheus"), QStringLiteral("datasource"),
                                    QStringLiteral("mixed")};
  // VictoriaMetrics' own kind of source asks what Prometheus' does.
  return kOurs.contains(type) || type.startsWith(QLatin1Char('$')) ||
         type.endsWith(QLatin1String("prometheus-datasource")) ||
         (type.startsWith(QLatin1String("victoriametrics")) && !type.contains(QLatin1String("logs")));
}

TimeWindow panelWindow(const PanelModel& panel, const TimeWindow& dashboard) {
  TimeWindow window = dashboard;
  if (panel.timeFromMs > 0) window.fromMs = window.toMs - panel.timeFromMs;
  return {window.fromMs - panel.timeShiftMs, window.toMs - panel.timeShiftMs};
}

std::vector<PlannedQuery> planQueries(const PanelModel& panel, const TimeWindow& dashboard, int plotWidth,
                                      const QueryContext& context) {
  const TimeWindow window = panelWindow(panel, dashboard);
  std::vector<PlannedQuery> plan;
  for (std::size_t i = 0; i < panel.targets.size(); ++i) {
    const Target& target = panel.targets[i];
    if (target.expr.trimmed().isEmpty() || !speaksPromQl(typeOf(panel, target))) continue;
    const Timing timing = timingOf(panel, target, window.lengthMs(), plotWidth, context);
    QString expr = context.lookup ? interpolate(target.expr, context.lookup, kPromQlFormat) : target.expr;
    expr = withIntervals(std::move(expr), {timing.stepMs, timing.rateIntervalMs, window.lengthMs()});
    expr = withFilters(expr, context.filters);
    const TimeWindow aligned = alignToStep(window, timing.stepMs);
    if (target.range) plan.push_back({i, {expr, true, aligned.fromMs, aligned.toMs, timing.stepMs}});
    // Grafana evaluates instant queries at the aligned end too.
    if (target.instant) plan.push_back({i, {expr, false, 0, aligned.toMs, 0}});
  }
  return plan;
}

QString foreignDatasource(const PanelModel& panel) {
  QString foreign;
  for (const Target& target : panel.targets) {
    const QString type = typeOf(panel, target);
    if (speaksPromQl(type)) return {};
    foreign = type == QLatin1String("__expr__") ? QStringLiteral("Grafana expression") : type;
  }
  return foreign;
}

std::vector<std::pair<QString, QString>> foreignQueries(const PanelModel& panel) {
  std::vector<std::pair<QString, QString>> foreign;
  for (const Target& target : panel.targets) {
    if (const QString type = typeOf(panel, target); !speaksPromQl(type)) foreign.emplace_back(target.refId, type);
  }
  return foreign;
}

}  // namespace vigie::console
