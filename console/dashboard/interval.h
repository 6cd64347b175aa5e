// How far apart the points of a query are, and the durations PromQL is given: Grafana's rules, as pure functions.
// Source: Grafana's Prometheus data source and rangeutil (packages/grafana-data/src/datetime/rangeutil.ts).
#pragma once

#include "console/dashboard/time_window.h"

#include <QString>

#include <optional>

namespace vigie::console {

/// Grafana's 15 s: how often a series is assumed to be scraped when nobody says.
inline constexpr qint64 kDefaultScrapeMs = 15'000;
/// Prometheus refuses more points a series.
inline constexpr qint64 kMaxPoints = 11'000;

/// The next pleasant interval of the table (1 ms … 1 year).
qint64 roundInterval(qint64 ms);

/// "15s", ">10s", "1m", "1h30m", "250ms", "1d", "1w", "1y", or a bare number of seconds. Nothing for anything else.
std::optional<qint64> parseDuration(const QString& text);

/// The shortest exact PromQL duration: 90000 → "90s", 120000 → "2m", 250 → "250ms".
QString formatDuration(qint64 ms);

/// The same to be read: "15 s", "1.5 min", by the locale.
QString stepText(qint64 ms);

/// What Grafana makes of an interval: its largest unit, the rest cut off. 90000 → "1m". Its $__interval is that.
QString formatInterval(qint64 ms);

/// What Go prints, and so Grafana's $__rate_interval: 60000 → "1m0s", 75000 → "1m15s", 3600000 → "1h0m0s".
QString formatGoDuration(qint64 ms);

struct StepRequest {
  qint64 rangeMs = 0;
  int maxDataPoints = 0;        ///< the plot's width in pixels
  qint64 minIntervalMs = 0;     ///< of the panel
  qint64 targetIntervalMs = 0;  ///< of the query
  int intervalFactor = 1;
};

/// Step of a range query in milliseconds, never 0 and never over Prometheus' limit of points.
qint64 stepMs(const StepRequest& request);

/// $__rate_interval: wide enough that rate() always sees at least four scrapes. `intervalMs` is the panel's interval
/// before a query's own is taken into account.
qint64 rateIntervalMs(qint64 intervalMs, qint64 scrapeMs = kDefaultScrapeMs);

/// Start and end floored to a multiple of the step, so that successive refreshes ask for the same points.
TimeWindow alignToStep(const TimeWindow& window, qint64 stepMs);

/// $__interval, $__interval_ms, $__rate_interval, $__rate_interval_ms, $__range, $__range_s, $__range_ms in all their
/// spellings, as Grafana's backend fills them in (pkg/promlib/models/query.go).
struct IntervalVariables {
  qint64 stepMs = 0;
  qint64 rateIntervalMs = 0;
  qint64 rangeMs = 0;
};
QString withIntervals(QString expr, const IntervalVariables& variables);

}  // namespace vigie::console
