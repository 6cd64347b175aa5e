// One message of the inbox: as Discord shows it, what became of it, and the one it belongs together with.
#pragma once

#include "console/stack/relay/alert_inbox.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace vigie::console {

class DiscordView;
class Theme;

class MessageDetail : public QWidget {
  Q_OBJECT
 public:
  explicit MessageDetail(const Theme& theme, QWidget* parent = nullptr);

  void display(const stack::InboxEntry& entry, const QList<stack::InboxEntry>& all);
  [[nodiscard]] qint64 id() const { return entry_.id; }
  [[nodiscard]] const DiscordView& picture() const { return *discord_; }

 Q_SIGNALS:
  void messageRequested(qint64 id);
  void linkActivated(const QString& address);

 private:
  void restyle();

  const Theme& theme_;
  stack::InboxEntry entry_;
  QLabel* title_;
  DiscordView* discord_;
  QLabel* waiting_;
  QLabel* facts_;
  QPushButton* pair_;
  qint64 pairId_ = 0;
};

}  // namespace vigie::console
