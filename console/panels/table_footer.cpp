#include "console/panels/table_footer.h"

#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QTableView>

namespace vigie::console {
namespace {
constexpr int kFooterHeight = 26;
constexpr int kFooterPadding = 8;
}  // namespace

TableFooter::TableFooter(const Theme& theme, QTableView& view, QWidget* parent)
    : QWidget(parent), theme_(theme), view_(view) {
  connect(view_.horizontalHeader(), &QHeaderView::sectionResized, this, qOverload<>(&QWidget::update));
  connect(view_.horizontalHeader(), &QHeaderView::sectionMoved, this, qOverload<>(&QWidget::update));
  connect(view_.horizontalScrollBar(), &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
  hide();
}

void TableFooter::setTexts(const QStringList& texts) {
  texts_ = texts;
  setVisible(!texts_.isEmpty());
  setAccessibleName(texts_.join(QLatin1Char(' ')));
  update();
}

int TableFooter::wantedHeight() const { return isEmpty() ? 0 : kFooterHeight; }

void TableFooter::paintEvent(QPaintEvent* event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.fillRect(QRect(0, 0, width(), 1), theme_.tokens().line);
  painter.setFont(Theme::font(TextRole::kStrong));
  painter.setPen(theme_.tokens().text);
  const QHeaderView& header = *view_.horizontalHeader();
  for (int column = 0; column < texts_.size(); ++column) {
    const QRect cell(header.sectionViewportPosition(column), 1, header.sectionSize(column), height() - 1);
    const auto alignment =
        view_.model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>();
    const QRect inside = cell.adjusted(kFooterPadding, 0, -kFooterPadding, 0);
    painter.drawText(inside, static_cast<int>(alignment),
                     painter.fontMetrics().elidedText(texts_[column], Qt::ElideRight, inside.width()));
  }
}

}  // namespace vigie::console
