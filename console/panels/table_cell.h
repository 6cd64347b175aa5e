// How a cell of a table panel is drawn: text, colours, gauges, lines, images. A style sheet would not let them through.
#pragma once

#include "console/app/theme.h"

#include <QCache>
#include <QImage>
#include <QStyledItemDelegate>

#include <utility>

namespace vigie::console {

class TableCell : public QStyledItemDelegate {
  Q_OBJECT
 public:
  TableCell(const Theme& theme, QObject* parent);

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void paintTrend(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
  /// False where the cell has no image to draw, but words.
  bool paintImage(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
  void paintGauge(QPainter& painter, const QRectF& track, const QModelIndex& index) const;

  const Theme& theme_;
  mutable QCache<std::pair<QString, int>, QImage> images_;  ///< by value and height; a null one cannot be drawn
};

}  // namespace vigie::console
