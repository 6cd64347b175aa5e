// What a range is called, and the ranges that are offered. Words in the reader's language, times in the display zone.
#pragma once

#include "console/dashboard/time_expression.h"
#include "console/dashboard/time_window.h"

#include <QString>

#include <vector>

namespace vigie::console {

struct NamedRange {
  RawRange range;
  QString words;
};

/// Grafana's quick ranges, shortest first, then days, weeks, months.
std::vector<NamedRange> quickRanges();

/// "Last 6 hours", "Yesterday", "26 Nov, 14:00 – 15:30"; `window` is what the range is at the moment.
QString rangeWords(const RawRange& range, const TimeWindow& window);

/// "26 Nov, 14:00 – 15:30", with the year where it is another one and seconds where they matter.
QString windowWords(const TimeWindow& window);

/// A moment as briefly as it is told from others: "14:00" today, "26 Nov 14:00", "26 Nov 2025 14:00"; `fine`: with
/// seconds.
QString momentWords(qint64 ms, bool fine = false);

/// A moment as it is typed and read back: "2026-01-31 08:00:00" in `zone`.
QString typedTime(qint64 ms, const QTimeZone& zone);

/// "UTC", "UTC+1", "UTC−3:30": how far the display zone is from UTC at `ms`.
QString zoneWords(qint64 ms);

}  // namespace vigie::console
