#include "console/panels/chart_overlay.h"

#include "console/dashboard/annotation_set.h"
#include "console/panels/crosshair.h"
#include "console/panels/pinned_tooltip.h"
#include "console/panels/sample_dot.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {
constexpr int kMinDragPixels = 6;
constexpr int kTipBeside = 12;
/// Strips nearer to each other are repainted with what is between them: many small ones cost more than the pixels.
constexpr int kNearStrips = 60;
}  // namespace

ChartOverlay::ChartOverlay(const Theme& theme, Crosshair& crosshair, QWidget* parent)
    : QWidget(parent), theme_(theme), crosshair_(crosshair), marks_(theme) {
  setMouseTracking(true);
  connect(&crosshair_, &Crosshair::moved, this, &ChartOverlay::followCrosshair);
  connect(&crosshair_, &Crosshair::sharingChanged, this, &ChartOverlay::redraw);
}

void ChartOverlay::setModel(std::shared_ptr<const ChartModel> model) {
  model_ = std::move(model);
  if (pinned_) {
    TooltipContent fresh = contentAt(pinned_->timeMs());
    // What has left the window keeps what it said.
    std::vector<ResolvedLink> links = linksIn(fresh);
    if (!fresh.isEmpty()) pinned_->setContent(pinned_->timeMs(), std::move(fresh), std::move(links));
  }
  redraw();
}

void ChartOverlay::setPlot(const QRect& plot, const PlotScale& scale) {
  plot_ = plot;
  scale_ = scale;
  marks_.setPlot(plot, scale);
  placePin();
  redraw();
}

void ChartOverlay::setAnnotations(const AnnotationSet& annotations, int panelId) {
  marks_.setSource(annotations, panelId);
  const auto redrawMarks = [this] {
    marks_.forget();
    redraw();
  };
  connect(&annotations, &AnnotationSet::changed, this, redrawMarks);
  connect(&theme_, &Theme::changed, this, redrawMarks);
}

std::optional<qint64> ChartOverlay::shownMoment() const {
  const std::optional<qint64> time = crosshair_.timeMs();
  if (!time || !isDrawable() || *time < scale_.window.fromMs || *time > scale_.window.toMs) return std::nullopt;
  if (crosshair_.sharing() == CrosshairSharing::kNothing && !crosshair_.isFrom(this)) return std::nullopt;
  return time;
}

QRect ChartOverlay::momentRect() const {
  const std::optional<qint64> time = shownMoment();
  if (!time) return {};
  // Dots lie on samples, which may be a step beside the pointer.
  const auto stepMs = static_cast<double>(std::max<qint64>(model_->stepMs, 1000));
  const double step = stepMs / static_cast<double>(scale_.window.lengthMs());
  const int half = kSampleDotHalf + static_cast<int>(std::ceil(step * scale_.size.width()));
  const int x = static_cast<int>(pixelOf(*time));
  return {x - half, plot_.top() - kSampleDotHalf, 2 * half + 1, plot_.height() + 2 * kSampleDotHalf};
}

std::optional<ChartOverlay::Hover> ChartOverlay::hoverNow() const {
  const std::optional<qint64> time = shownMoment();
  const bool tells = hovered_ || (crosshair_.sharing() == CrosshairSharing::kTooltip && !crosshair_.isFrom(this));
  if (!time || !tells || model_->noTooltip) return std::nullopt;
  Hover hover{contentAt(*time, tooltipRowsIn(height())), {}};
  if (hover.content.isEmpty()) return std::nullopt;
  fitTooltip(hover.content, height());
  const QSize size = tooltipSize(hover.content, width());
  const int x = static_cast<int>(pixelOf(*time));
  int left = x + kTipBeside;
  if (left + size.width() > width()) left = x - kTipBeside - size.width();
  left = std::clamp(left, 0, std::max(0, width() - size.width()));
  const int top = std::clamp(plot_.top() + 4, 0, std::max(0, height() - size.height()));
  hover.box = QRect(QPoint(left, top), size);
  return hover;
}

void ChartOverlay::followCrosshair() {
  hover_ = hoverNow();
  QRect marks = momentRect();
  if (hover_) marks |= hover_->box;
  const QRect both = marks | marked_;
  if (both.width() <= marks.width() + marked_.width() + kNearStrips) {
    update(both);
  } else {
    update(marks);
    update(marked_);
  }
  marked_ = marks;
}

void ChartOverlay::redraw() {
  followCrosshair();
  update();
}

double ChartOverlay::pixelOf(qint64 timeMs) const { return plot_.left() + scale_.x(timeMs); }

void ChartOverlay::paintEvent(QPaintEvent* event) {
  if (!isDrawable()) return;
  QPainter painter(this);
  marks_.draw(painter, event->rect());
  drawSelection(painter);
  if (pinned_) drawMoment(painter, pinned_->timeMs(), true);
  const std::optional<qint64> time = shownMoment();
  if (!time) return;
  drawMoment(painter, *time, false);
  if (!hover_ || dragFrom_) return;
  painter.setRenderHint(QPainter::Antialiasing);
  drawTooltip(painter, hover_->box, hover_->content, theme_.tokens());
}

void ChartOverlay::drawSelection(QPainter& painter) const {
  if (!dragFrom_) return;
  QColor band = theme_.tokens().accent;
  band.setAlphaF(0.16F);
  const int left = std::clamp(std::min(*dragFrom_, dragTo_), plot_.left(), plot_.right());
  const int right = std::clamp(std::max(*dragFrom_, dragTo_), plot_.left(), plot_.right());
  painter.fillRect(QRect(left, plot_.top(), right - left, plot_.height()), band);
}

void ChartOverlay::drawMoment(QPainter& painter, qint64 timeMs, bool strong) const {
  if (timeMs < scale_.window.fromMs || timeMs > scale_.window.toMs) return;
  const ThemeTokens& t = theme_.tokens();
  QPen pen(strong ? t.accent : t.muted, 1);
  if (!strong) pen.setDashPattern({2, 2});
  painter.setPen(pen);
  const double x = std::floor(pixelOf(timeMs)) + 0.5;
  painter.drawLine(QPointF(x, plot_.top()), QPointF(x, plot_.bottom()));
  for (const ChartLine& line : model_->lines) {
    const auto index = nearestSample(line.times, timeMs, std::max<qint64>(model_->stepMs, 1000));
    if (!index || !std::isfinite(line.values[*index])) continue;
    drawSampleDot(painter,
                  QPointF(pixelOf(line.times[*index]), plot_.top() + scale_.y(line.values[*index], line.rightAxis)),
                  line.style.colour, t.surface);
  }
}

const ChartLine* ChartOverlay::nearestLine(qint64 timeMs) const {
  if (walked_ && walked_->line >= 0 && walked_->line < static_cast<int>(model_->lines.size())) {
    return &model_->lines[static_cast<std::size_t>(walked_->line)];
  }
  const ChartLine* nearest = nullptr;
  double least = 1e9;
  for (const ChartLine& line : model_->lines) {
    if (!line.inTooltip) continue;
    const auto index = nearestSample(line.times, timeMs, std::max<qint64>(model_->stepMs, 1000));
    if (!index || std::isnan(line.raw[*index])) continue;
    const double distance = std::abs(scale_.y(line.values[*index], line.rightAxis) - hoverY_);
    if (distance >= least) continue;
    least = distance;
    nearest = &line;
  }
  return nearest;
}

TooltipContent ChartOverlay::contentAt(qint64 timeMs, std::size_t most) const {
  TooltipContent content =
      tooltipAt(*model_, timeMs, model_->singleTooltip && hovered_ ? nearestLine(timeMs) : nullptr, most);
  // The line that the keyboard stands on comes first.
  if (const int line = walkedLine(); line >= 0 && static_cast<std::size_t>(line) < model_->lines.size()) {
    const auto own = std::find_if(content.rows.begin(), content.rows.end(), [&](const TooltipRow& row) {
      return row.name == model_->lines[static_cast<std::size_t>(line)].name;
    });
    if (own != content.rows.end()) std::rotate(content.rows.begin(), own, std::next(own));
  }
  if (rows_) {
    for (TooltipRow& row : rows_(timeMs)) content.rows.push_back(std::move(row));
  }
  content.notes = marks_.notesAt(timeMs);
  return content;
}

std::vector<ResolvedLink> ChartOverlay::linksIn(const TooltipContent& content) const {
  std::vector<ResolvedLink> found;
  if (!linkResolver_) return found;
  const auto linked =
      std::count_if(content.rows.begin(), content.rows.end(), [](const TooltipRow& row) { return !row.links.empty(); });
  for (const TooltipRow& row : content.rows) {
    if (row.links.empty()) continue;
    for (ResolvedLink& link : linkResolver_(row.links, row.subject)) {
      if (linked > 1) link.title = QStringLiteral("%1 · %2").arg(row.name, link.title);
      found.push_back(std::move(link));
    }
  }
  return found;
}

void ChartOverlay::pin(qint64 timeMs) {
  TooltipContent content = contentAt(timeMs);
  if (content.isEmpty()) return;
  if (!pinned_) {
    pinned_ = new PinnedTooltip(theme_, this);
    connect(pinned_, &PinnedTooltip::closed, this, &ChartOverlay::unpin);
  }
  std::vector<ResolvedLink> links = linksIn(content);
  pinned_->setContent(timeMs, std::move(content), std::move(links));
  placePin();
  pinned_->show();
  update();
}

void ChartOverlay::placePin() {
  if (pinned_) pinned_->placeBeside(static_cast<int>(pixelOf(pinned_->timeMs())), plot_.top() + 4);
}

QString ChartOverlay::walkBy(WalkStep step) {
  if (!isDrawable()) return {};
  // The pointer's place is a place as well.
  std::optional<WalkPlace> from = walked_;
  if (!from && shownMoment()) from = WalkPlace{-1, *shownMoment()};
  const std::optional<WalkPlace> place = walk(*model_, from, step);
  if (!place) return {};
  walked_ = place;
  hovered_ = true;
  crosshair_.moveTo(place->timeMs, this);
  redraw();
  if (!rows_) return spokenAt(*model_, *place);
  QStringList parts = {spokenAt(*model_, *place)};
  for (const TooltipRow& row : rows_(place->timeMs)) parts.append(tr("%1: %2").arg(row.name, row.value));
  return parts.join(QStringLiteral(", "));
}

bool ChartOverlay::pinWalked() {
  if (!walked_) return false;
  pin(walked_->timeMs);
  return true;
}

void ChartOverlay::endWalk() {
  if (!walked_) return;
  walked_.reset();
  hovered_ = false;
  crosshair_.moveTo(std::nullopt);
  redraw();
}

bool ChartOverlay::unpin() {
  if (!pinned_) return false;
  // Later: it may be its own button that says so.
  pinned_->hide();
  pinned_->deleteLater();
  pinned_ = nullptr;
  update();
  return true;
}

void ChartOverlay::mouseMoveEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  if (dragFrom_) {
    dragTo_ = at.x();
    update();
    return;
  }
  walked_.reset();
  hoverY_ = at.y() - plot_.top();
  // The tips below the axis count as well.
  hovered_ = plot_.adjusted(0, 0, 0, kAnnotationTipHeight + 1).contains(at) && scale_.window.lengthMs() > 0;
  crosshair_.moveTo(hovered_ ? std::optional<qint64>(scale_.timeAt(at.x() - plot_.left())) : std::nullopt,
                    hovered_ ? this : nullptr);
  // Where only the nearest line is told, that depends on the pointer's height as well.
  if (model_ && model_->singleTooltip) followCrosshair();
}

void ChartOverlay::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !plot_.contains(event->position().toPoint())) {
    event->ignore();
    return;
  }
  dragFrom_ = dragTo_ = event->position().toPoint().x();
}

void ChartOverlay::mouseReleaseEvent(QMouseEvent* event) {
  if (!dragFrom_) {
    event->ignore();
    return;
  }
  const int from = std::clamp(std::min(*dragFrom_, dragTo_), plot_.left(), plot_.right());
  const int to = std::clamp(std::max(*dragFrom_, dragTo_), plot_.left(), plot_.right());
  dragFrom_.reset();
  update();
  if (!isDrawable()) return;
  if (to - from < kMinDragPixels) {
    pin(scale_.timeAt(from - plot_.left()));
    return;
  }
  Q_EMIT zoomRequested({scale_.timeAt(from - plot_.left()), scale_.timeAt(to - plot_.left())});
}

void ChartOverlay::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !plot_.contains(event->position().toPoint())) {
    event->ignore();
    return;
  }
  // Its first click pinned what nobody meant to pin; the release that follows is no click of its own.
  unpin();
  dragFrom_.reset();
  Q_EMIT zoomOutRequested();
}

void ChartOverlay::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  hovered_ = false;
  crosshair_.moveTo(std::nullopt);
}

}  // namespace vigie::console
