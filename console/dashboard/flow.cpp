#include "console/dashboard/flow.h"

#include <QWidget>

#include <algorithm>

namespace vigie::console {

int flowed(const std::vector<QWidget*>& cells, int width, const QMargins& margins, const QSize& gap, bool apply) {
  const int room = std::max(1, width - margins.left() - margins.right());
  int x = 0;
  int y = margins.top();
  int rowHeight = 0;
  for (QWidget* cell : cells) {
    if (cell->isHidden()) continue;
    QSize size = cell->sizeHint();
    if (size.width() > room) {
      size.setWidth(room);
      if (cell->hasHeightForWidth()) size.setHeight(cell->heightForWidth(room));
    }
    if (x > 0 && x + size.width() > room) {
      x = 0;
      y += rowHeight + gap.height();
      rowHeight = 0;
    }
    if (apply) cell->setGeometry(margins.left() + x, y, size.width(), size.height());
    x += size.width() + gap.width();
    rowHeight = std::max(rowHeight, size.height());
  }
  return y + rowHeight + margins.bottom();
}

}  // namespace vigie::console
