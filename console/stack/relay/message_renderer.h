// Renders Grafana's own message templates over Alertmanager's groups, with amtool: one definition of a message for both
// (docs/adr/0091).
#pragma once

#include "console/stack/relay/discord_message.h"
#include "console/stack/relay/webhook_setting.h"
#include "core/alerting/message_templates.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QTimer>

namespace vigie::stack {

/// One message at a time; the object's thread, which must live as long as the process (confineChild()).
class MessageRenderer : public QObject {
  Q_OBJECT

 public:
  /// `directory` is private; templates and data are written there for amtool.
  MessageRenderer(alerting::MessageTemplates templates, const WebhookSetting& setting, QString amtool,
                  QString directory, QObject* parent = nullptr);
  ~MessageRenderer() override;

  Result<void> prepare();
  /// finished() follows. Where amtool fails, `rendered` says the essentials in words of our own and `fault` why.
  void render(const QJsonObject& group);
  [[nodiscard]] bool isBusy() const { return busy_; }

 Q_SIGNALS:
  void finished(const vigie::stack::RenderedMessage& rendered, const QString& fault);

 private:
  void conclude(const QString& fault);

  alerting::MessageTemplates templates_;
  bool hasRunbooks_;
  QString directory_;
  QProcess amtool_;
  QTimer limit_;
  QJsonObject group_;
  bool busy_ = false;
};

/// Alertmanager's group as Grafana's templates read it: Grafana's links become annotations, where there are such pages.
QJsonObject templateData(QJsonObject group, bool hasRunbooks);

/// A page of Alertmanager (`externalURL` of the group) that shows the group's alerts: /#/alerts or /#/silences/new.
QUrl alertmanagerPage(const QJsonObject& group, const QString& page);

}  // namespace vigie::stack
