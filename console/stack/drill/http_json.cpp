#include "console/stack/drill/http_json.h"

#include <QEventLoop>
#include <QJsonObject>
#include <QNetworkReply>

#include <memory>

namespace vigie::stack {
namespace {

constexpr int kAnswerMs = 5'000;

}  // namespace

Result<QJsonDocument> HttpJson::call(const QByteArray& method, const QUrl& url, const QJsonObject& body) {
  QNetworkRequest request(url);
  request.setTransferTimeout(kAnswerMs);
  request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
  if (!token_.isEmpty()) {
    request.setRawHeader("Authorization", "Bearer " + token_);
  }
  const QByteArray text = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
  const std::unique_ptr<QNetworkReply> reply(network_.sendCustomRequest(request, method, text));
  QEventLoop loop;
  QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
  if (!reply->isFinished()) {
    loop.exec();
  }
  const QByteArray answer = reply->readAll();
  status_ = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  if (status_ < 200 || status_ >= 300) {
    const QString said = status_ == 0 ? reply->errorString() : QString::fromUtf8(answer).simplified().left(300);
    return Error(ErrorCode::kUnavailable, QString("%1 %2: %3 %4")
                                              .arg(QString::fromLatin1(method), url.toString(QUrl::RemoveUserInfo),
                                                   QString::number(status_), said)
                                              .toStdString());
  }
  return QJsonDocument::fromJson(answer);
}

QUrl below(QUrl base, const QString& path, const QUrlQuery& query) {
  base.setPath(base.path() + path);
  base.setQuery(query);
  return base;
}

}  // namespace vigie::stack
