#include "console/prometheus/metadata_client.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QUrlQuery>

#include <algorithm>

namespace vigie::console {
namespace {

constexpr qint64 kMaxMetadataBytes = 64ll * 1024 * 1024;

QUrlQuery queryOf(const MetadataClient::Scope& scope) {
  QUrlQuery query;
  const auto add = [&query](const char* name, const QString& value) {
    // QUrlQuery leaves '+' alone, and servers read it as a space.
    query.addQueryItem(QString::fromLatin1(QUrl::toPercentEncoding(QLatin1String(name))),
                       QString::fromLatin1(QUrl::toPercentEncoding(value)));
  };
  if (!scope.match.isEmpty()) add("match[]", scope.match);
  if (scope.fromMs > 0) add("start", QString::number(static_cast<double>(scope.fromMs) / 1000.0, 'f', 3));
  if (scope.toMs > 0) add("end", QString::number(static_cast<double>(scope.toMs) / 1000.0, 'f', 3));
  return query;
}

Result<QJsonValue> readEnvelope(QNetworkReply& reply, const QUrl& base) {
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  if (status == 0) {
    return Error(ErrorCode::kUnavailable, MetadataClient::tr("Prometheus at %1 does not answer: %2.")
                                              .arg(base.toString(QUrl::RemoveUserInfo), reply.errorString())
                                              .toStdString());
  }
  const QJsonObject envelope = QJsonDocument::fromJson(reply.readAll()).object();
  if (envelope.value(QLatin1String("status")).toString() == QLatin1String("success")) {
    return envelope.value(QLatin1String("data"));
  }
  const QString reason = envelope.value(QLatin1String("error")).toString();
  return Error(reason.isEmpty() ? ErrorCode::kUpstreamFailed : ErrorCode::kInvalidArgument,
               reason.isEmpty() ? "Prometheus answered HTTP " + std::to_string(status) + " without a reason."
                                : reason.toStdString());
}

QStringList textsIn(const QJsonArray& array) {
  QStringList texts;
  for (const QJsonValue& item : array) texts.append(item.toString());
  return texts;
}

Labels labelsIn(const QJsonObject& object) {
  Labels labels;
  for (auto it = object.begin(); it != object.end(); ++it) labels.emplace_back(it.key(), it.value().toString());
  std::sort(labels.begin(), labels.end());
  return labels;
}

}  // namespace

MetadataClient::MetadataClient(QNetworkAccessManager& network, QUrl base, QObject* parent)
    : QObject(parent), network_(network), base_(std::move(base)) {}

void MetadataClient::labelNames(const Scope& scope, QObject* context, TextsCallback callback) {
  get(QStringLiteral("/api/v1/labels"), queryOf(scope), context,
      [callback = std::move(callback)](const Result<QJsonValue>& data) {
        callback(data ? Result<QStringList>(textsIn(data->toArray())) : Result<QStringList>(data.error()));
      });
}

void MetadataClient::labelValues(const QString& label, const Scope& scope, QObject* context, TextsCallback callback) {
  get(QStringLiteral("/api/v1/label/%1/values").arg(label), queryOf(scope), context,
      [callback = std::move(callback)](const Result<QJsonValue>& data) {
        callback(data ? Result<QStringList>(textsIn(data->toArray())) : Result<QStringList>(data.error()));
      });
}

void MetadataClient::series(const Scope& scope, QObject* context, SeriesCallback callback) {
  get(QStringLiteral("/api/v1/series"), queryOf(scope), context,
      [callback = std::move(callback)](const Result<QJsonValue>& data) {
        if (!data) return callback(data.error());
        std::vector<Labels> series;
        for (const QJsonValue& item : data->toArray()) series.push_back(labelsIn(item.toObject()));
        callback(series);
      });
}

void MetadataClient::metricMetadata(QObject* context, MetadataCallback callback) {
  get(QStringLiteral("/api/v1/metadata"), QUrlQuery(), context,
      [callback = std::move(callback)](const Result<QJsonValue>& data) {
        if (!data) return callback(data.error());
        QHash<QString, MetricMetadata> metadata;
        const QJsonObject metrics = data->toObject();
        for (auto it = metrics.begin(); it != metrics.end(); ++it) {
          const QJsonObject first = it.value().toArray().at(0).toObject();
          metadata.insert(
              it.key(), {first.value(QLatin1String("type")).toString(), first.value(QLatin1String("help")).toString()});
        }
        callback(metadata);
      });
}

void MetadataClient::get(const QString& path, const QUrlQuery& query, QObject* context, JsonCallback callback) {
  QUrl url = base_;
  url.setPath(base_.path() + path);
  url.setQuery(query);
  QNetworkRequest request(url);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  request.setTransferTimeout(static_cast<int>(deadline_.count()));
  QNetworkReply* reply = network_.get(request);
  connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
    if (received > kMaxMetadataBytes) reply->abort();
  });
  // The reply goes with the client, the answer only to a context that is still there.
  connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
  connect(reply, &QNetworkReply::finished, context,
          [reply, base = base_, callback = std::move(callback)] { callback(readEnvelope(*reply, base)); });
}

}  // namespace vigie::console
