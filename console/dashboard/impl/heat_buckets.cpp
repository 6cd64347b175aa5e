#include "console/dashboard/impl/heat_buckets.h"

#include "console/dashboard/interval.h"
#include "console/dashboard/json_read.h"

#include <algorithm>
#include <cmath>

namespace vigie::console::impl {
namespace {

using jsonread::at;
using jsonread::durationOf;
using jsonread::intOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

constexpr double kMostRows = 500;
constexpr double kUsualRows = 20;
constexpr int kUsualColumns = 60;

double roundWidth(double raw) {
  if (!(raw > 0) || !std::isfinite(raw)) return 1;
  const double magnitude = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (magnitude * factor >= raw * 0.999) return magnitude * factor;
  }
  return magnitude * 10;
}

std::vector<double> evenEdges(double low, double high, double width) {
  // One width too small for its range is widened rather than cut off.
  width = std::max(width, (high - low) / kMostRows);
  const double first = std::floor(low / width) * width;
  const double rows = std::clamp(std::floor((high - first) / width) + 1, 1.0, kMostRows + 1);
  std::vector<double> edges;
  for (int i = 0; i <= static_cast<int>(rows); ++i) edges.push_back(first + width * i);
  return edges;
}

std::vector<double> powerEdges(double low, double high, double base, double parts) {
  // What is not above zero has no power: the lowest row takes it.
  const double least = low > 0 ? low : high / std::pow(base, 8);
  const double step = 1 / std::clamp(parts, 1.0, 20.0);
  const double logBase = std::log(base);
  double power = std::floor(std::log(least) / logBase / step + 1e-9) * step;
  std::vector<double> edges{std::pow(base, power)};
  while (edges.back() < high && static_cast<double>(edges.size()) <= kMostRows) {
    power += step;
    edges.push_back(std::pow(base, power));
  }
  if (edges.size() == 1) edges.push_back(edges.front() * base);
  return edges;
}

}  // namespace

std::vector<double> rowEdges(const QJsonObject& yBuckets, double low, double high) {
  const double value = numberOf(at(yBuckets, "value")).value_or(0);
  const QJsonObject scale = objectAt(yBuckets, "scale");
  if (textAt(scale, "type") == QLatin1String("log") && high > 0) {
    return powerEdges(low, high, intOf(at(scale, "log")) == 10 ? 10 : 2, value);
  }
  if (textAt(yBuckets, "mode") == QLatin1String("size") && value > 0) return evenEdges(low, high, value);
  const double rows = value >= 1 ? std::min(value, kMostRows) : kUsualRows;
  return evenEdges(low, high, roundWidth((high - low) / rows));
}

qint64 columnWidth(const QJsonObject& xBuckets, qint64 rangeMs, qint64 stepMs) {
  qint64 width = 0;
  if (textAt(xBuckets, "mode") == QLatin1String("size")) width = durationOf(at(xBuckets, "value"));
  if (width <= 0) {
    const int columns = std::clamp(intOf(at(xBuckets, "value")).value_or(kUsualColumns), 1, 2'000);
    width = roundInterval(rangeMs / columns);
  }
  return std::max({width, stepMs, qint64{1}});
}

}  // namespace vigie::console::impl
