// JSON over HTTP for a command that has nothing else to do meanwhile: waits in an event loop, so that timers go on.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QUrl>

namespace vigie::stack {

class HttpJson {
 public:
  /// The answer's body; an empty one is an empty document. An Error for no answer within five seconds and for a status
  /// other than 2xx, with what the service said.
  Result<QJsonDocument> get(const QUrl& url) { return call("GET", url, {}); }
  Result<QJsonDocument> call(const QByteArray& method, const QUrl& url, const QJsonObject& body);

 private:
  QNetworkAccessManager network_;
};

}  // namespace vigie::stack
