#include "console/dashboard/choice_delegate.h"

#include "console/app/theme.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

namespace vigie::console {
namespace {

constexpr int kTickSize = 14;

}  // namespace

ChoiceDelegate::ChoiceDelegate(const Theme& theme, bool ticks, QObject* parent)
    : QStyledItemDelegate(parent), theme_(theme), ticks_(ticks) {}

QSize ChoiceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  Q_UNUSED(index)
  return {option.rect.width(), kRowHeight};
}

QRect ChoiceDelegate::onlyRect(const QRect& row) const {
  const int width = QFontMetrics(Theme::font(TextRole::kSmall)).horizontalAdvance(tr("only this")) + 2 * space::kSmall;
  return {row.right() - width - 2, row.top() + 3, width, row.height() - 6};
}

void ChoiceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const ThemeTokens& t = theme_.tokens();
  const bool isChosen = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
  const bool inHand = option.state.testFlag(QStyle::State_Selected);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  if (inHand) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(t.selection);
    painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4);
  }
  const QRectF tick(option.rect.left() + space::kSmall + 0.5, option.rect.center().y() - kTickSize / 2 + 0.5, kTickSize,
                    kTickSize);
  if (ticks_) {
    painter->setPen(QPen(isChosen ? t.accent : t.muted, 1));
    painter->setBrush(isChosen ? t.accent : Qt::transparent);
    painter->drawRoundedRect(tick, 3, 3);
  }
  if (isChosen) {
    painter->setPen(QPen(ticks_ ? t.onAccent : t.accent, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF mark[] = {{3.5, 7.5}, {6, 10}, {10.5, 4.5}};
    painter->drawPolyline(QPolygonF({tick.topLeft() + mark[0], tick.topLeft() + mark[1], tick.topLeft() + mark[2]}));
  }
  QRect room = option.rect.adjusted(space::kSmall + kTickSize + space::kSmall, 0, -space::kSmall, 0);
  if (ticks_ && inHand) {
    const QRect only = onlyRect(option.rect);
    painter->setPen(QPen(t.line, 1));
    painter->setBrush(t.raised);
    painter->drawRoundedRect(QRectF(only).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter->setFont(Theme::font(TextRole::kSmall));
    painter->setPen(t.text);
    painter->drawText(only, Qt::AlignCenter, tr("only this"));
    room.setRight(only.left() - space::kSmall);
  }
  painter->setFont(Theme::font(TextRole::kBody));
  painter->setPen(t.text);
  const QString text = index.data().toString();
  painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                    QFontMetrics(painter->font()).elidedText(text, Qt::ElideMiddle, room.width()));
  painter->restore();
}

bool ChoiceDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) {
  Q_UNUSED(model)
  if (event->type() != QEvent::MouseButtonRelease) return false;
  const auto* mouse = static_cast<QMouseEvent*>(event);
  if (mouse->button() != Qt::LeftButton) return false;
  if (ticks_ && onlyRect(option.rect).contains(mouse->pos())) {
    Q_EMIT onlyClicked(index);
  } else {
    Q_EMIT rowClicked(index);
  }
  return true;
}

}  // namespace vigie::console
