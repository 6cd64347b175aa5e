#include "console/panels/chart_range.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vigie::console {
namespace {

struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void add(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool isEmpty() const { return low > high; }
};

/// Nothing at or below zero has a place on a plain logarithm.
void keepAboveZero(const std::vector<ChartLine>& lines, bool right, Extent& extent) {
  double smallest = extent.high;
  for (const ChartLine& line : lines) {
    if (line.rightAxis != right) continue;
    for (const double value : line.values) {
      if (value > 0 && value < smallest) smallest = value;
    }
  }
  extent.low = smallest > 0 ? smallest : 1;
  extent.high = std::max(extent.high, extent.low);
}

void settle(Extent& extent, bool grounded) {
  if (extent.isEmpty()) {
    extent.low = 0;
    extent.high = 1;
  }
  // Rates, times and shares start at zero unless they are far from it.
  if (extent.low > 0 && (grounded || extent.low < 0.6 * extent.high)) extent.low = 0;
  if (extent.low == 0 && extent.high == 0) extent.high = 1;
}

void centre(Extent& extent) {
  const double farthest = std::max(std::abs(extent.low), std::abs(extent.high));
  extent.low = -farthest;
  extent.high = farthest;
}

}  // namespace

void settleRange(const FieldOptions& field, bool right, ChartModel& model) {
  ChartAxis& axis = right ? model.right : model.left;
  Extent extent;
  bool grounded = false;
  for (const ChartLine& line : model.lines) {
    if (line.rightAxis != right) continue;
    for (const double value : line.values) extent.add(value);
    // An area or a bar stands on zero; a band between two lines does not.
    grounded = grounded || ((line.fillOpacity > 0 || line.bars) && line.fillBelowTo.isEmpty());
  }
  if (!extent.isEmpty()) {
    // A threshold belongs into the picture: an operator sees how far away it is.
    for (const ChartThreshold& threshold : model.thresholds) {
      if (!right) extent.add(threshold.value * (threshold.value > 0 ? 1.25 : 1));
    }
    if (field.softMin) extent.low = std::min(extent.low, *field.softMin);
    if (field.softMax) extent.high = std::max(extent.high, *field.softMax);
  }
  const bool plainLogarithm = !axis.curve.isStraight() && !axis.curve.isSymmetric();
  if (plainLogarithm) {
    keepAboveZero(model.lines, right, extent);
    if (extent.isEmpty()) extent = {1, 10};
  } else {
    settle(extent, grounded);
  }
  if (field.axisCentredZero && !plainLogarithm) centre(extent);
  // A least value of zero, which most dashboards give, has no place on a plain logarithm.
  const bool usesMin = field.min && (!plainLogarithm || *field.min > 0);
  axis.low = usesMin ? *field.min : extent.low;
  axis.high = std::max(field.max.value_or(extent.high), axis.low);
  axis.fixedLow = usesMin;
  axis.fixedHigh = field.max.has_value();
}

}  // namespace vigie::console
