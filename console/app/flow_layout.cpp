#include "console/app/flow_layout.h"

#include <algorithm>

namespace vigie::console {

FlowLayout::FlowLayout(QWidget* parent) : QLayout(parent) { setContentsMargins(0, 0, 0, 0); }

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item) { items_.emplace_back(item); }

int FlowLayout::count() const { return static_cast<int>(items_.size()); }

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index < 0 || index >= count() ? nullptr : items_[static_cast<std::size_t>(index)].get();
}

QLayoutItem* FlowLayout::takeAt(int index) {
  if (index < 0 || index >= count()) return nullptr;
  QLayoutItem* item = items_[static_cast<std::size_t>(index)].release();
  items_.erase(items_.begin() + index);
  return item;
}

int FlowLayout::heightForWidth(int width) const { return arrange(QRect(0, 0, width, 0), false); }

QSize FlowLayout::sizeHint() const {
  QSize wanted(0, 0);
  for (const auto& item : items_) {
    if (item->isEmpty()) continue;
    const QSize size = item->sizeHint();
    wanted = QSize(wanted.width() + (wanted.width() > 0 ? spacing() : 0) + size.width(),
                   std::max(wanted.height(), size.height()));
  }
  return wanted;
}

QSize FlowLayout::minimumSize() const {
  QSize least(0, 0);
  for (const auto& item : items_) {
    if (!item->isEmpty()) least = least.expandedTo(item->minimumSize());
  }
  return least;
}

void FlowLayout::setGeometry(const QRect& area) {
  QLayout::setGeometry(area);
  arrange(area, true);
}

int FlowLayout::arrange(const QRect& area, bool apply) const {
  int y = area.top();
  std::size_t first = 0;
  while (first < items_.size()) {
    // A line: as many as have room, at least one, each in its middle.
    int wide = 0;
    int high = 0;
    std::size_t last = first;
    for (; last < items_.size(); ++last) {
      if (items_[last]->isEmpty()) continue;
      const QSize size = items_[last]->sizeHint();
      if (wide > 0 && wide + spacing() + size.width() > area.width()) break;
      wide += (wide > 0 ? spacing() : 0) + size.width();
      high = std::max(high, size.height());
    }
    int x = area.left();
    for (std::size_t i = first; i < last && apply; ++i) {
      if (items_[i]->isEmpty()) continue;
      const QSize size = items_[i]->sizeHint();
      items_[i]->setGeometry(
          QRect(QPoint(x, y + (high - size.height()) / 2), QSize(std::min(size.width(), area.width()), size.height())));
      x += size.width() + spacing();
    }
    y += high + (last < items_.size() ? spacing() : 0);
    first = last;
  }
  return y - area.top();
}

}  // namespace vigie::console
