// What stands still behind a chart's lines: the grid, drawn by Qt Charts, and the axes' labels, drawn here (ADR 113
// says why). Kept as a pixmap in device pixels: whatever moves over it, a crosshair or the page itself, copies it. It
// covers its area with the panel's surface, so that nothing under it has to be painted for that.
#pragma once

#include "console/panels/chart_layout.h"

#include <QPixmap>
#include <QWidget>

#include <memory>
#include <optional>

class QPainter;

namespace vigie::console {

class ChartGrid;
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
  void draw();
  void drawGrid(QPainter& painter) const;
  void drawLabels(QPainter& painter) const;
  void drawUpright(QPainter& painter, const AxisContent& axis, bool right) const;

  const Theme& theme_;
  std::shared_ptr<ChartGrid> grid_;
  std::optional<ChartLayout> layout_;
  QPixmap cache_;
};

}  // namespace vigie::console
