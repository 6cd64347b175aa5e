// What stands still behind a chart's lines: the grid, drawn by Qt Charts, and the axes' labels, drawn here (ADR 113
// says why). Kept as a pixmap in device pixels: whatever moves over it, a crosshair or the page itself, copies it. It
// covers its area with the panel's surface, so that nothing under it has to be painted for that.
#pragma once

#include "console/panels/chart_layout.h"

#include <QPixmap>
#include <QWidget>

#include <optional>

class QCategoryAxis;
class QChart;
class QGraphicsScene;
class QPainter;

namespace vigie::console {

class Theme;

class ChartBackdrop : public QWidget {
  Q_OBJECT
 public:
  explicit ChartBackdrop(const Theme& theme, QWidget* parent = nullptr);

  /// Draws nothing anew when the axes are what they were.
  void setAxes(const ChartLayout& layout);
  /// The theme is another one.
  void restyle();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void arrangeGrid();
  void draw();
  void drawLabels(QPainter& painter) const;
  void drawUpright(QPainter& painter, const AxisContent& axis, bool right) const;

  const Theme& theme_;
  QGraphicsScene* scene_;
  QChart* chart_;
  QCategoryAxis* axis_;
  std::optional<ChartLayout> layout_;
  QPixmap cache_;
};

}  // namespace vigie::console
