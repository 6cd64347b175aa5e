#include "console/chat/conversation_delegate.h"

#include "console/app/row_ground.h"
#include "console/app/theme.h"
#include "console/chat/conversation_list_model.h"

#include <QAbstractScrollArea>
#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>

#include <algorithm>

namespace vigie::console {

namespace {

constexpr int kRowPadding = 8;
constexpr int kMostLines = 2;

/// Draws (or, without a painter, only measures) `text` on at most two lines; the height used.
int titleHeight(QPainter* painter, const QString& text, const QRect& box, const QFont& font) {
  const QFontMetrics metrics(font);
  QTextLayout layout(text, font);
  layout.beginLayout();
  int y = 0;
  for (int n = 0; n < kMostLines; ++n) {
    QTextLine line = layout.createLine();
    if (!line.isValid()) break;
    line.setLineWidth(box.width());
    const bool last = n == kMostLines - 1;
    if (painter != nullptr) {
      const QString words = last ? metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, box.width())
                                 : text.mid(line.textStart(), line.textLength());
      painter->drawText(QPointF(box.left(), box.top() + y + metrics.ascent()), words);
    }
    y += metrics.lineSpacing() + 1;
  }
  layout.endLayout();
  return y;
}

/// How wide a title may be. With the scroll bar, be it there or not: rows are measured before it is known whether there
/// is one, and what is drawn must be what was measured.
int titleWidth(const QStyleOptionViewItem& option) {
  const auto* view = qobject_cast<const QAbstractScrollArea*>(option.widget);
  if (view == nullptr) return std::max(60, option.rect.width() - 2 * kRowPadding);
  const int bar = view->verticalScrollBar()->sizeHint().width();
  return std::max(60, view->width() - 2 * view->frameWidth() - bar - 2 * kRowPadding);
}

}  // namespace

QString shortTime(const QDateTime& when, const QDateTime& now, const QLocale& locale) {
  const QDateTime local = when.toLocalTime();
  const QDateTime today = now.toLocalTime();
  if (local.secsTo(today) < 60) return ConversationDelegate::tr("now");
  const auto days = local.date().daysTo(today.date());
  if (days <= 0) return locale.toString(local.time(), QLocale::ShortFormat);
  if (days == 1) return ConversationDelegate::tr("yesterday");
  if (days < 7) return locale.dayName(local.date().dayOfWeek(), QLocale::ShortFormat);
  if (local.date().year() == today.date().year()) {
    return QString::number(local.date().day()) + QChar::Nbsp +
           locale.monthName(local.date().month(), QLocale::ShortFormat);
  }
  return locale.toString(local.date(), QLocale::ShortFormat);
}

void ConversationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
  const ThemeTokens& t = theme_.tokens();
  const bool selected = option.state & QStyle::State_Selected;
  painter->save();
  drawRowGround(*painter, option, theme_);
  QRect inner = option.rect.adjusted(kRowPadding, kRowPadding, -kRowPadding, -kRowPadding);
  inner.setWidth(titleWidth(option));
  QFont font = Theme::font(TextRole::kBody);
  painter->setFont(font);
  painter->setPen(selected ? t.text : blend(t.muted, t.text, 0.55));
  const QString title = index.data(ConversationListModel::kTitleRole).toString();
  const int used = titleHeight(painter, title.isEmpty() ? tr("Untitled") : title, inner, font);
  font = Theme::font(TextRole::kSmall);
  painter->setFont(font);
  painter->setPen(t.muted);
  const auto count = static_cast<int>(index.data(ConversationListModel::kMessagesRole).toLongLong());
  const QString line = shortTime(index.data(ConversationListModel::kUpdatedRole).toDateTime(),
                                 QDateTime::currentDateTimeUtc(), QLocale()) +
                       QStringLiteral(" · ") + tr("%n message(s)", nullptr, count);
  painter->drawText(QPointF(inner.left(), inner.top() + used + 1 + QFontMetrics(font).ascent()), line);
  painter->restore();
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const int width = titleWidth(option);
  const QString title = index.data(ConversationListModel::kTitleRole).toString();
  const QRect inner(0, 0, width, 100);
  const int text = titleHeight(nullptr, title.isEmpty() ? tr("Untitled") : title, inner, Theme::font(TextRole::kBody));
  return {width + 2 * kRowPadding, text + QFontMetrics(Theme::font(TextRole::kSmall)).lineSpacing() + 2 * kRowPadding + 3};
}

}  // namespace vigie::console
