#include "console/panels/chart_backdrop.h"

#include <QGraphicsScene>
#include <QPaintEvent>
#include <QPainter>

namespace vigie::console {

ChartBackdrop::ChartBackdrop(QGraphicsScene& scene, QWidget* parent) : QWidget(parent), scene_(scene) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
}

void ChartBackdrop::forgetDrawing() {
  cache_ = QPixmap();
  update();
}

void ChartBackdrop::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  forgetDrawing();
}

void ChartBackdrop::paintEvent(QPaintEvent* event) {
  if (size().isEmpty()) return;
  const double ratio = devicePixelRatioF();
  if (cache_.isNull() || cache_.devicePixelRatio() != ratio) {
    cache_ = QPixmap((QSizeF(size()) * ratio).toSize());
    cache_.setDevicePixelRatio(ratio);
    cache_.fill(Qt::transparent);
    QPainter painter(&cache_);
    painter.setRenderHint(QPainter::TextAntialiasing);
    scene_.render(&painter, QRectF(rect()), QRectF(rect()));
  }
  // Only what is asked for: a crosshair moves through a strip.
  const QRect part = event->rect();
  QPainter(this).drawPixmap(QRectF(part), cache_, QRectF(QPointF(part.topLeft()) * ratio, QSizeF(part.size()) * ratio));
}

}  // namespace vigie::console
