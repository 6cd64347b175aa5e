// The ground of a row in a list that paints itself: chosen, under the pointer, with the focus. UI thread.
#pragma once

#include <QRectF>

class QPainter;
class QStyleOptionViewItem;

namespace vigie::console {

class Theme;

/// Leaves antialiasing on. Returns the rounded box the row lies in.
QRectF drawRowGround(QPainter& painter, const QStyleOptionViewItem& option, const Theme& theme);

}  // namespace vigie::console
