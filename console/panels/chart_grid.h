// The grid of charts as Qt Charts lays it out, recorded once for all charts whose grid is the same: laying one out
// costs as much as drawing a panel's lines, and most panels of a dashboard are as large as their neighbours. UI thread.
#pragma once

#include <QCache>
#include <QColor>
#include <QGraphicsScene>
#include <QPicture>
#include <QRect>

#include <memory>
#include <vector>

class QCategoryAxis;
class QChart;

namespace vigie::console {

/// What a grid depends on, and nothing else: a range that moves under as many ticks keeps it.
struct GridLook {
  QSize chart;
  QRect plot;                   ///< inside it
  std::vector<double> heights;  ///< of its lines above its bottom, in pixels
  QColor colour;
  friend bool operator==(const GridLook&, const GridLook&) = default;
};

class ChartGrid {
 public:
  ChartGrid();

  /// The one that all charts use, there as long as one of them is.
  static std::shared_ptr<ChartGrid> shared();

  /// In the painter's coordinates, from the chart's corner on.
  void draw(QPainter& painter, const GridLook& look);

 private:
  void arrange(const GridLook& look);

  QGraphicsScene scene_;
  QChart* chart_;
  QCategoryAxis* axis_;
  QCache<GridLook, QPicture> known_;
};

}  // namespace vigie::console
