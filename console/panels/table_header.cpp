#include "console/panels/table_header.h"

#include "console/app/icon.h"
#include "console/panels/table_rows.h"

#include <QPainter>
#include <QStyleOptionHeader>
#include <QToolButton>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr int kFilterButton = 22;
constexpr QSize kSortMark(8, 5);
constexpr int kBeforeSortMark = 4;

}  // namespace

TableHeader::TableHeader(const Theme& theme, const TableRows& rows, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), theme_(theme), rows_(rows) {
  setSectionsClickable(true);
  setHighlightSections(false);
  connect(this, &QHeaderView::sectionResized, this, &TableHeader::place);
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

void TableHeader::initStyleOptionForIndex(QStyleOptionHeader* option, int column) const {
  QHeaderView::initStyleOptionForIndex(option, column);
  // The style's own mark lies over words at the right.
  option->sortIndicator = QStyleOptionHeader::None;
}

void TableHeader::paintSection(QPainter* painter, const QRect& area, int column) const {
  QHeaderView::paintSection(painter, area, column);
  if (!isSortIndicatorShown() || sortIndicatorSection() != column) return;
  QStyleOptionHeaderV2 option;
  initStyleOption(&option);
  initStyleOptionForIndex(&option, column);
  option.rect = area;
  const QRect words = style()->subElementRect(QStyle::SE_HeaderLabel, &option, this);
  const int wide = option.fontMetrics.horizontalAdvance(option.text) + kBeforeSortMark;
  const int x =
      option.textAlignment & Qt::AlignRight ? words.right() + 1 - wide - kSortMark.width() : words.left() + wide;
  const QRectF mark(QPointF(std::clamp(x, area.left(), std::max(area.left(), area.right() - kSortMark.width())),
                            area.center().y() - kSortMark.height() / 2),
                    kSortMark);
  // What falls points down, as in Grafana.
  const bool falls = sortIndicatorOrder() == Qt::DescendingOrder;
  const double base = falls ? mark.top() : mark.bottom();
  const double tip = falls ? mark.bottom() : mark.top();
  painter->save();
  // The style leaves a clip that lets nothing through.
  painter->setClipRect(area);
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(Qt::NoPen);
  painter->setBrush(theme_.tokens().muted);
  painter->drawPolygon(QPolygonF({{mark.left(), base}, {mark.right(), base}, {mark.center().x(), tip}}));
  painter->restore();
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
    // At the end the column's words do not reach.
    const int x = alignment & Qt::AlignRight ? left + 2 : left + sectionSize(column) - kFilterButton - 2;
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
