#include "console/panels/timed_body.h"

#include "console/panels/chart_overlay.h"

#include <utility>

namespace vigie::console {

TimedBody::TimedBody(const PanelServices& services, PanelModel model, QWidget* parent)
    : DrawnBody(services.theme, std::move(model), parent),
      overlay_(new ChartOverlay(services.theme, services.crosshair, this)) {
  if (services.annotations) overlay_->setAnnotations(*services.annotations, panel().id);
  overlay_->setRows([this](qint64 timeMs) { return rowsAt(timeMs); });
  connect(overlay_, &ChartOverlay::zoomRequested, this, &PanelBody::zoomRequested);
  connect(overlay_, &ChartOverlay::zoomOutRequested, this, &PanelBody::zoomOutRequested);
  connect(&services.theme, &Theme::changed, this, &TimedBody::forgetDrawing);
}

void TimedBody::setData(const PanelDataPtr& answer) {
  DrawnBody::setData(answer);
  auto model = std::make_shared<ChartModel>();
  model->window = answer->window;
  model->stepMs = answer->stepMs;
  overlay_->setModel(std::move(model));
  forgetDrawing();
}

void TimedBody::setLinkResolver(LinkResolver resolver) { overlay_->setLinkResolver(std::move(resolver)); }

bool TimedBody::unpin() { return overlay_->unpin(); }

QString TimedBody::walkBy(WalkStep step) { return overlay_->walkBy(step); }

bool TimedBody::pinWalked() { return overlay_->pinWalked(); }

void TimedBody::endWalk() { overlay_->endWalk(); }

void TimedBody::forgetDrawing() {
  drawing_ = QPixmap();
  update();
}

void TimedBody::redraw() {
  const double ratio = devicePixelRatioF();
  drawing_ = QPixmap((QSizeF(size()) * ratio).toSize());
  drawing_.setDevicePixelRatio(ratio);
  drawing_.fill(Qt::transparent);
  QRectF plot;
  {
    QPainter painter(&drawing_);
    plot = draw(painter);
  }
  PlotScale scale;
  if (data()) scale.window = data()->window;
  scale.size = plot.size();
  overlay_->setPlot(plot.toRect(), scale);
}

void TimedBody::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  if (!data() || size().isEmpty()) return;
  if (drawing_.isNull() || drawing_.devicePixelRatio() != devicePixelRatioF()) redraw();
  QPainter(this).drawPixmap(0, 0, drawing_);
}

void TimedBody::resizeEvent(QResizeEvent* event) {
  DrawnBody::resizeEvent(event);
  overlay_->setGeometry(rect());
  forgetDrawing();
}

}  // namespace vigie::console
