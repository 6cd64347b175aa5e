#include "console/panels/table_header.h"

#include "console/app/icon.h"
#include "console/panels/table_rows.h"

#include <QToolButton>

namespace vigie::console {
namespace {

constexpr int kFilterButton = 22;
constexpr int kSortMark = 16;

}  // namespace

TableHeader::TableHeader(const Theme& theme, const TableRows& rows, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), theme_(theme), rows_(rows) {
  setSectionsClickable(true);
  setHighlightSections(false);
  connect(this, &QHeaderView::sectionResized, this, &TableHeader::place);
  connect(this, &QHeaderView::sortIndicatorChanged, this, &TableHeader::place);
  connect(&rows_, &TableRows::listedChanged, this, &TableHeader::restyle);
  connect(&theme_, &Theme::changed, this, &TableHeader::restyle);
}

void TableHeader::setFilterable(const QList<int>& columns) {
  for (const int column : buttons_.keys()) {
    if (!columns.contains(column)) buttons_.take(column)->deleteLater();
  }
  for (const int column : columns) {
    QToolButton*& button = buttons_[column];
    if (button) continue;
    button = new QToolButton(viewport());
    button->setProperty("role", QStringLiteral("ghost"));
    button->setCursor(Qt::ArrowCursor);
    button->setFocusPolicy(Qt::TabFocus);
    button->show();
    connect(button, &QToolButton::clicked, this, [this, column] { Q_EMIT filterRequested(column); });
  }
  restyle();
  place();
}

QSize TableHeader::sectionSizeFromContents(int column) const {
  QSize size = QHeaderView::sectionSizeFromContents(column);
  if (buttons_.contains(column)) size.rwidth() += kFilterButton;
  return size;
}

void TableHeader::updateGeometries() {
  QHeaderView::updateGeometries();
  place();
}

void TableHeader::place() {
  for (auto it = buttons_.cbegin(); it != buttons_.cend(); ++it) {
    const int column = it.key();
    const auto alignment = model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>();
    const int left = sectionViewportPosition(column);
    const int sortMark = isSortIndicatorShown() && sortIndicatorSection() == column ? kSortMark : 0;
    // At the end the column's words do not reach.
    const int x = alignment & Qt::AlignRight ? left + 2 : left + sectionSize(column) - kFilterButton - 2 - sortMark;
    it.value()->setGeometry(x, (height() - kFilterButton) / 2, kFilterButton, kFilterButton);
  }
}

void TableHeader::restyle() {
  for (auto it = buttons_.cbegin(); it != buttons_.cend(); ++it) {
    const QString name = model()->headerData(it.key(), Qt::Horizontal, Qt::DisplayRole).toString();
    const bool active = rows_.isFiltered(name);
    QToolButton& button = *it.value();
    button.setIcon(icon(QStringLiteral("filter"), active ? theme_.tokens().accent : theme_.tokens().muted, 14));
    const QString words = active ? tr("Rows are listed by some values of %1 (Alt+↓)") : tr("Choose rows by %1 (Alt+↓)");
    button.setToolTip(words.arg(name).toHtmlEscaped());
    button.setAccessibleName(words.arg(name));
  }
}

}  // namespace vigie::console
