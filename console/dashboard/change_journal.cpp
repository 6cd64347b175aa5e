#include "console/dashboard/change_journal.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QUrlQuery>

namespace vigie::console {
namespace {
/// Changes are made by people: nobody waits for one to appear.
constexpr qint64 kAskAgainMs = 10'000;
constexpr int kPageOfChanges = 100;
constexpr int kChangesTimeoutMs = 10'000;
}  // namespace

ChangeJournal::ChangeJournal(QObject* parent) : QObject(parent) {
  network_.setProxy(QNetworkProxy::NoProxy);
  network_.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

void ChangeJournal::setServer(const QUrl& server) {
  if (server == server_) return;
  cancel();
  server_ = server;
  askedAtMs_ = 0;
  changes_.clear();
  problem_.clear();
}

void ChangeJournal::refresh() {
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  if (!isConfigured() || reply_ || now - askedAtMs_ < kAskAgainMs) return;
  askedAtMs_ = now;
  QUrl url = server_;
  url.setPath(server_.path() + QStringLiteral("/v1/changes"));
  QUrlQuery query;
  query.addQueryItem(QStringLiteral("limit"), QString::number(kPageOfChanges));
  url.setQuery(query);
  QNetworkRequest request(url);
  request.setTransferTimeout(kChangesTimeoutMs);
  request.setRawHeader("Accept", "application/json");
  reply_ = network_.get(request);
  QNetworkReply* const reply = reply_;
  connect(reply, &QNetworkReply::finished, this, [this, reply] {
    reply->deleteLater();
    if (reply != reply_) return;
    reply_.clear();
    take(*reply);
  });
}

void ChangeJournal::cancel() {
  if (!reply_) return;
  QNetworkReply* const reply = reply_;
  reply_.clear();
  askedAtMs_ = 0;
  reply->abort();
}

void ChangeJournal::take(QNetworkReply& reply) {
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  const QJsonObject body = QJsonDocument::fromJson(reply.readAll()).object();
  if (status != 200 || !body.value(QLatin1String("data")).isArray()) {
    const QString said = body.value(QLatin1String("error")).toObject().value(QLatin1String("message")).toString();
    problem_ = tr("The changes of the service are not known: %1")
                   .arg(!said.isEmpty() ? said
                        : status == 0   ? reply.errorString()
                                        : tr("it answered %1.").arg(status));
    Q_EMIT answered();
    return;
  }
  problem_.clear();
  changes_.clear();
  for (const QJsonValue& item : body.value(QLatin1String("data")).toArray()) {
    const QJsonObject change = item.toObject();
    const QDateTime at =
        QDateTime::fromString(change.value(QLatin1String("happened_at")).toString(), Qt::ISODateWithMs);
    if (!at.isValid()) continue;
    changes_.push_back({at.toMSecsSinceEpoch(), change.value(QLatin1String("kind")).toString(),
                        change.value(QLatin1String("summary")).toString()});
  }
  Q_EMIT answered();
}

}  // namespace vigie::console
