// One line of text in one of the console's fonts, drawn as QPainter::drawText() draws it, without shaping it anew:
// names and figures of charts come again at every refresh and every move of the pointer, and shaping them costs more
// than drawing lines. UI thread.
#pragma once

#include "console/app/theme.h"

#include <QRectF>
#include <QSizeF>

class QPainter;

namespace vigie::console {

/// In `area`, in the painter's pen; `alignment` as drawText() takes it. What is wider than `area` is cut off at its
/// edge. The painter keeps the font.
void drawShaped(QPainter& painter, const QRectF& area, Qt::Alignment alignment, TextRole role, const QString& text);
/// From `baseline` on.
void drawShaped(QPainter& painter, const QPointF& baseline, TextRole role, const QString& text);

/// What a line takes.
QSizeF shapedSize(TextRole role, const QString& text);

/// `text` if it fits into `width` pixels, else with an ellipsis, remembered as well.
QString elidedTo(int width, Qt::TextElideMode mode, TextRole role, const QString& text);

}  // namespace vigie::console
