// How a cell of a table panel is drawn: text, colours, gauges. A style sheet would not let them through.
#pragma once

#include "console/app/theme.h"

#include <QStyledItemDelegate>

namespace vigie::console {

class TableCell : public QStyledItemDelegate {
  Q_OBJECT
 public:
  TableCell(const Theme& theme, QObject* parent);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void paintGauge(QPainter& painter, const QRectF& track, const QModelIndex& index) const;

  const Theme& theme_;
};

}  // namespace vigie::console
