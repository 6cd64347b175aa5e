// JSON over HTTP for a command that has nothing else to do meanwhile: waits in an event loop, so that timers go on.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QUrl>
#include <QUrlQuery>

namespace vigie::stack {

class HttpJson {
 public:
  /// `token` goes along as a bearer's. A redirection is an error, so that it goes nowhere else.
  explicit HttpJson(QByteArray token = {}) : token_(std::move(token)) {}

  /// The answer's body; an empty one is an empty document. An Error for no answer within five seconds and for a status
  /// other than 2xx, with what the service said.
  Result<QJsonDocument> get(const QUrl& url) { return call("GET", url, {}); }
  Result<QJsonDocument> call(const QByteArray& method, const QUrl& url, const QJsonObject& body);

  /// Of the last call; 0: there was no answer.
  [[nodiscard]] int lastStatus() const { return status_; }

 private:
  QByteArray token_;
  QNetworkAccessManager network_;
  int status_ = 0;
};

/// `path`, which starts with a slash, below a service's address.
QUrl below(QUrl base, const QString& path, const QUrlQuery& query = {});

}  // namespace vigie::stack
