#include "console/app/row_ground.h"

#include "console/app/theme.h"

#include <QPainter>
#include <QStyleOptionViewItem>

namespace vigie::console {

QRectF drawRowGround(QPainter& painter, const QStyleOptionViewItem& option, const Theme& theme) {
  const ThemeTokens& t = theme.tokens();
  const bool selected = option.state & QStyle::State_Selected;
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box = QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5);
  if (selected || (option.state & QStyle::State_MouseOver)) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(selected ? t.selection : blend(t.surface, t.text, 0.04));
    painter.drawRoundedRect(box, radius::kControl, radius::kControl);
  }
  if (option.state & QStyle::State_HasFocus) {
    painter.setPen(t.accent);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box, radius::kControl, radius::kControl);
  }
  return box;
}

}  // namespace vigie::console
