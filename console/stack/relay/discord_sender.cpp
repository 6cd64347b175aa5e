#include "console/stack/relay/discord_sender.h"

#include <QIODevice>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrlQuery>

#include <algorithm>
#include <cstring>
#include <utility>

namespace vigie::stack {
namespace {

constexpr int kLimitMs = 20'000;
constexpr qint64 kMostAnswer = 65'536;

/// A body that can be read once. Qt sends a request again by itself when the connection is lost before the answer came,
/// and would double a message that Discord has; what cannot be rewound, it cannot repeat.
class OnceOnlyBody : public QIODevice {
 public:
  OnceOnlyBody(QByteArray text, QObject* parent) : QIODevice(parent), text_(std::move(text)) { open(ReadOnly); }

  [[nodiscard]] bool isSequential() const override { return true; }
  [[nodiscard]] qint64 bytesAvailable() const override {
    return text_.size() - position_ + QIODevice::bytesAvailable();
  }

 protected:
  qint64 readData(char* to, qint64 most) override {
    const qint64 count = std::min<qint64>(most, text_.size() - position_);
    if (count == 0) {
      return -1;
    }
    std::memcpy(to, text_.constData() + position_, static_cast<std::size_t>(count));
    position_ += count;
    return count;
  }
  qint64 writeData(const char*, qint64) override { return -1; }

 private:
  QByteArray text_;
  qint64 position_ = 0;
};

/// In words of our own: Qt's name the address, which is a secret.
QString describe(QNetworkReply::NetworkError error) {
  switch (error) {
    case QNetworkReply::HostNotFoundError:
      return "the host of the webhook is not found; is there a network?";
    case QNetworkReply::ConnectionRefusedError:
      return "the host of the webhook refuses the connection";
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
      return "the connection was lost before Discord answered";
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
      return "Discord did not answer within 20 s";
    case QNetworkReply::SslHandshakeFailedError:
      return "no secure connection: the host's certificate is not accepted";
    default:
      return QString("the host of the webhook cannot be reached (network error %1)").arg(static_cast<int>(error));
  }
}

}  // namespace

DiscordSender::DiscordSender(QUrl webhook, QObject* parent) : QObject(parent), webhook_(std::move(webhook)) {
  // With it Discord answers when the message is there, and not when the request is.
  QUrlQuery query(webhook_);
  query.removeAllQueryItems("wait");
  query.addQueryItem("wait", "true");
  webhook_.setQuery(query);
}

void DiscordSender::post(const QJsonObject& message) {
  Q_ASSERT(reply_ == nullptr);
  const QByteArray text = QJsonDocument(message).toJson(QJsonDocument::Compact);
  QNetworkRequest request(webhook_);
  request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
  request.setHeader(QNetworkRequest::ContentLengthHeader, text.size());
  request.setHeader(QNetworkRequest::UserAgentHeader, "Vigie (alert relay, " VIGIE_VERSION ")");
  request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  request.setTransferTimeout(kLimitMs);
  auto* body = new OnceOnlyBody(text, this);
  reply_ = network_.post(request, body);
  body->setParent(reply_);
  connect(reply_, &QNetworkReply::finished, this, &DiscordSender::conclude);
}

void DiscordSender::conclude() {
  QNetworkReply* reply = std::exchange(reply_, nullptr);
  reply->deleteLater();
  DiscordAnswer answer;
  answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  answer.retryAfter = reply->rawHeader("Retry-After");
  answer.limitRemaining = reply->rawHeader("X-RateLimit-Remaining");
  answer.limitResetAfter = reply->rawHeader("X-RateLimit-Reset-After");
  answer.body = reply->read(kMostAnswer);
  if (answer.status == 0) {
    answer.failure = describe(reply->error());
  }
  Q_EMIT finished(judge(answer));
}

}  // namespace vigie::stack
