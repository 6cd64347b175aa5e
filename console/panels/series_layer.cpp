#include "console/panels/series_layer.h"

#include <QPainter>

#include <algorithm>

namespace vigie::console {
namespace {
/// A line's point costs about 0.1 µs, another thread 20: eighteen panels of a few lines are what a refresh draws.
constexpr std::size_t kDrawHerePoints = 1'000;
/// What an area or bars cost beside a line's points: on this thread they are handed over in pieces (drawingPool()).
constexpr std::size_t kFilledPoints = 1'000;
}  // namespace

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
    if (line.fillOpacity > 0 || line.bars) points += kFilledPoints;
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
