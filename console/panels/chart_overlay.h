// Over a chart: the shared crosshair, the values under it, and the drag that zooms. Redraws no series.
#pragma once

#include "console/panels/chart_model.h"
#include "console/panels/series_layer.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace vigie::console {

class Crosshair;

class ChartOverlay : public QWidget {
  Q_OBJECT
 public:
  ChartOverlay(const Theme& theme, Crosshair& crosshair, QWidget* parent = nullptr);

  void setModel(std::shared_ptr<const ChartModel> model);
  /// The plot inside this widget; the tooltip may use all of the widget.
  void setPlot(const QRect& plot, const PlotScale& scale);

 Q_SIGNALS:
  void zoomRequested(const vigie::console::TimeWindow& window);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  /// The crosshair moved: repaints where it was and where it is; all of it where a tooltip may be.
  void followCrosshair();
  /// Where the crosshair and its dots are drawn; empty while it is not in the window.
  [[nodiscard]] QRect momentRect() const;
  void drawTooltip(QPainter& painter, qint64 timeMs) const;

  const Theme& theme_;
  Crosshair& crosshair_;
  std::shared_ptr<const ChartModel> model_;
  QRect plot_;
  PlotScale scale_;
  QRect drawnMoment_;
  bool hovered_ = false;
  double hoverY_ = 0;  ///< of the pointer, from the plot's top
  std::optional<int> dragFrom_;
  int dragTo_ = 0;
};

}  // namespace vigie::console
