#include "console/panels/series_layer.h"

#include "console/dashboard/decimate.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

/// A line's point costs about 0.1 µs, another thread 20: eighteen panels of a few lines are what a refresh draws.
constexpr std::size_t kDrawHerePoints = 1'000;

/// Cosmetic, a whole number of device pixels: Qt's raster engine has a fast path for exactly that.
QPen pixelPen(const ChartLine& line, double ratio) {
  QPen pen(line.style.colour);
  pen.setCosmetic(true);
  pen.setWidthF(std::max(1.0, std::round(line.lineWidth * ratio)));
  pen.setJoinStyle(Qt::BevelJoin);
  if (!line.style.dashes.isEmpty()) {
    QList<qreal> dashes = line.style.dashes;
    // Dashes count in pen widths.
    for (qreal& dash : dashes) dash = dash * ratio / pen.widthF();
    pen.setDashPattern(dashes);
    pen.setCapStyle(Qt::FlatCap);
  }
  return pen;
}

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

/// One stroke a column of device pixels, from its lowest to its highest point: where a line is so dense, the rest of it
/// only retraces that.
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

void drawThresholds(QPainter& painter, const PlotScale& plot, const ChartModel& model) {
  for (const ChartThreshold& threshold : model.thresholds) {
    const double y = std::clamp(plot.y(threshold.value), -1.0, plot.size.height());
    if (threshold.area && y > 0) {
      QColor band = threshold.colour;
      band.setAlphaF(0.09F);
      painter.fillRect(QRectF(0, 0, plot.size.width(), y), band);
    }
    if (threshold.line && y >= 0 && y < plot.size.height()) {
      QPen pen(threshold.colour, 0);
      pen.setDashPattern({4, 3});
      painter.setPen(pen);
      const double onPixel = std::floor(y) + 0.5;
      painter.drawLine(QPointF(0, onPixel), QPointF(plot.size.width(), onPixel));
    }
  }
}

/// Returns how many points were drawn.
quint64 drawLine(QPainter& painter, const SeriesDrawing& drawing, const ChartLine& line, int columns) {
  const PlotScale& plot = drawing.scale;
  const qint64 stepMs = drawing.model->stepMs;
  quint64 drawnPoints = 0;
  const qint64 maxGap = line.spanNulls || stepMs == 0 ? 0 : stepMs * 3 / 2;
  const Polylines runs = decimate(line.times, line.values, {plot.window.fromMs, plot.window.toMs, columns, maxGap});
  const double zero = std::clamp(plot.y(0, line.rightAxis), 0.0, plot.size.height());
  const auto baseAt = [&](qint64 timeMs) {
    if (line.base.empty()) return zero;
    const auto it = std::lower_bound(line.times.begin(), line.times.end(), timeMs);
    return it == line.times.end()
               ? zero
               : plot.y(line.base[static_cast<std::size_t>(it - line.times.begin())], line.rightAxis);
  };
  QColor fill = line.style.colour;
  fill.setAlphaF(static_cast<float>(line.bars ? std::max(line.fillOpacity, 0.5) : line.fillOpacity));

  for (const std::vector<Sample>& run : runs) {
    drawnPoints += run.size();
    QPolygonF points;
    points.reserve(static_cast<qsizetype>(run.size()));
    for (const Sample& sample : run) points.append({plot.x(sample.timeMs), plot.y(sample.value, line.rightAxis)});
    points = interpolated(points, line.interpolation, plot.size.width());

    if (line.bars) {
      const double width = std::max(1.0, plot.size.width() * static_cast<double>(std::max<qint64>(stepMs, 1)) /
                                             static_cast<double>(plot.window.lengthMs()) * 0.8);
      for (const Sample& sample : run) {
        const double base = baseAt(sample.timeMs);
        const double y = plot.y(sample.value, line.rightAxis);
        painter.fillRect(QRectF(plot.x(sample.timeMs) - width / 2, std::min(y, base), width, std::abs(base - y)), fill);
      }
      continue;
    }
    if (line.fillOpacity > 0 && points.size() > 1) {
      QPolygonF area = points;
      if (line.base.empty()) {
        area.append({points.last().x(), zero});
        area.append({points.first().x(), zero});
      } else {
        QPolygonF below;
        for (const Sample& sample : run) below.append({plot.x(sample.timeMs), baseAt(sample.timeMs)});
        below = interpolated(below, line.interpolation, plot.size.width());
        for (auto point = below.rbegin(); point != below.rend(); ++point) area.append(*point);
      }
      painter.setPen(Qt::NoPen);
      painter.setBrush(fill);
      painter.drawPolygon(area);
    }
    if (points.size() == 1 || line.points || line.showPoints) {
      // An isolated sample would be invisible as a line.
      const double radius = std::max(1.0, line.pointSize / 2);
      painter.setPen(Qt::NoPen);
      painter.setBrush(line.style.colour);
      for (const Sample& sample : run) {
        painter.drawEllipse(QPointF(plot.x(sample.timeMs), plot.y(sample.value, line.rightAxis)), radius, radius);
      }
      if (line.points) continue;
    }
    if (line.lineWidth > 0) {
      painter.setPen(pixelPen(line, drawing.ratio));
      painter.setBrush(Qt::NoBrush);
      // With several samples in each column the line is a band of upright strokes: smooth edges would cost ten times as
      // much and show nothing.
      const bool dense = points.size() >= 2 * static_cast<qsizetype>(columns);
      painter.setRenderHint(QPainter::Antialiasing, !dense);
      painter.drawPolyline(dense ? strokesOf(points, drawing.ratio) : points);
      painter.setRenderHint(QPainter::Antialiasing);
    }
  }
  return drawnPoints;
}

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
    drawn.points += drawLine(painter, drawing, drawing.model->lines[i], drawn.image.width());
  }
  return drawn;
}

SeriesLayer::Drawn SeriesLayer::drawn_;

SeriesLayer::SeriesLayer(QWidget* parent) : QWidget(parent) { setAttribute(Qt::WA_TransparentForMouseEvents); }

void SeriesLayer::draw(std::shared_ptr<const ChartModel> model, const PlotScale& scale) {
  model_ = std::move(model);
  scale_ = scale;
  isOutdated_ = true;
  if (isQuick()) {
    job_.cancel();
    update();
  } else if (!job_.isRunning()) {
    drawElsewhere();
  }
}

void SeriesLayer::setIsolated(int line) {
  if (line == isolated_) return;
  isolated_ = line;
  forgetDrawing();
}

void SeriesLayer::forgetDrawing() {
  isOutdated_ = true;
  update();
}

void SeriesLayer::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  // Of the size it was told to draw for: nothing to do.
  if (scale_.size == QSizeF(size())) return;
  scale_.size = QSizeF(size());
  forgetDrawing();
}

bool SeriesLayer::isQuick() const {
  const auto mostALine = static_cast<std::size_t>(4.0 * scale_.size.width() * devicePixelRatioF());
  std::size_t points = 0;
  std::size_t samples = 0;
  for (const ChartLine& line : model_->lines) {
    points += std::min(line.times.size(), mostALine);
    samples += line.times.size();
  }
  // Thinning costs a twentieth of drawing.
  return points + samples / 20 <= kDrawHerePoints;
}

void SeriesLayer::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (!model_ || size().isEmpty()) return;
  if (isOutdated_ || cache_.devicePixelRatio() != devicePixelRatioF()) {
    if (isQuick()) {
      job_.cancel();
      take(drawSeries(wanted()));
    } else if (!job_.isRunning()) {
      drawElsewhere();
    }
  }
  // Of another size for a moment while a new drawing is made.
  if (!cache_.isNull()) QPainter(this).drawPixmap(rect(), cache_);
}

void SeriesLayer::drawElsewhere() {
  isOutdated_ = false;
  job_.start([drawing = wanted()] { return drawSeries(drawing); }, [this](const DrawnSeries& drawn) { finish(drawn); });
}

void SeriesLayer::finish(const DrawnSeries& drawn) {
  const bool outdated = isOutdated_;
  take(drawn);
  update();
  // Something else was set meanwhile.
  if (outdated) {
    drawElsewhere();
  } else {
    Q_EMIT settled();
  }
}

void SeriesLayer::take(const DrawnSeries& drawn) {
  cache_ = QPixmap::fromImage(drawn.image);
  cache_.setDevicePixelRatio(drawn.image.devicePixelRatio());
  isOutdated_ = false;
  ++drawn_.drawings;
  drawn_.points += drawn.points;
}

}  // namespace vigie::console
