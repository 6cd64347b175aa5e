#include "console/panels/line_shape.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace vigie::console {
namespace {

/// Corners between the samples: the value holds until the next one, or from the one before.
QPolygonF stepped(const QPolygonF& points, const QString& interpolation) {
  const bool before = interpolation == QLatin1String("stepBefore");
  QPolygonF corners;
  corners.reserve(points.size() * 2);
  for (qsizetype i = 0; i < points.size(); ++i) {
    if (i > 0)
      corners.append(before ? QPointF(points[i - 1].x(), points[i].y()) : QPointF(points[i].x(), points[i - 1].y()));
    corners.append(points[i]);
  }
  return corners;
}

/// Points of a monotone cubic through the samples: no overshoot, so that no curve shows what was never measured.
/// Source: Fritsch and Carlson, "Monotone Piecewise Cubic Interpolation", SIAM J. Numer. Anal. 17 (1980).
QPolygonF smoothed(const QPolygonF& points) {
  const qsizetype count = points.size();
  if (count < 3) return points;
  std::vector<double> slopes;
  for (qsizetype i = 0; i + 1 < count; ++i) {
    slopes.push_back((points[i + 1].y() - points[i].y()) / std::max(1e-9, points[i + 1].x() - points[i].x()));
  }
  std::vector<double> tangents(static_cast<std::size_t>(count), 0);
  tangents.front() = slopes.front();
  tangents.back() = slopes.back();
  for (std::size_t i = 1; i + 1 < tangents.size(); ++i) {
    // The harmonic mean keeps the curve between its neighbours.
    if (slopes[i - 1] * slopes[i] > 0) tangents[i] = 2 / (1 / slopes[i - 1] + 1 / slopes[i]);
  }
  constexpr int kParts = 6;
  QPolygonF curve;
  curve.reserve(count * kParts);
  for (qsizetype i = 0; i + 1 < count; ++i) {
    const QPointF a = points[i];
    const QPointF b = points[i + 1];
    const double width = b.x() - a.x();
    for (int part = 0; part < kParts; ++part) {
      const double t = static_cast<double>(part) / kParts;
      const double left = tangents[static_cast<std::size_t>(i)] * width;
      const double right = tangents[static_cast<std::size_t>(i) + 1] * width;
      const double y = (1 + 2 * t) * (1 - t) * (1 - t) * a.y() + t * (1 - t) * (1 - t) * left +
                       t * t * (3 - 2 * t) * b.y() + t * t * (t - 1) * right;
      curve.append({a.x() + width * t, y});
    }
  }
  curve.append(points.last());
  return curve;
}

}  // namespace

QPolygonF strokesOf(const QPolygonF& points, double ratio) {
  QPolygonF strokes;
  for (qsizetype i = 0; i < points.size();) {
    const double x = points[i].x();
    const double column = std::floor(x * ratio);
    double low = points[i].y();
    double high = low;
    for (; i < points.size() && std::floor(points[i].x() * ratio) == column; ++i) {
      low = std::min(low, points[i].y());
      high = std::max(high, points[i].y());
    }
    // On from the nearer end.
    if (!strokes.isEmpty() && std::abs(strokes.last().y() - high) < std::abs(strokes.last().y() - low)) {
      std::swap(low, high);
    }
    strokes.append({x, low});
    strokes.append({x, high});
  }
  return strokes;
}

QPolygonF interpolated(const QPolygonF& points, const QString& interpolation, double width) {
  if (interpolation.startsWith(QLatin1String("step"))) return stepped(points, interpolation);
  // Where samples are as dense as pixels there is nothing to smooth.
  const bool isSmooth = interpolation == QLatin1String("smooth") && static_cast<double>(points.size()) < width / 2;
  return isSmooth ? smoothed(points) : points;
}

}  // namespace vigie::console
