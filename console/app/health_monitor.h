// The state of everything the console depends on, asked every few seconds without blocking (UI thread).
#pragma once

#include "console/prometheus/prometheus_client.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <chrono>
#include <optional>

class QNetworkAccessManager;
class QNetworkReply;

namespace vigie::console {

class Endpoints;

enum class HealthLevel { kUnknown, kGood, kWarning, kCritical, kAbsent };

struct HealthItem {
  HealthLevel level = HealthLevel::kUnknown;
  QString text;    ///< "Server 0.1.0"
  QString detail;  ///< a sentence, for the tooltip; empty when all is well
  friend bool operator==(const HealthItem&, const HealthItem&) = default;
};

class HealthMonitor : public QObject {
  Q_OBJECT
 public:
  HealthMonitor(QNetworkAccessManager& network, Endpoints& endpoints, PrometheusClient& prometheus,
                QObject* parent = nullptr);

  void start();
  /// How long Prometheus may think before that is a warning; ten seconds.
  void setOverdueAfter(std::chrono::milliseconds time) { overdueAfter_ = time; }
  [[nodiscard]] const HealthItem& server() const { return server_; }
  [[nodiscard]] const HealthItem& database() const { return database_; }
  [[nodiscard]] const HealthItem& grafana() const { return grafana_; }
  /// With the age of its newest sample as it is at this moment; a warning while its answer is overdue.
  [[nodiscard]] HealthItem prometheus() const;
  /// Every one of them has been asked at least once.
  [[nodiscard]] bool isComplete() const;

 Q_SIGNALS:
  void changed();

 private:
  void poll();
  void pollServer();
  void pollGrafana();
  void pollNewestSample();
  void readReadiness(QNetworkReply& reply);
  void reset();

  QNetworkAccessManager& network_;
  Endpoints& endpoints_;
  PrometheusClient& prometheusClient_;
  QTimer timer_;
  QPointer<QNetworkReply> serverReply_;
  QPointer<QNetworkReply> grafanaReply_;
  QueryTicket newest_;
  HealthItem server_;
  HealthItem database_;
  HealthItem grafana_;
  HealthItem prometheus_;
  std::optional<qint64> newestAgeMs_;  ///< when sinceAnswer_ was started
  QElapsedTimer sinceAnswer_;
  std::chrono::milliseconds overdueAfter_{10'000};
  QElapsedTimer sinceAsked_;  ///< while newest_ is pending
};

}  // namespace vigie::console
