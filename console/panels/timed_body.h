// Panel types that paint themselves over time: the shared crosshair, what happened and the mouse lie over the drawing,
// which is kept in a pixmap so that a moving pointer paints nothing anew.
#pragma once

#include "console/panels/chart_tooltip.h"
#include "console/panels/drawn_body.h"
#include "console/panels/panel_services.h"

#include <QPixmap>

#include <vector>

namespace vigie::console {

class ChartOverlay;

class TimedBody : public DrawnBody {
  Q_OBJECT
 public:
  TimedBody(const PanelServices& services, PanelModel panel, QWidget* parent = nullptr);

  void setData(const PanelDataPtr& answer) override;
  bool unpin() override;
  QString walkBy(WalkStep step) override;
  bool pinWalked() override;
  void endWalk() override;
  void setLinkResolver(LinkResolver resolver) override;

 protected:
  /// Draws everything. Returns the plot, whose width is the data's window; empty when there is nothing.
  virtual QRectF draw(QPainter& painter) const = 0;
  /// What a tooltip says of a moment.
  [[nodiscard]] virtual std::vector<TooltipRow> rowsAt(qint64 timeMs) const {
    Q_UNUSED(timeMs)
    return {};
  }

  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

  /// Draws anew at the next repaint.
  void forgetDrawing();

 private:
  void redraw();

  ChartOverlay* overlay_;
  QPixmap drawing_;
};

}  // namespace vigie::console
