#include "console/panels/chart_overlay.h"

#include "console/dashboard/annotation_set.h"
#include "console/panels/crosshair.h"
#include "console/panels/grafana_colour.h"
#include "console/panels/pinned_tooltip.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {
constexpr int kMinDragPixels = 6;
/// How near the pointer has to come for what happened to be told.
constexpr double kNearPixels = 5;
constexpr double kMarkerHalf = 4;
constexpr int kMarkerHeight = 6;
constexpr int kTipBeside = 12;
/// Half a dot and its edge.
constexpr int kMomentHalf = 6;
}  // namespace

ChartOverlay::ChartOverlay(const Theme& theme, Crosshair& crosshair, QWidget* parent)
    : QWidget(parent), theme_(theme), crosshair_(crosshair) {
  setMouseTracking(true);
  connect(&crosshair_, &Crosshair::moved, this, &ChartOverlay::followCrosshair);
  connect(&crosshair_, &Crosshair::sharingChanged, this, qOverload<>(&QWidget::update));
}

void ChartOverlay::setModel(std::shared_ptr<const ChartModel> model) {
  model_ = std::move(model);
  if (pinned_) {
    TooltipContent fresh = contentAt(pinned_->timeMs());
    // What has left the window keeps what it said.
    std::vector<ResolvedLink> links = linksIn(fresh);
    if (!fresh.isEmpty()) pinned_->setContent(pinned_->timeMs(), std::move(fresh), std::move(links));
  }
  update();
}

void ChartOverlay::setPlot(const QRect& plot, const PlotScale& scale) {
  plot_ = plot;
  scale_ = scale;
  placePin();
  update();
}

void ChartOverlay::setAnnotations(const AnnotationSet& annotations, int panelId) {
  annotations_ = &annotations;
  panelId_ = panelId;
  connect(&annotations, &AnnotationSet::changed, this, qOverload<>(&QWidget::update));
}

QRect ChartOverlay::momentRect() const {
  const std::optional<qint64> time = crosshair_.timeMs();
  if (!time || scale_.window.lengthMs() <= 0 || *time < scale_.window.fromMs || *time > scale_.window.toMs) return {};
  // Dots lie on samples, which may be half a step beside the pointer.
  const double stepMs = model_ ? static_cast<double>(std::max<qint64>(model_->stepMs, 1000)) : 0;
  const double step = stepMs / static_cast<double>(scale_.window.lengthMs());
  const int half = kMomentHalf + static_cast<int>(std::ceil(step * scale_.size.width()));
  const int x = static_cast<int>(pixelOf(*time));
  return {x - half, 0, 2 * half + 1, height()};
}

void ChartOverlay::followCrosshair() {
  const QRect moment = momentRect();
  if (hovered_ || crosshair_.sharing() == CrosshairSharing::kTooltip) {
    update();
  } else {
    update(drawnMoment_);
    update(moment);
  }
  drawnMoment_ = moment;
}

double ChartOverlay::pixelOf(qint64 timeMs) const { return plot_.left() + scale_.x(timeMs); }

void ChartOverlay::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (!isDrawable()) return;
  QPainter painter(this);
  drawAnnotations(painter);
  drawSelection(painter);
  if (pinned_) drawMoment(painter, pinned_->timeMs(), true);
  const std::optional<qint64> time = crosshair_.timeMs();
  const bool own = crosshair_.isFrom(this);
  if (!time || (!own && crosshair_.sharing() == CrosshairSharing::kNothing)) return;
  if (*time < scale_.window.fromMs || *time > scale_.window.toMs) return;
  drawMoment(painter, *time, false);
  const bool tells = hovered_ || (!own && crosshair_.sharing() == CrosshairSharing::kTooltip);
  if (tells && !dragFrom_ && !model_->noTooltip) drawHover(painter, *time);
}

void ChartOverlay::drawSelection(QPainter& painter) const {
  if (!dragFrom_) return;
  QColor band = theme_.tokens().accent;
  band.setAlphaF(0.16F);
  const int left = std::clamp(std::min(*dragFrom_, dragTo_), plot_.left(), plot_.right());
  const int right = std::clamp(std::max(*dragFrom_, dragTo_), plot_.left(), plot_.right());
  painter.fillRect(QRect(left, plot_.top(), right - left, plot_.height()), band);
}

void ChartOverlay::drawAnnotations(QPainter& painter) const {
  const ThemeTokens& t = theme_.tokens();
  for (const Annotation* note : annotations()) {
    QColor colour = grafanaColour(note->colour, t);
    if (!colour.isValid()) colour = t.accent;
    // A region may begin or end outside.
    const double from = std::max<double>(plot_.left(), pixelOf(note->fromMs));
    const double to = std::min<double>(plot_.right(), pixelOf(note->toMs));
    if (to - from > 1) {
      QColor band = colour;
      band.setAlphaF(0.06F);
      painter.fillRect(QRectF(from, plot_.top(), to - from, plot_.height()), band);
      painter.fillRect(QRectF(from, plot_.bottom() + 1, to - from, 2), colour);
    }
    QPen pen(colour, 0);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    for (const qint64 end : {note->fromMs, note->toMs}) {
      if (end < scale_.window.fromMs || end > scale_.window.toMs) continue;
      const double x = std::floor(pixelOf(end)) + 0.5;
      painter.drawLine(QPointF(x, plot_.top()), QPointF(x, plot_.bottom()));
      if (note->fromMs == note->toMs) break;
    }
    if (note->fromMs < scale_.window.fromMs) continue;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const double x = pixelOf(note->fromMs);
    const double tip = plot_.bottom() + 1;
    painter.drawPolygon(
        QPolygonF({{x, tip}, {x - kMarkerHalf, tip + kMarkerHeight}, {x + kMarkerHalf, tip + kMarkerHeight}}));
    painter.setRenderHint(QPainter::Antialiasing, false);
  }
}

void ChartOverlay::drawMoment(QPainter& painter, qint64 timeMs, bool strong) const {
  if (timeMs < scale_.window.fromMs || timeMs > scale_.window.toMs) return;
  const ThemeTokens& t = theme_.tokens();
  QPen pen(strong ? t.accent : t.muted, 0);
  if (!strong) pen.setDashPattern({2, 2});
  painter.setPen(pen);
  const double x = std::floor(pixelOf(timeMs)) + 0.5;
  painter.drawLine(QPointF(x, plot_.top()), QPointF(x, plot_.bottom()));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(t.surface, 1.5));
  for (const ChartLine& line : model_->lines) {
    const auto index = nearestSample(line.times, timeMs, std::max<qint64>(model_->stepMs, 1000));
    if (!index || !std::isfinite(line.values[*index])) continue;
    painter.setBrush(line.style.colour);
    painter.drawEllipse(
        QPointF(pixelOf(line.times[*index]), plot_.top() + scale_.y(line.values[*index], line.rightAxis)), 3.5, 3.5);
  }
}

const ChartLine* ChartOverlay::nearestLine(qint64 timeMs) const {
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

std::vector<const Annotation*> ChartOverlay::annotations() const {
  return annotations_ ? annotations_->within(scale_.window, panelId_) : std::vector<const Annotation*>();
}

QStringList ChartOverlay::notesAt(qint64 timeMs) const {
  QStringList notes;
  const double x = pixelOf(timeMs);
  for (const Annotation* note : annotations()) {
    const bool inside = x >= pixelOf(note->fromMs) - kNearPixels && x <= pixelOf(note->toMs) + kNearPixels;
    if (inside) notes += noteLines(*note);
  }
  return notes;
}

TooltipContent ChartOverlay::contentAt(qint64 timeMs) const {
  TooltipContent content =
      tooltipAt(*model_, timeMs, model_->singleTooltip && hovered_ ? nearestLine(timeMs) : nullptr);
  if (rows_) {
    for (TooltipRow& row : rows_(timeMs)) content.rows.push_back(std::move(row));
  }
  content.notes = notesAt(timeMs);
  return content;
}

void ChartOverlay::drawHover(QPainter& painter, qint64 timeMs) const {
  TooltipContent content = contentAt(timeMs);
  if (content.isEmpty()) return;
  fitTooltip(content, height());
  const QSize size = tooltipSize(content, width());
  const int x = static_cast<int>(pixelOf(timeMs));
  int left = x + kTipBeside;
  if (left + size.width() > width()) left = x - kTipBeside - size.width();
  left = std::clamp(left, 0, std::max(0, width() - size.width()));
  const int top = std::clamp(plot_.top() + 4, 0, std::max(0, height() - size.height()));
  drawTooltip(painter, QRect(QPoint(left, top), size), content, theme_.tokens());
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
  hoverY_ = at.y() - plot_.top();
  // The markers below the axis count as well.
  hovered_ = plot_.adjusted(0, 0, 0, kMarkerHeight + 1).contains(at) && scale_.window.lengthMs() > 0;
  crosshair_.moveTo(hovered_ ? std::optional<qint64>(scale_.timeAt(at.x() - plot_.left())) : std::nullopt,
                    hovered_ ? this : nullptr);
  update();
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
  update();
}

}  // namespace vigie::console
