// Pleasant places for axis ticks. Pure.
#pragma once

#include "console/dashboard/time_window.h"

#include <QString>

#include <vector>

namespace vigie::console {

struct ValueTicks {
  double low = 0;
  double high = 1;
  std::vector<double> at;  ///< low … high, evenly spaced
};

/// A range that holds [low, high] and about `count` steps of 1, 2, 2.5 or 5 × 10ⁿ (powers of two for binary units).
/// Fixed ends (a dashboard's min and max) stay where they are.
ValueTicks valueTicks(double low, double high, int count, bool binary, bool fixLow, bool fixHigh);

struct TimeTick {
  qint64 timeMs = 0;
  QString label;
};

/// Ticks on whole minutes, hours or days of the display zone, at most `count`; labels as short as the range allows.
std::vector<TimeTick> timeTicks(const TimeWindow& window, int count);

}  // namespace vigie::console
