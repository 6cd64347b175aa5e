#include "console/panels/chart_backdrop.h"

#include "console/app/theme.h"
#include "console/panels/shaped_text.h"

#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QPaintEvent>
#include <QPainter>
#include <QtCharts/QCategoryAxis>
#include <QtCharts/QChart>

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
    : QWidget(parent), theme_(theme), scene_(new QGraphicsScene(this)), chart_(new QChart), axis_(new QCategoryAxis) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAttribute(Qt::WA_OpaquePaintEvent);
  // Nothing is covered before it has a place.
  resize(0, 0);
  scene_->addItem(chart_);
  chart_->legend()->hide();
  chart_->setBackgroundVisible(false);
  chart_->setMargins(QMargins());
  chart_->layout()->setContentsMargins(0, 0, 0, 0);
  chart_->setAnimationOptions(QChart::NoAnimation);
  axis_->setLineVisible(false);
  axis_->setLabelsVisible(false);
  chart_->addAxis(axis_, Qt::AlignLeft);
  restyle();
}

void ChartBackdrop::restyle() {
  axis_->setGridLinePen(QPen(theme_.tokens().grid, 1));
  cache_ = QPixmap();
  update();
}

void ChartBackdrop::setAxes(const ChartLayout& layout) {
  setGeometry(layout.chart);
  if (layout_ && haveSameAxes(*layout_, layout)) return;
  const bool keepsGrid =
      layout_ && layout_->chart == layout.chart && layout_->plot == layout.plot && layout_->values == layout.values;
  layout_ = layout;
  // A window that follows the clock moves its time axis only.
  if (!keepsGrid) arrangeGrid();
  cache_ = QPixmap();
  update();
}

void ChartBackdrop::arrangeGrid() {
  const AxisContent& values = layout_->values;
  const bool hasMoved = chart_->plotArea() != QRectF(layout_->plot);
  const bool keepsRange = axis_->min() == values.low && axis_->max() == values.high;
  chart_->resize(layout_->chart.size());
  if (hasMoved) chart_->setPlotArea(layout_->plot);
  // Of another range the axis lays itself out anew, with the ticks it has then: nobody is told of those before.
  axis_->blockSignals(true);
  for (const QString& label : axis_->categoriesLabels()) axis_->remove(label);
  axis_->setStartValue(values.low);
  // Hidden labels are laid out as well: nothing, as often as it takes to tell them apart.
  QString label;
  for (const double at : values.at) axis_->append(label += QChar(0x200B), at);
  axis_->setRange(values.low, values.high);
  axis_->blockSignals(false);
  axis_->setGridLineVisible(values.grid);
  if (hasMoved || keepsRange) chart_->layout()->invalidate();
  // Now, not at a later event: it may be drawn before that.
  chart_->layout()->activate();
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
  scene_->render(&painter, QRectF(rect()), QRectF(rect()));
  drawLabels(painter);
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
