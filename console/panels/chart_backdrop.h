// What Qt Charts draws of a chart (axes, grid, labels), kept as a pixmap in device pixels: whatever moves over it, a
// crosshair or the page itself, copies it. Qt Charts is asked again only when an axis, the size or the theme changed.
#pragma once

#include <QPixmap>
#include <QWidget>

class QGraphicsScene;

namespace vigie::console {

class ChartBackdrop : public QWidget {
  Q_OBJECT
 public:
  /// Draws `scene`, which outlives it, from its origin.
  explicit ChartBackdrop(QGraphicsScene& scene, QWidget* parent = nullptr);

  /// The scene looks different now.
  void forgetDrawing();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QGraphicsScene& scene_;
  QPixmap cache_;
};

}  // namespace vigie::console
