#include "console/prometheus/metadata_client.h"

#include "console/prometheus/answer_body.h"
#include "console/prometheus/frame.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QUrlQuery>

#include <algorithm>
#include <memory>

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

Result<QJsonValue> readEnvelope(const QByteArray& body, int status) {
  const QJsonObject envelope = QJsonDocument::fromJson(body).object();
  if (envelope.value(QLatin1String("status")).toString() == QLatin1String("success")) {
    return envelope.value(QLatin1String("data"));
  }
  const QString reason = envelope.value(QLatin1String("error")).toString();
  return Error(reason.isEmpty() ? ErrorCode::kUpstreamFailed : ErrorCode::kInvalidArgument,
               reason.isEmpty() ? "Prometheus answered HTTP " + std::to_string(status) + " without a reason."
                                : reason.toStdString());
}

QStringList textsIn(const QJsonValue& data) {
  QStringList texts;
  for (const QJsonValue& item : data.toArray()) texts.append(item.toString());
  return texts;
}

Labels labelsIn(const QJsonObject& object) {
  Labels labels;
  for (auto it = object.begin(); it != object.end(); ++it) labels.emplace_back(it.key(), it.value().toString());
  std::sort(labels.begin(), labels.end());
  return labels;
}

QStringList seriesIn(const QJsonValue& data) {
  QStringList texts;
  for (const QJsonValue& item : data.toArray()) texts.append(seriesText(labelsIn(item.toObject())));
  return texts;
}

QHash<QString, MetricMetadata> metricsIn(const QJsonValue& data) {
  QHash<QString, MetricMetadata> metadata;
  const QJsonObject metrics = data.toObject();
  for (auto it = metrics.begin(); it != metrics.end(); ++it) {
    const QJsonObject first = it.value().toArray().at(0).toObject();
    metadata.insert(it.key(),
                    {first.value(QLatin1String("type")).toString(), first.value(QLatin1String("help")).toString()});
  }
  return metadata;
}

}  // namespace

MetadataClient::MetadataClient(QNetworkAccessManager& network, QUrl base, QObject* parent)
    : QObject(parent), network_(network), base_(std::move(base)) {}

void MetadataClient::labelNames(const Scope& scope, QObject* context, TextsCallback callback) {
  get(QStringLiteral("/api/v1/labels"), queryOf(scope), context, textsIn, std::move(callback));
}

void MetadataClient::labelValues(const QString& label, const Scope& scope, QObject* context, TextsCallback callback) {
  get(QStringLiteral("/api/v1/label/%1/values").arg(label), queryOf(scope), context, textsIn, std::move(callback));
}

void MetadataClient::series(const Scope& scope, QObject* context, TextsCallback callback) {
  get(QStringLiteral("/api/v1/series"), queryOf(scope), context, seriesIn, std::move(callback));
}

void MetadataClient::metricMetadata(QObject* context, MetadataCallback callback) {
  get(QStringLiteral("/api/v1/metadata"), QUrlQuery(), context, metricsIn, std::move(callback));
}

template <class Value>
void MetadataClient::get(const QString& path, const QUrlQuery& query, QObject* context,
                         Value (*read)(const QJsonValue&), std::function<void(const Result<Value>&)> callback) {
  QUrl url = base_;
  url.setPath(base_.path() + path);
  url.setQuery(query);
  QNetworkRequest request(url);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  request.setDecompressedSafetyCheckThreshold(kMaxMetadataBytes);
  request.setTransferTimeout(static_cast<int>(deadline_.count()));
  QNetworkReply* reply = network_.get(request);
  auto* body = new AnswerBody(*reply, kMaxMetadataBytes);
  connect(body, &AnswerBody::tooLarge, reply, &QNetworkReply::abort);
  connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
  connect(reply, &QNetworkReply::finished, this,
          [this, reply, body, base = base_, read, asker = QPointer<QObject>(context), callback = std::move(callback)] {
            if (!asker) return;
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            if (status == 0) {
              return callback(
                  Error(ErrorCode::kUnavailable, MetadataClient::tr("Prometheus at %1 does not answer: %2.")
                                                     .arg(base.toString(QUrl::RemoveUserInfo), reply->errorString())
                                                     .toStdString()));
            }
            const QByteArray answer = body->take();
            if (body->isTooLarge()) {
              return callback(Error(
                  ErrorCode::kTooLarge,
                  MetadataClient::tr("Prometheus' list of labels is over 64 MiB. Choose a shorter time range, or a "
                                     "selector that finds fewer series.")
                      .toStdString()));
            }
            const quint64 id = nextId_++;
            parsing_[id].start(
                [answer, status, read] {
                  const Result<QJsonValue> data = readEnvelope(answer, status);
                  return std::make_shared<const Result<Value>>(data ? Result<Value>(read(*data))
                                                                    : Result<Value>(data.error()));
                },
                [this, id, asker, callback](const std::shared_ptr<const Result<Value>>& made) {
                  parsing_.erase(id);
                  if (asker) callback(*made);
                });
          });
}

}  // namespace vigie::console
