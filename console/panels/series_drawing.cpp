#include "console/panels/series_drawing.h"

#include "console/dashboard/decimate.h"
#include "console/panels/dense_line.h"
#include "console/panels/line_shape.h"
#include "console/panels/series_brush.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

/// Bars are seen though a dashboard gives lines no area.
constexpr double kLeastBarOpacity = 0.5;

void drawThresholds(QPainter& painter, const PlotScale& plot, const ChartModel& model) {
  for (const ChartThreshold& threshold : model.thresholds) {
    // The lowest step begins under everything.
    const double y = std::isfinite(threshold.value) ? std::clamp(plot.y(threshold.value), -1.0, plot.size.height())
                                                    : plot.size.height();
    if (threshold.area && y > 0) {
      const double top = threshold.until ? std::clamp(plot.y(*threshold.until), 0.0, y) : 0.0;
      QColor band = threshold.colour;
      band.setAlphaF(0.09F);
      painter.fillRect(QRectF(0, top, plot.size.width(), y - top), band);
    }
    if (threshold.line && y >= 0 && y < plot.size.height()) {
      QPen pen(threshold.colour, 1);
      if (threshold.dashes) pen.setDashPattern({4, 3});
      painter.setPen(pen);
      const double onPixel = std::floor(y) + 0.5;
      painter.drawLine(QPointF(0, onPixel), QPointF(plot.size.width(), onPixel));
    }
  }
}

/// One line on its plot.
class LineDrawing {
 public:
  LineDrawing(QImage& image, QPainter& painter, const SeriesDrawing& drawing, const ChartLine& line)
      : image_(image),
        painter_(painter),
        plot_(drawing.scale),
        line_(line),
        ratio_(drawing.ratio),
        stepMs_(drawing.model->stepMs),
        zero_(std::clamp(plot_.y(0, line.rightAxis), 0.0, plot_.size.height())) {}

  /// Returns how many points were drawn.
  quint64 draw(int columns) {
    const Polylines runs =
        decimate(line_.times, line_.values, {plot_.window.fromMs, plot_.window.toMs, columns, line_.maxGapMs});
    quint64 points = 0;
    for (const std::vector<Sample>& run : runs) points += run.size();
    const bool sparse = static_cast<double>(points) * 2 * line_.pointSize <= plot_.size.width();
    for (const std::vector<Sample>& run : runs) {
      if (line_.bars) {
        drawBars(run);
        continue;
      }
      const QPolygonF curve = curveOf(run);
      if (line_.fillOpacity > 0 && curve.size() > 1) drawArea(run, curve);
      // An isolated sample would be invisible as a line.
      if (run.size() == 1 || line_.points || line_.showPoints || (line_.autoPoints && sparse)) drawPoints(run);
      if (!line_.points && line_.lineWidth > 0) drawCurve(curve, columns);
    }
    return points;
  }

 private:
  [[nodiscard]] QPointF pointOf(const Sample& sample) const {
    return {plot_.x(sample.timeMs), plot_.y(sample.value, line_.rightAxis)};
  }
  [[nodiscard]] double baseAt(qint64 timeMs) const {
    if (line_.base.empty()) return zero_;
    const auto it = std::lower_bound(line_.times.begin(), line_.times.end(), timeMs);
    return it == line_.times.end()
               ? zero_
               : plot_.y(line_.base[static_cast<std::size_t>(it - line_.times.begin())], line_.rightAxis);
  }
  [[nodiscard]] QPolygonF curveOf(const std::vector<Sample>& run) const {
    QPolygonF points;
    points.reserve(static_cast<qsizetype>(run.size()));
    for (const Sample& sample : run) points.append(pointOf(sample));
    return interpolated(points, line_.interpolation, plot_.size.width());
  }

  void drawBars(const std::vector<Sample>& run) {
    const double step = plot_.size.width() * static_cast<double>(std::max<qint64>(stepMs_, 1)) /
                        static_cast<double>(plot_.window.lengthMs());
    const double width = std::max(1.0, step * line_.barWidth);
    const QBrush fill = areaBrush(line_, plot_, std::max(line_.fillOpacity, kLeastBarOpacity));
    for (const Sample& sample : run) {
      const double base = baseAt(sample.timeMs);
      const QPointF top = pointOf(sample);
      const double left = top.x() - width / 2 + line_.barAlignment * width / 2;
      painter_.fillRect(QRectF(left, std::min(top.y(), base), width, std::abs(base - top.y())), fill);
    }
  }

  void drawArea(const std::vector<Sample>& run, const QPolygonF& curve) {
    QPolygonF area = curve;
    if (line_.base.empty()) {
      area.append({curve.last().x(), zero_});
      area.append({curve.first().x(), zero_});
    } else {
      QPolygonF below;
      for (const Sample& sample : run) below.append({plot_.x(sample.timeMs), baseAt(sample.timeMs)});
      below = interpolated(below, line_.interpolation, plot_.size.width());
      for (auto point = below.rbegin(); point != below.rend(); ++point) area.append(*point);
    }
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(areaBrush(line_, plot_, line_.fillOpacity));
    painter_.drawPolygon(area);
  }

  void drawPoints(const std::vector<Sample>& run) {
    const double radius = std::max(1.0, line_.pointSize / 2);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(linePen(line_, plot_, ratio_).brush());
    for (const Sample& sample : run) painter_.drawEllipse(pointOf(sample), radius, radius);
  }

  void drawCurve(const QPolygonF& curve, int columns) {
    const QPen pen = linePen(line_, plot_, ratio_);
    // With several samples in each column the line is a band of upright strokes: smooth edges would cost ten times as
    // much and show nothing.
    const bool dense = curve.size() >= 2 * static_cast<qsizetype>(columns);
    const bool plain = pen.widthF() <= 1 && pen.brush().style() == Qt::SolidPattern;
    if (dense && plain) {
      QColor colour = pen.color();
      colour.setAlphaF(colour.alphaF() * static_cast<float>(painter_.opacity()));
      drawDenseLine(image_, curve, ratio_, colour, line_.style.dashes.isEmpty() ? QList<qreal>() : pen.dashPattern());
      return;
    }
    painter_.setPen(pen);
    painter_.setBrush(Qt::NoBrush);
    painter_.setRenderHint(QPainter::Antialiasing, !dense);
    painter_.drawPolyline(dense ? strokesOf(curve, ratio_) : curve);
    painter_.setRenderHint(QPainter::Antialiasing);
  }

  QImage& image_;
  QPainter& painter_;  ///< of the image
  const PlotScale& plot_;
  const ChartLine& line_;
  double ratio_;
  qint64 stepMs_;
  double zero_;  ///< pixels
};

}  // namespace

DrawnSeries drawSeries(const SeriesDrawing& drawing) {
  const PlotScale& plot = drawing.scale;
  DrawnSeries drawn;
  drawn.image = QImage((plot.size * drawing.ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
  drawn.image.setDevicePixelRatio(drawing.ratio);
  drawn.image.fill(Qt::transparent);
  if (!drawing.model || plot.window.lengthMs() <= 0) return drawn;
  QPainter painter(&drawn.image);
  painter.setRenderHint(QPainter::Antialiasing);
  drawThresholds(painter, plot, *drawing.model);
  for (std::size_t i = 0; i < drawing.model->lines.size(); ++i) {
    painter.setOpacity(drawing.isolated < 0 || static_cast<int>(i) == drawing.isolated ? 1.0 : 0.12);
    drawn.points += LineDrawing(drawn.image, painter, drawing, drawing.model->lines[i]).draw(drawn.image.width());
  }
  return drawn;
}

}  // namespace vigie::console
