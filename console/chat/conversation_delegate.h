// Draws one conversation: its title on up to two lines, then when and how long.
#pragma once

#include <QStyledItemDelegate>

namespace vigie::console {

class Theme;

/// "now", "10:12", "yesterday", "Fri", "3 Mar": how long ago, in as few letters as tell it.
QString shortTime(const QDateTime& when, const QDateTime& now, const QLocale& locale);

class ConversationDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit ConversationDelegate(Theme& theme, QObject* parent = nullptr) : QStyledItemDelegate(parent), theme_(theme) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  Theme& theme_;
};

}  // namespace vigie::console
