// Times as Grafana writes them: "now-6h", "now/d", "2026-01-31T08:00:00Z", milliseconds. Pure.
// Source: Grafana's datemath.ts and rangeutil.ts (packages/grafana-data/src/datetime).
#pragma once

#include "console/dashboard/time_window.h"
#include "core/base/result.h"

#include <QString>
#include <QTimeZone>

#include <optional>

namespace vigie::console {

/// What a time's words depend on.
struct TimeRules {
  QTimeZone zone = QTimeZone::systemTimeZone();  ///< of days, and of what is written without an offset
  int fiscalYearStartMonth = 0;                  ///< 0: January
  Qt::DayOfWeek weekStart = Qt::Monday;
};

/// Milliseconds since the epoch. `roundUp` says which end of "now/d" or "2026-01-31" is meant: that of a range's end.
/// The error says what was wrong with the text and what would be right, in the reader's language.
Result<qint64> readTime(const QString& text, qint64 nowMs, bool roundUp, const TimeRules& rules = {});

/// The same where nobody is told why: nothing for what is no time.
std::optional<qint64> parseTime(const QString& text, qint64 nowMs, bool roundUp, const TimeRules& rules = {});

/// The two ends of a range, as written.
struct RawRange {
  QString from = QStringLiteral("now-1h");
  QString to = QStringLiteral("now");
  friend bool operator==(const RawRange&, const RawRange&) = default;
};

/// "now…": moves with the clock.
bool isRelativeTime(const QString& text);

/// Both ends, in milliseconds, from < to; the error's param is "from" or "to".
Result<TimeWindow> readRange(const RawRange& range, qint64 nowMs, const TimeRules& rules = {});

/// What people type into one field: "13h" and "now-13h" (until now), "+30m" (from now), "now/d" (to its end),
/// "2026-01-31" (that day), "a to b", and Grafana's copied {"from": …, "to": …}.
Result<RawRange> readTypedRange(const QString& text, qint64 nowMs, const TimeRules& rules = {});

/// Grafana's form of a copied range; absolute ends as ISO 8601 UTC.
QString copiedRange(const RawRange& range, qint64 nowMs, const TimeRules& rules = {});

}  // namespace vigie::console
