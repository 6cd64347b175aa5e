// One alert in full: what it says, since when, its value, what can be done about it, and the messages that told of it.
#pragma once

#include "console/alerts/alert_state.h"
#include "console/stack/relay/alert_inbox.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace vigie::console {

class Theme;

class AlertDetail : public QWidget {
  Q_OBJECT
 public:
  explicit AlertDetail(const Theme& theme, QWidget* parent = nullptr);

  /// `messages` are all there are; those of this alert are shown.
  void display(const AlertState& alert, const QList<stack::InboxEntry>& messages, bool canSilence);
  /// What became of a silence; empty takes it away.
  void tell(const QString& problem);
  [[nodiscard]] const AlertState& alert() const { return alert_; }
  /// Opens the menu of durations.
  void offerSilence();

 Q_SIGNALS:
  void runbookRequested(const QString& name);
  void dashboardRequested(const QString& uid, int panel);
  void queryRequested(const QString& expression);
  void silenceRequested(int seconds);
  void liftRequested();
  void messageRequested(qint64 id);

 private:
  void restyle();
  void showFacts();
  void showMessages();

  const Theme& theme_;
  AlertState alert_;
  QList<stack::InboxEntry> entries_;
  bool canSilence_ = false;
  QLabel* state_;
  QLabel* title_;
  QLabel* summary_;
  QLabel* problem_;
  QLabel* facts_;
  QLabel* steps_;
  QLabel* messagesTitle_;
  QLabel* messages_;
  QPushButton* runbook_;
  QPushButton* dashboard_;
  QPushButton* query_;
  QToolButton* silence_;
  QPushButton* lift_;
};

}  // namespace vigie::console
