// Values and times to pixels of a plot. Pure.
#pragma once

#include "console/dashboard/time_window.h"

#include <QSizeF>
#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vigie::console {

/// How an axis counts: in values, in powers of a base, or in powers of a base on both sides of a straight middle
/// (symlog). An axis that is not straight has its ends and ticks in what place() gives.
struct AxisCurve {
  int logBase = 0;        ///< 2 or 10; 0: straight
  double linearUpTo = 0;  ///< of symlog; 0: a plain logarithm
  [[nodiscard]] bool isStraight() const { return logBase <= 0; }
  [[nodiscard]] bool isSymmetric() const { return logBase > 0 && linearUpTo > 0; }
  /// What has no place (zero or less on a plain logarithm) is -infinity.
  [[nodiscard]] double place(double value) const {
    if (isStraight()) return value;
    if (isSymmetric()) return std::asinh(value / linearUpTo) / std::log(logBase);
    return value > 0 ? std::log(value) / std::log(logBase) : -std::numeric_limits<double>::infinity();
  }
  [[nodiscard]] double valueAt(double place) const {
    if (isStraight()) return place;
    if (isSymmetric()) return linearUpTo * std::sinh(place * std::log(logBase));
    return std::pow(logBase, place);
  }
};

/// Values to pixels of the plot, top-left origin.
struct PlotScale {
  TimeWindow window;
  double low = 0;
  double high = 1;
  double rightLow = 0;
  double rightHigh = 1;
  QSizeF size;
  AxisCurve curve = {};       ///< of the left axis, whose ends are places of it
  AxisCurve rightCurve = {};  ///< the same of the right one
  [[nodiscard]] double x(qint64 timeMs) const {
    return size.width() * static_cast<double>(timeMs - window.fromMs) / static_cast<double>(window.lengthMs());
  }
  [[nodiscard]] double y(double value, bool right = false) const {
    const double bottom = right ? rightLow : low;
    const double top = right ? rightHigh : high;
    // What has no logarithm lies on the bottom line.
    const AxisCurve& own = right ? rightCurve : curve;
    if (!own.isStraight()) value = std::max(bottom, own.place(value));
    // Halves: the difference of the two largest numbers is none. And no farther away than a painter can count.
    const double share = (value / 2 - bottom / 2) / (top / 2 - bottom / 2);
    return size.height() * (1.0 - (std::isfinite(share) ? std::clamp(share, -50.0, 50.0) : 0.0));
  }
  [[nodiscard]] qint64 timeAt(double pixel) const {
    return window.fromMs + static_cast<qint64>(pixel / size.width() * static_cast<double>(window.lengthMs()));
  }
};

}  // namespace vigie::console
