// The queries that were run before, newest first, to be searched and taken up again.
#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace vigie::console {

class QueryHistory;
class Theme;

class HistoryPanel : public QFrame {
  Q_OBJECT
 public:
  /// Both outlive the panel.
  HistoryPanel(const Theme& theme, QueryHistory& history, QWidget* parent = nullptr);

  [[nodiscard]] int shown() const;
  void search(const QString& text);

 Q_SIGNALS:
  void chosen(const QString& expression);
  void closeRequested();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void fill();
  void showState();

  QueryHistory& history_;
  QStandardItemModel* model_;
  QSortFilterProxyModel* filter_;
  QLineEdit* search_;
  QListView* list_;
  QLabel* state_;
};

}  // namespace vigie::console
