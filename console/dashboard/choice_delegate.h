// One value in the menu of a variable: its tick, its text, and at the right of the row in hand "only".
#pragma once

#include <QStyledItemDelegate>

namespace vigie::console {

class Theme;

class ChoiceDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  static constexpr int kRowHeight = 28;
  /// What a row takes besides its text.
  static constexpr int kAround = 120;

  /// `ticks`: several can be chosen.
  ChoiceDelegate(const Theme& theme, bool ticks, QObject* parent);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 Q_SIGNALS:
  void rowClicked(const QModelIndex& index);
  void onlyClicked(const QModelIndex& index);

 protected:
  bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

 private:
  [[nodiscard]] QRect onlyRect(const QRect& row) const;

  const Theme& theme_;
  bool ticks_;
};

}  // namespace vigie::console
