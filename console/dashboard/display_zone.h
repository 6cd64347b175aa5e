// The time zone in which the console says times: one for the process, as QLocale's default is (ADR 100).
//
// TimeRange sets it; whoever writes a time for people reads it. Any thread.
#pragma once

#include <QDateTime>
#include <QTimeZone>

namespace vigie::console {

/// The system's zone until another one is set.
[[nodiscard]] QTimeZone displayZone();
void setDisplayZone(const QTimeZone& zone);

/// A moment in that zone.
[[nodiscard]] QDateTime inDisplayZone(qint64 msSinceEpoch);

}  // namespace vigie::console
