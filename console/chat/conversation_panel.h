// The left column: new conversation, search, the list, and its states.
#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;

namespace vigie::console {

class ConversationListModel;
class Theme;
struct Problem;

class ConversationPanel : public QFrame {
  Q_OBJECT

 public:
  /// `model` must outlive the panel.
  ConversationPanel(Theme& theme, ConversationListModel& model, QWidget* parent = nullptr);

  /// Marks the open conversation; an empty id marks none.
  void setCurrent(const QString& id);
  void focusSearch();
  void tell(const Problem& problem);

 Q_SIGNALS:
  void newRequested();
  void openRequested(const QString& id);
  void eraseRequested(const QString& id);
  void retryRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void updateState();
  void askToErase(const QString& id);
  void closeQuestion();
  [[nodiscard]] QString selectedId() const;

  Theme& theme_;
  ConversationListModel& model_;
  QSortFilterProxyModel* filter_;
  QLineEdit* search_;
  QListView* list_;
  QLabel* state_;
  QPushButton* retry_;
  QFrame* question_;
  QLabel* questionText_;
  QPushButton* eraseButton_;
  QPushButton* keepButton_;
  QString erasing_;
  QString current_;
  bool selecting_ = false;
};

}  // namespace vigie::console
