#include "console/dashboard/edit/grafana_dashboards.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace vigie::console {
namespace {

constexpr int kGrafanaDeadlineMs = 20'000;
constexpr qint64 kMostGrafanaBytes = 16 * 1024 * 1024;

Error failure(ErrorCode code, const QString& message) { return {code, message.toStdString()}; }

Result<QByteArray> readAnswer(QNetworkReply& reply, const QUrl& base, const QString& uid, bool hasToken) {
  const QString where = base.toString(QUrl::RemoveUserInfo);
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  switch (status) {
    case 0:
      return failure(ErrorCode::kUnavailable,
                     GrafanaDashboards::tr("Grafana at %1 does not answer: %2.").arg(where, reply.errorString()));
    case 200:
      break;
    case 401:
    case 403:
      return failure(ErrorCode::kUnauthenticated,
                     hasToken
                         ? GrafanaDashboards::tr("Grafana at %1 refuses the token (HTTP %2). Give GRAFANA_TOKEN one "
                                                 "of a service account that may view this dashboard.")
                               .arg(where)
                               .arg(status)
                         : GrafanaDashboards::tr("Grafana at %1 wants to know who asks (HTTP %2). Set GRAFANA_TOKEN "
                                                 "to a service account's token.")
                               .arg(where)
                               .arg(status));
    case 404:
      return failure(ErrorCode::kNotFound,
                     GrafanaDashboards::tr("Grafana at %1 has no dashboard with the uid “%2”.").arg(where, uid));
    default:
      return failure(ErrorCode::kUpstreamFailed,
                     GrafanaDashboards::tr("Grafana at %1 answered HTTP %2.").arg(where).arg(status));
  }
  const QByteArray body = reply.readAll();
  if (!QJsonDocument::fromJson(body).object().value(QLatin1String("dashboard")).isObject()) {
    return failure(
        ErrorCode::kUpstreamFailed,
        GrafanaDashboards::tr("What answers at %1 is no Grafana: its answer holds no dashboard.").arg(where));
  }
  return body;
}

}  // namespace

GrafanaDashboards::GrafanaDashboards(QNetworkAccessManager& network, QUrl base, QByteArray token, QObject* parent)
    : QObject(parent), network_(network), base_(std::move(base)), token_(std::move(token)) {}

void GrafanaDashboards::fetch(const QString& uid, QObject* context, Callback callback) {
  if (base_.isEmpty()) {
    const Error error =
        failure(ErrorCode::kInvalidArgument,
                tr("No Grafana is configured. Start the console with --grafana URL, or set GRAFANA_URL."));
    QMetaObject::invokeMethod(
        context, [callback = std::move(callback), error] { callback(error); }, Qt::QueuedConnection);
    return;
  }
  QUrl url = base_;
  url.setPath(base_.path() + QStringLiteral("/api/dashboards/uid/") + uid);
  QNetworkRequest request(url);
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::SameOriginRedirectPolicy);
  request.setTransferTimeout(kGrafanaDeadlineMs);
  request.setRawHeader("Accept", "application/json");
  if (!token_.isEmpty()) request.setRawHeader("Authorization", "Bearer " + token_);
  QNetworkReply* reply = network_.get(request);
  connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
    if (received > kMostGrafanaBytes) reply->abort();
  });
  connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
  connect(reply, &QNetworkReply::finished, context,
          [reply, base = base_, uid, hasToken = !token_.isEmpty(), callback = std::move(callback)] {
            callback(readAnswer(*reply, base, uid, hasToken));
          });
}

}  // namespace vigie::console
