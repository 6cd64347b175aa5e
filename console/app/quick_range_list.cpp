#include "console/app/quick_range_list.h"

#include "console/app/fuzzy_match.h"
#include "console/app/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace vigie::console {
namespace {

constexpr int kQuickWidth = 220;
constexpr int kFromRole = Qt::UserRole;
constexpr int kToRole = Qt::UserRole + 1;

}  // namespace

QListWidget* makeRangeList(const QString& accessibleName) {
  auto* list = new QListWidget;
  list->setAccessibleName(accessibleName);
  list->setFrameShape(QFrame::NoFrame);
  list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list->setMouseTracking(true);
  return list;
}

void addRange(QListWidget& list, const QString& words, const RawRange& range) {
  auto* item = new QListWidgetItem(words, &list);
  item->setData(kFromRole, range.from);
  item->setData(kToRole, range.to);
}

RawRange rangeOf(const QListWidgetItem& item) {
  return {item.data(kFromRole).toString(), item.data(kToRole).toString()};
}

QuickRangeList::QuickRangeList(QWidget* parent)
    : QWidget(parent), search_(new QLineEdit), list_(makeRangeList(tr("Quick ranges"))) {
  setFixedWidth(kQuickWidth);
  search_->setPlaceholderText(tr("Search quick ranges"));
  search_->setAccessibleName(search_->placeholderText());
  search_->setClearButtonEnabled(true);
  search_->installEventFilter(this);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::kMedium, space::kMedium, space::kTiny, space::kTiny);
  layout->setSpacing(space::kTiny);
  layout->addWidget(search_);
  layout->addWidget(list_, 1);
  connect(search_, &QLineEdit::textChanged, this, &QuickRangeList::fill);
  connect(search_, &QLineEdit::returnPressed, this, [this] { choose(list_->currentItem()); });
  connect(list_, &QListWidget::itemClicked, this, &QuickRangeList::choose);
  connect(list_, &QListWidget::itemActivated, this, &QuickRangeList::choose);
}

void QuickRangeList::offer(const std::vector<NamedRange>& own, const RawRange& present) {
  own_ = own;
  present_ = present;
  const QSignalBlocker quiet(search_);
  search_->clear();
  fill({});
}

void QuickRangeList::fill(const QString& filter) {
  list_->clear();
  std::vector<NamedRange> all = own_;
  for (NamedRange& range : quickRanges()) all.push_back(std::move(range));
  for (const NamedRange& range : all) {
    if (!fuzzyMatch(filter, range.words)) continue;
    addRange(*list_, range.words, range.range);
    if (range.range == present_) list_->setCurrentRow(list_->count() - 1);
  }
  if (!filter.isEmpty()) list_->setCurrentRow(0);
}

void QuickRangeList::choose(const QListWidgetItem* item) {
  if (item) Q_EMIT chosen(rangeOf(*item));
}

bool QuickRangeList::eventFilter(QObject* watched, QEvent* event) {
  // Down from the search is the list.
  if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down) {
    list_->setFocus();
    if (list_->currentRow() < 0) list_->setCurrentRow(0);
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace vigie::console
