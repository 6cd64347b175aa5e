#include "console/panels/chart_backdrop.h"

#include "console/app/theme.h"
#include "console/panels/chart_grid.h"
#include "console/panels/shaped_text.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

/// Between the plot and its labels.
constexpr int kLabelPadding = 4;
/// Around a label. With it, labels stand exactly where those of Qt Charts stood.
constexpr double kLabelMargin = 1;

double axisShare(const AxisContent& axis, double at) {
  // Halves: the difference of the two largest numbers is none.
  return (at / 2 - axis.low / 2) / (axis.high / 2 - axis.low / 2);
}

double axisHeight(const AxisContent& axis, double at, const QRect& plot) {
  return plot.top() + plot.height() * (1 - axisShare(axis, at));
}

void drawLabel(QPainter& painter, const QPointF& at, const QString& label) {
  drawShaped(painter, QRectF(at, shapedSize(TextRole::kSmall, label)), Qt::AlignLeft, TextRole::kSmall, label);
}

}  // namespace

ChartBackdrop::ChartBackdrop(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), grid_(ChartGrid::shared()) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAttribute(Qt::WA_OpaquePaintEvent);
  // Nothing is covered before it has a place.
  resize(0, 0);
}

void ChartBackdrop::restyle() {
  cache_ = QPixmap();
  update();
}

void ChartBackdrop::setAxes(const ChartLayout& layout) {
  setGeometry(layout.chart);
  if (layout_ && haveSameAxes(*layout_, layout)) return;
  layout_ = layout;
  cache_ = QPixmap();
  update();
}

void ChartBackdrop::paintEvent(QPaintEvent* event) {
  const double ratio = devicePixelRatioF();
  if (cache_.isNull() || cache_.devicePixelRatio() != ratio) draw();
  // Only what is asked for: a crosshair moves through a strip.
  const QRect part = event->rect();
  QPainter(this).drawPixmap(QRectF(part), cache_, QRectF(QPointF(part.topLeft()) * ratio, QSizeF(part.size()) * ratio));
}

void ChartBackdrop::draw() {
  const double ratio = devicePixelRatioF();
  cache_ = QPixmap((QSizeF(size()) * ratio).toSize());
  cache_.setDevicePixelRatio(ratio);
  cache_.fill(theme_.tokens().surface);
  if (!layout_) return;
  QPainter painter(&cache_);
  drawGrid(painter);
  drawLabels(painter);
}

void ChartBackdrop::drawGrid(QPainter& painter) const {
  const AxisContent& values = layout_->values;
  if (!values.grid) return;
  GridLook look{layout_->chart.size(), layout_->plot, {}, theme_.tokens().grid};
  for (const double at : values.at) {
    // A line that belongs on a pixel is on it whatever its value was divided by.
    look.heights.push_back(std::round(axisShare(values, at) * look.plot.height() * 1e6) / 1e6);
  }
  grid_->draw(painter, look);
}

void ChartBackdrop::drawLabels(QPainter& painter) const {
  drawUpright(painter, layout_->values, false);
  drawUpright(painter, layout_->rights, true);
  const QRect& plot = layout_->plot;
  const AxisContent& times = layout_->times;
  painter.setPen(theme_.tokens().muted);
  for (std::size_t i = 0; i < times.at.size(); ++i) {
    const QString& label = times.labels[static_cast<qsizetype>(i)];
    const double wide = shapedSize(TextRole::kSmall, label).width() + 2 * kLabelMargin;
    const double x = plot.left() + plot.width() * axisShare(times, times.at[i]);
    drawLabel(
        painter,
        QPointF(std::round(x - wide / 2) + kLabelMargin, plot.top() + plot.height() + kLabelPadding + kLabelMargin),
        label);
  }
}

void ChartBackdrop::drawUpright(QPainter& painter, const AxisContent& axis, bool right) const {
  const QRect& plot = layout_->plot;
  painter.setPen(axis.colour.isValid() ? axis.colour : theme_.tokens().muted);
  double free = height();
  for (std::size_t i = 0; i < axis.at.size(); ++i) {
    const QString& label = axis.labels[static_cast<qsizetype>(i)];
    const QSizeF size = shapedSize(TextRole::kSmall, label) + QSizeF(2 * kLabelMargin, 2 * kLabelMargin);
    const double x =
        right ? plot.left() + plot.width() + kLabelPadding + kLabelMargin : plot.left() - kLabelPadding - size.width();
    const QPointF at(std::round(x), std::round(axisHeight(axis, axis.at[i], plot) - size.height() / 2) + kLabelMargin);
    // In a plot too flat for both, the lower one stays.
    if (at.y() + size.height() > free + kLabelMargin) continue;
    free = at.y();
    drawLabel(painter, at, label);
  }
  if (axis.title.isEmpty()) return;
  const QString title = elidedTo(plot.height(), Qt::ElideRight, TextRole::kSmall, axis.title);
  const QSizeF size = shapedSize(TextRole::kSmall, title);
  painter.save();
  painter.setPen(theme_.tokens().muted);
  painter.translate(right ? width() - kAxisTitleWidth + 2 + size.height() : 0,
                    plot.center().y() + (right ? -size.width() : size.width()) / 2);
  painter.rotate(right ? 90 : -90);
  drawLabel(painter, {}, title);
  painter.restore();
}

}  // namespace vigie::console
