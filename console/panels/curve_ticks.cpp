#include "console/panels/curve_ticks.h"

#include "console/dashboard/value_text.h"

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

/// A logarithm on both sides of zero: zero, and powers of the base away from it.
ValueTicks symmetricTicks(const AxisCurve& curve, double low, double high, int count) {
  ValueTicks ticks;
  ticks.low = curve.place(low);
  ticks.high = std::max(ticks.low + 1e-6, curve.place(high));
  const double base = curve.logBase;
  const double span =
      std::log(std::max({std::abs(low), std::abs(high), curve.linearUpTo}) / curve.linearUpTo) / std::log(base);
  const double perSide = std::max(1.0, low < 0 && high > 0 ? count / 2.0 : count * 1.0);
  const double step = std::max(1.0, std::floor(span / perSide));
  std::vector<double> values{0};
  // Zero first, then what is farthest: close to zero there is no room for words.
  for (double power = span >= step ? step : 0; power <= span + 1e-9; power += step) {
    values.push_back(curve.linearUpTo * std::pow(base, power));
    values.push_back(-curve.linearUpTo * std::pow(base, power));
  }
  std::sort(values.begin(), values.end());
  for (const double value : values) {
    const double at = curve.place(value);
    if (at >= ticks.low - 1e-9 && at <= ticks.high + 1e-9) ticks.at.push_back(at);
  }
  return ticks;
}

/// Powers of the base: the axis counts in exponents, the labels say the values.
ValueTicks logTicks(double low, double high, int base, int count) {
  ValueTicks ticks;
  ticks.low = std::floor(std::log(low) / std::log(base) + 1e-9);
  ticks.high = std::max(ticks.low + 1, std::ceil(std::log(high) / std::log(base) - 1e-9));
  const double step = std::max(1.0, std::ceil((ticks.high - ticks.low) / std::max(1, count)));
  for (double at = ticks.low; at <= ticks.high + 1e-9; at += step) ticks.at.push_back(at);
  return ticks;
}

QStringList curveLabels(const ChartAxis& axis, const ValueTicks& ticks) {
  QStringList labels;
  for (const double place : ticks.at) {
    const double value = axis.curve.valueAt(place);
    // What the curve makes of zero is not quite zero.
    labels.append(axis.format.text(std::abs(value) < 1e-12 ? 0 : value));
  }
  return labels;
}

}  // namespace

ValueTicks ticksOf(const ChartAxis& axis, int count) {
  if (axis.curve.isSymmetric()) return symmetricTicks(axis.curve, axis.low, axis.high, count);
  if (!axis.curve.isStraight()) return logTicks(axis.low, axis.high, axis.curve.logBase, count);
  return valueTicks(axis.low, axis.high, count, axis.format.isBinary(), axis.fixedLow, axis.fixedHigh);
}

QStringList labelsOf(const ChartAxis& axis, const ValueTicks& ticks) {
  // A hidden axis has its grid and no words.
  if (axis.look.hidden) return QStringList(static_cast<qsizetype>(ticks.at.size()));
  QStringList labels = axis.curve.isStraight() ? axis.format.ticks(ticks.at) : curveLabels(axis, ticks);
  for (qsizetype i = 0; i < labels.size(); ++i) {
    if (const auto word = mappedWord(axis.mappings, ticks.at[static_cast<std::size_t>(i)])) labels[i] = *word;
  }
  return labels;
}

}  // namespace vigie::console
