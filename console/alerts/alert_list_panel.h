// The left column of the Alerts page: two lists behind tabs, a filter, and what is to be said where there is no row.
#pragma once

#include "console/alerts/alert_items.h"

#include <QFrame>

#include <array>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;
class QTabBar;

namespace vigie::console {

class Theme;

class AlertListPanel : public QFrame {
  Q_OBJECT
 public:
  enum Tab { kNow, kMessages };

  explicit AlertListPanel(const Theme& theme, QWidget* parent = nullptr);

  [[nodiscard]] Tab tab() const;
  void setTab(Tab tab);
  void setTabWords(Tab tab, const QString& words);
  /// The rows of the current tab. What was chosen on it stays chosen, else the first row is.
  void setItems(std::vector<AlertItem> items);
  /// The chosen row's key; empty: there is none.
  [[nodiscard]] QString chosen() const;
  /// For `tab`, at the next setItems().
  void setChosen(Tab tab, const QString& key);

  /// `empty` is said where the tab has no row, `note` below the list in any case; empty texts are not shown.
  void say(const QString& empty, const QString& note, bool mayRetry);

  void focusSearch();
  void focusList();
  /// False: nothing was filtered.
  bool clearSearch();

 Q_SIGNALS:
  void tabChanged();
  void choiceChanged();
  void retryRequested();

 private:
  void select(const QString& key);
  void showState();

  QTabBar* tabs_;
  QLineEdit* search_;
  QListView* list_;
  QLabel* empty_;
  QLabel* note_;
  QPushButton* retry_;
  AlertItemModel* items_;
  QSortFilterProxyModel* filter_;
  std::array<QString, 2> kept_;  ///< what was chosen on each tab
  QString emptyWords_;
  bool mayRetry_ = false;
  bool filling_ = false;
};

}  // namespace vigie::console
