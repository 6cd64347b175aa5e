#include "console/panels/chart_overlay.h"

#include "console/panels/crosshair.h"

#include <QDateTime>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {
constexpr int kTipRowHeight = 18;
constexpr int kBoxPadding = 8;
constexpr int kTipSwatch = 12;
constexpr int kMinDragPixels = 6;
/// Half a dot and its edge.
constexpr int kMomentHalf = 6;
}  // namespace

ChartOverlay::ChartOverlay(const Theme& theme, Crosshair& crosshair, QWidget* parent)
    : QWidget(parent), theme_(theme), crosshair_(crosshair) {
  setMouseTracking(true);
  connect(&crosshair_, &Crosshair::moved, this, &ChartOverlay::followCrosshair);
}

void ChartOverlay::setModel(std::shared_ptr<const ChartModel> model) {
  model_ = std::move(model);
  update();
}

void ChartOverlay::setPlot(const QRect& plot, const PlotScale& scale) {
  plot_ = plot;
  scale_ = scale;
  update();
}

QRect ChartOverlay::momentRect() const {
  const std::optional<qint64> time = crosshair_.timeMs();
  if (!time || scale_.window.lengthMs() <= 0 || *time < scale_.window.fromMs || *time > scale_.window.toMs) return {};
  // Dots lie on samples, which may be half a step beside the pointer.
  const double stepMs = model_ ? static_cast<double>(std::max<qint64>(model_->stepMs, 1000)) : 0;
  const double step = stepMs / static_cast<double>(scale_.window.lengthMs());
  const int half = kMomentHalf + static_cast<int>(std::ceil(step * scale_.size.width()));
  const int x = plot_.left() + static_cast<int>(scale_.x(*time));
  return {x - half, 0, 2 * half + 1, height()};
}

void ChartOverlay::followCrosshair() {
  const QRect moment = momentRect();
  if (hovered_) {
    update();
  } else {
    update(drawnMoment_);
    update(moment);
  }
  drawnMoment_ = moment;
}

void ChartOverlay::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (!model_ || plot_.isEmpty() || scale_.window.lengthMs() <= 0) return;
  QPainter painter(this);
  const ThemeTokens& t = theme_.tokens();
  if (dragFrom_) {
    QColor band = t.accent;
    band.setAlphaF(0.16F);
    const int left = std::clamp(std::min(*dragFrom_, dragTo_), plot_.left(), plot_.right());
    const int right = std::clamp(std::max(*dragFrom_, dragTo_), plot_.left(), plot_.right());
    painter.fillRect(QRect(left, plot_.top(), right - left, plot_.height()), band);
  }
  const std::optional<qint64> time = crosshair_.timeMs();
  if (!time || *time < scale_.window.fromMs || *time > scale_.window.toMs) return;
  QPen pen(t.muted, 0);
  pen.setDashPattern({2, 2});
  painter.setPen(pen);
  const double x = std::floor(plot_.left() + scale_.x(*time)) + 0.5;
  painter.drawLine(QPointF(x, plot_.top()), QPointF(x, plot_.bottom()));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(t.surface, 1.5));
  for (const ChartLine& line : model_->lines) {
    const auto index = nearestSample(line.times, *time, std::max<qint64>(model_->stepMs, 1000));
    if (!index || !std::isfinite(line.values[*index])) continue;
    painter.setBrush(line.style.colour);
    painter.drawEllipse(QPointF(plot_.left() + scale_.x(line.times[*index]),
                                plot_.top() + scale_.y(line.values[*index], line.rightAxis)),
                        3.5, 3.5);
  }
  if (hovered_ && !dragFrom_ && !model_->noTooltip) drawTooltip(painter, *time);
}

void ChartOverlay::drawTooltip(QPainter& painter, qint64 timeMs) const {
  struct Row {
    const ChartLine* line;
    double value;
  };
  std::vector<Row> rows;
  for (const ChartLine& line : model_->lines) {
    const auto index = nearestSample(line.times, timeMs, std::max<qint64>(model_->stepMs, 1000));
    if (line.inTooltip && index && !std::isnan(line.raw[*index])) rows.push_back({&line, line.raw[*index]});
  }
  const auto distance = [this, timeMs](const Row& row) {
    const auto index = nearestSample(row.line->times, timeMs, std::max<qint64>(model_->stepMs, 1000));
    return index ? std::abs(scale_.y(row.line->values[*index], row.line->rightAxis) - hoverY_) : 1e9;
  };
  if (model_->singleTooltip && !rows.empty()) {
    rows = {*std::min_element(rows.begin(), rows.end(),
                              [&](const Row& a, const Row& b) { return distance(a) < distance(b); })};
  }
  const bool rising = model_->tooltipSort == QLatin1String("asc");
  std::stable_sort(rows.begin(), rows.end(),
                   [rising](const Row& a, const Row& b) { return rising ? a.value < b.value : a.value > b.value; });
  const int fits = std::max(1, (height() - 2 * kBoxPadding) / kTipRowHeight - 1);
  const auto all = static_cast<int>(rows.size());
  const bool cut = all > fits;
  if (cut) rows.resize(static_cast<std::size_t>(std::max(1, fits - 1)));

  const QFont small = Theme::font(TextRole::kSmall);
  const QFont strong = Theme::font(TextRole::kSmallStrong);
  const QFontMetrics smallMetrics(small);
  const QFontMetrics strongMetrics(strong);
  const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(timeMs), QStringLiteral("ddd d MMM HH:mm:ss"));
  int nameWidth = 0;
  int valueWidth = 0;
  for (const Row& row : rows) {
    nameWidth = std::max(nameWidth, smallMetrics.horizontalAdvance(row.line->name));
    valueWidth = std::max(valueWidth, strongMetrics.horizontalAdvance(row.line->format.text(row.value)));
  }
  nameWidth = std::min(nameWidth, std::max(60, width() / 2 - valueWidth));
  const int wanted = std::max(kTipSwatch + 6 + nameWidth + 16 + valueWidth, smallMetrics.horizontalAdvance(when));
  const int boxWidth = std::min(wanted + 2 * kBoxPadding, width());
  const int lines = 1 + static_cast<int>(rows.size()) + (cut ? 1 : 0);
  const int boxHeight = 2 * kBoxPadding + lines * kTipRowHeight - 2;

  const int x = plot_.left() + static_cast<int>(scale_.x(timeMs));
  int left = x + 12;
  if (left + boxWidth > width()) left = x - 12 - boxWidth;
  left = std::clamp(left, 0, std::max(0, width() - boxWidth));
  const int top = std::clamp(plot_.top() + 4, 0, std::max(0, height() - boxHeight));
  const QRect box(left, top, boxWidth, boxHeight);

  const ThemeTokens& t = theme_.tokens();
  painter.setPen(QPen(t.line, 1));
  painter.setBrush(t.raised);
  painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius::kControl, radius::kControl);

  QRect row(box.left() + kBoxPadding, box.top() + kBoxPadding - 1, boxWidth - 2 * kBoxPadding, kTipRowHeight);
  painter.setFont(small);
  painter.setPen(t.muted);
  painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft, when);
  for (const Row& entry : rows) {
    row.translate(0, kTipRowHeight);
    QPen pen(entry.line->style.colour, 2);
    painter.setPen(pen);
    painter.drawLine(row.left(), row.center().y() + 1, row.left() + kTipSwatch, row.center().y() + 1);
    painter.setFont(strong);
    painter.setPen(t.text);
    painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight, entry.line->format.text(entry.value));
    painter.setFont(small);
    painter.setPen(t.muted);
    const QRect name = row.adjusted(kTipSwatch + 6, 0, -valueWidth - 12, 0);
    painter.drawText(name, Qt::AlignVCenter | Qt::AlignLeft,
                     smallMetrics.elidedText(entry.line->name, Qt::ElideMiddle, name.width()));
  }
  if (cut) {
    row.translate(0, kTipRowHeight);
    painter.setFont(small);
    painter.setPen(t.muted);
    painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft, tr("+ %1 more").arg(all - static_cast<int>(rows.size())));
  }
}

void ChartOverlay::mouseMoveEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  if (dragFrom_) {
    dragTo_ = at.x();
    update();
    return;
  }
  hoverY_ = at.y() - plot_.top();
  hovered_ = plot_.contains(at) && scale_.window.lengthMs() > 0;
  crosshair_.moveTo(hovered_ ? std::optional<qint64>(scale_.timeAt(at.x() - plot_.left())) : std::nullopt);
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
  if (to - from < kMinDragPixels) return;
  Q_EMIT zoomRequested({scale_.timeAt(from - plot_.left()), scale_.timeAt(to - plot_.left())});
}

void ChartOverlay::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  hovered_ = false;
  crosshair_.moveTo(std::nullopt);
  update();
}

}  // namespace vigie::console
