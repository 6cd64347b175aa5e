#include "console/panels/line_swatch.h"

#include <QPainter>

namespace vigie::console {

void drawLineSwatch(QPainter& painter, const QPointF& left, double length, const QColor& colour,
                    const QList<qreal>& dashes, double width) {
  QPen pen(colour, width);
  pen.setCapStyle(Qt::FlatCap);
  // Two dashes or three dots.
  if (!dashes.isEmpty()) pen.setDashPattern(dashes.first() > 3 ? QList<qreal>{2.2, 1.2} : QList<qreal>{0.9, 0.9});
  painter.setPen(pen);
  painter.drawLine(left, left + QPointF(length, 0));
}

}  // namespace vigie::console
