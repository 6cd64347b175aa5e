#include "console/panels/dense_line.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vigie::console {
namespace {

/// What the line covers of a column.
struct Stretch {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void add(double y) {
    low = std::min(low, y);
    high = std::max(high, y);
  }
};

std::vector<Stretch> stretchesOf(const QPolygonF& points, double ratio, int columns) {
  std::vector<Stretch> stretches(static_cast<std::size_t>(columns));
  const auto add = [&](int column, double y) {
    if (column >= 0 && column < columns) stretches[static_cast<std::size_t>(column)].add(y);
  };
  QPointF before;
  int columnBefore = 0;
  for (qsizetype i = 0; i < points.size(); ++i) {
    const QPointF at = points[i] * ratio;
    const int column = static_cast<int>(std::floor(at.x()));
    // On the way it crosses the edges between columns, and is in both there.
    for (int c = i > 0 ? columnBefore : column; c < column; ++c) {
      const double y = before.y() + (at.y() - before.y()) * (c + 1 - before.x()) / (at.x() - before.x());
      add(c, y);
      add(c + 1, y);
    }
    add(column, at.y());
    before = at;
    columnBefore = column;
  }
  return stretches;
}

/// Source over, of two premultiplied pixels.
QRgb over(QRgb pixel, QRgb under) {
  const int rest = 255 - qAlpha(pixel);
  const auto mixed = [rest](int above, int below) { return above + (below * rest + 127) / 255; };
  return qRgba(mixed(qRed(pixel), qRed(under)), mixed(qGreen(pixel), qGreen(under)), mixed(qBlue(pixel), qBlue(under)),
               mixed(qAlpha(pixel), qAlpha(under)));
}

/// Which pixels along the line are drawn, over and over; never empty.
std::vector<char> patternOf(const QList<qreal>& dashes) {
  std::vector<char> pattern;
  for (qsizetype i = 0; i < dashes.size(); ++i) {
    const auto length = static_cast<std::size_t>(std::clamp(std::round(dashes[i]), 1.0, 1'000.0));
    pattern.insert(pattern.end(), length, i % 2 == 0 ? 1 : 0);
  }
  if (pattern.empty()) pattern.push_back(1);
  return pattern;
}

}  // namespace

void drawDenseLine(QImage& image, const QPolygonF& points, double ratio, const QColor& colour,
                   const QList<qreal>& dashes) {
  const QRgb pixel = qPremultiply(colour.rgba());
  const bool opaque = qAlpha(pixel) == 255;
  auto* const pixels = reinterpret_cast<QRgb*>(image.bits());
  const qsizetype stride = image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
  const std::vector<Stretch> stretches = stretchesOf(points, ratio, image.width());
  const std::vector<char> pattern = patternOf(dashes);
  std::size_t step = 0;
  for (std::size_t column = 0; column < stretches.size(); ++column) {
    const Stretch& stretch = stretches[column];
    const double last = image.height() - 1;
    if (!(stretch.low <= last + 1 && stretch.high >= 0)) continue;
    const auto from = static_cast<qsizetype>(std::clamp(std::floor(stretch.low), 0.0, last));
    const auto to = static_cast<qsizetype>(std::clamp(std::floor(stretch.high), 0.0, last));
    QRgb* at = pixels + from * stride + static_cast<qsizetype>(column);
    for (qsizetype y = from; y <= to; ++y, at += stride) {
      if (pattern[step] != 0) *at = opaque ? pixel : over(pixel, *at);
      if (++step == pattern.size()) step = 0;
    }
  }
}

}  // namespace vigie::console
