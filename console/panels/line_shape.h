// The line through a run of samples as a polygon: stepped, smooth, or one stroke a column where it is dense. Pure.
#pragma once

#include <QPolygonF>
#include <QString>

namespace vigie::console {

/// `points` with what `interpolation` (linear, smooth, stepBefore, stepAfter) puts between them; `width` is the plot's.
QPolygonF interpolated(const QPolygonF& points, const QString& interpolation, double width);

/// One stroke a column of device pixels, from its lowest to its highest point: where a line is so dense, the rest of it
/// only retraces that.
QPolygonF strokesOf(const QPolygonF& points, double ratio);

}  // namespace vigie::console
