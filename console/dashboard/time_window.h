// A window of time.
#pragma once

#include <QtGlobal>

namespace vigie::console {

/// Milliseconds since the epoch, from < to.
struct TimeWindow {
  qint64 fromMs = 0;
  qint64 toMs = 0;
  [[nodiscard]] qint64 lengthMs() const { return toMs - fromMs; }
  friend bool operator==(const TimeWindow&, const TimeWindow&) = default;
};

}  // namespace vigie::console
