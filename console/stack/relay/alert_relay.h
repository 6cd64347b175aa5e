// The relay: from Alertmanager's webhook over the inbox to Discord, one message after the other, each until it arrived.
#pragma once

#include "console/stack/relay/alert_inbox.h"
#include "console/stack/relay/discord_sender.h"
#include "console/stack/relay/message_renderer.h"
#include "console/stack/relay/webhook_server.h"
#include "console/stack/relay/webhook_setting.h"
#include "core/base/log.h"

#include <QObject>
#include <QTimer>

namespace vigie::stack {

struct RelayOptions {
  QString directory;  ///< of the inbox; private
  QString amtool;     ///< the program
  quint16 port = 0;   ///< of 127.0.0.1
  WebhookSetting webhook;
  alerting::MessageTemplates templates;
};

/// Messages arrive in the order in which Alertmanager sent them. One that Discord has and we could not write down
/// before a crash comes a second time; nothing else does, and none is lost. The object's thread.
class AlertRelay : public QObject {
  Q_OBJECT

 public:
  explicit AlertRelay(const RelayOptions& options, QObject* parent = nullptr);

  Result<void> start();
  /// Takes nothing more and lets a post that is under way end; ended() follows.
  void finish();

 Q_SIGNALS:
  void ended();

 private:
  Result<void> receive(const QJsonObject& group);
  void work();
  void renderNext();
  void postNext();
  void keepMessage(const RenderedMessage& rendered, const QString& fault);
  void conclude(const Delivery& delivery);
  void settle(Outcome outcome);
  void waitFor(std::chrono::milliseconds time);

  RelayOptions options_;
  Log log_{"alert-relay"};
  AlertInbox inbox_;
  WebhookServer server_;
  MessageRenderer renderer_;
  DiscordSender sender_;
  QTimer pause_;  ///< nothing is posted while it runs
  qint64 rendering_ = 0;
  qint64 posting_ = 0;
  QDateTime postedAt_;  ///< when the post under way began
  qint64 plain_ = 0;    ///< the message that was refused as it was and is tried without its embed
  int failures_ = 0;
  bool finishing_ = false;
};

}  // namespace vigie::stack
