// Asynchronous client of Prometheus' label and series API, for variables and completion. UI thread; nothing blocks, and
// answers are parsed on another thread.
// Source: https://prometheus.io/docs/prometheus/latest/querying/api/#querying-metadata
#pragma once

#include "console/prometheus/background_job.h"
#include "console/prometheus/frame.h"
#include "core/base/result.h"

#include <QHash>
#include <QJsonValue>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <functional>
#include <map>
#include <vector>

class QNetworkAccessManager;
class QUrlQuery;

namespace vigie::console {

/// What a metric says about itself where it is scraped.
struct MetricMetadata {
  QString type;  ///< counter, gauge, histogram, summary, unknown …
  QString help;
};

class MetadataClient : public QObject {
  Q_OBJECT
 public:
  using TextsCallback = std::function<void(const Result<QStringList>&)>;

  using MetadataCallback = std::function<void(const Result<QHash<QString, MetricMetadata>>&)>;

  /// What a lookup is limited to: series that `match` selects (empty: all), with samples between the two times (0:
  /// any).
  struct Scope {
    QString match;
    qint64 fromMs = 0;
    qint64 toMs = 0;
  };

  /// `network` outlives the client. `base` without a trailing slash.
  MetadataClient(QNetworkAccessManager& network, QUrl base, QObject* parent = nullptr);

  void setBaseUrl(const QUrl& base) { base_ = base; }
  void setDeadline(std::chrono::milliseconds deadline) { deadline_ = deadline; }

  // Callbacks run later, never inside the call, at most once, and not after `context` or this is gone. kTooLarge: the
  // answer is over 64 MiB.
  void labelNames(const Scope& scope, QObject* context, TextsCallback callback);
  void labelValues(const QString& label, const Scope& scope, QObject* context, TextsCallback callback);
  /// Each as seriesText() writes it.
  void series(const Scope& scope, QObject* context, TextsCallback callback);
  /// Of every metric that is scraped now; of several accounts of one metric the first.
  void metricMetadata(QObject* context, MetadataCallback callback);

 private:
  /// `read` makes the answer's `data` out, on another thread.
  template <class Value>
  void get(const QString& path, const QUrlQuery& query, QObject* context, Value (*read)(const QJsonValue&),
           std::function<void(const Result<Value>&)> callback);

  QNetworkAccessManager& network_;
  QUrl base_;
  std::chrono::milliseconds deadline_{20'000};
  std::map<quint64, BackgroundJob> parsing_;
  quint64 nextId_ = 1;
};

}  // namespace vigie::console
