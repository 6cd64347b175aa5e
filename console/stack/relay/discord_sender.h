// Posts one message at a time to Discord's webhook.
#pragma once

#include "console/stack/relay/delivery.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

namespace vigie::stack {

/// The object's thread. The address appears in no message of this class.
class DiscordSender : public QObject {
  Q_OBJECT

 public:
  explicit DiscordSender(QUrl webhook, QObject* parent = nullptr);

  /// Posts once; finished() follows. Not while one is under way.
  void post(const QJsonObject& message);
  [[nodiscard]] bool isBusy() const { return reply_ != nullptr; }

 Q_SIGNALS:
  void finished(const vigie::stack::Delivery& delivery);

 private:
  void conclude();

  QUrl webhook_;
  QNetworkAccessManager network_;
  QNetworkReply* reply_ = nullptr;
};

}  // namespace vigie::stack
