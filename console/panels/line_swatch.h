// The sign of a line in legends and tooltips: its colour and the rhythm of its dashes.
#pragma once

#include <QColor>
#include <QList>
#include <QPointF>

class QPainter;

namespace vigie::console {

/// From `left` on, `length` pixels to the right. `dashes` are the line's own; in so little room they are told apart only
/// as dashes or dots.
void drawLineSwatch(QPainter& painter, const QPointF& left, double length, const QColor& colour,
                    const QList<qreal>& dashes, double width = 2.5);

}  // namespace vigie::console
