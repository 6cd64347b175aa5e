// A line with several samples in each column of pixels, drawn as what it looks like: one upright stretch a column. A
// painter asks for each pixel of it what a line's next one is, at ten times the cost. Pure; any thread.
#pragma once

#include <QColor>
#include <QImage>
#include <QList>
#include <QPolygonF>

namespace vigie::console {

/// One device pixel wide, without smooth edges. `points` are in logical pixels (`ratio` device pixels each), from left
/// to right; `image` is premultiplied ARGB. What is outside the image is left out. `dashes` are lengths along the line
/// in device pixels, drawn and left out in turn; none: all of it is drawn.
void drawDenseLine(QImage& image, const QPolygonF& points, double ratio, const QColor& colour,
                   const QList<qreal>& dashes = {});

}  // namespace vigie::console
