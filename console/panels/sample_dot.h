// The dot on a line at the crosshair: drawn once a colour, then copied. Ten of them in each of eighteen panels move
// with the pointer, and a circle with smooth edges costs as much as fifty copies.
#pragma once

class QColor;
class QPainter;
class QPointF;

namespace vigie::console {

/// Half a dot and its edge, in pixels, rounded up.
inline constexpr int kSampleDotHalf = 6;

/// Around `centre`, to a quarter of a device pixel. `edge` sets it off from the lines. UI thread.
void drawSampleDot(QPainter& painter, const QPointF& centre, const QColor& fill, const QColor& edge);

}  // namespace vigie::console
