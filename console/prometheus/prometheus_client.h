// Asynchronous client of Prometheus' query API on the UI thread's event loop. Nothing here blocks.
//
// At most kMaxConcurrent requests are on the wire, the others wait in order; identical queries share one request;
// a query nobody waits for any more is cancelled; each has a deadline from the moment it is asked. While Prometheus
// cannot be reached, queries fail at once with the reason and the client alone tries again, ever more slowly, and says
// when it is back. Large answers are parsed on another thread.
#pragma once

#include "console/prometheus/background_job.h"
#include "console/prometheus/frame.h"
#include "console/prometheus/prom_query.h"
#include "console/prometheus/query_stats.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>
#include <map>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace vigie::console {

class AnswerBody;
class PrometheusClient;

/// Interest in an answer. Destroying or reassigning it cancels: the callback is not called any more.
class QueryTicket {
 public:
  QueryTicket() = default;
  QueryTicket(QueryTicket&& other) noexcept;
  QueryTicket& operator=(QueryTicket&& other) noexcept;
  QueryTicket(const QueryTicket&) = delete;
  QueryTicket& operator=(const QueryTicket&) = delete;
  ~QueryTicket();

  void cancel();
  /// An answer is still to come.
  [[nodiscard]] bool isPending() const;

 private:
  friend class PrometheusClient;
  QueryTicket(PrometheusClient* client, QByteArray key, quint64 id);
  QPointer<PrometheusClient> client_;
  QByteArray key_;
  quint64 id_ = 0;
};

class PrometheusClient : public QObject {
  Q_OBJECT
 public:
  using Callback = std::function<void(const Result<FramePtr>&)>;
  static constexpr int kMaxConcurrent = 6;

  /// `network` outlives the client. `base` without a trailing slash.
  PrometheusClient(QNetworkAccessManager& network, QUrl base, QObject* parent = nullptr);
  ~PrometheusClient() override;

  [[nodiscard]] const QUrl& baseUrl() const { return base_; }
  [[nodiscard]] QNetworkAccessManager& network() const { return network_; }
  /// Another Prometheus: everything pending is dropped without an answer, reachability starts anew. Who waits asks again
  /// at baseUrlChanged().
  void setBaseUrl(const QUrl& base);
  /// Deadline of one query, waiting in line included. 20 s by default.
  void setDeadline(std::chrono::milliseconds deadline) { deadline_ = deadline; }

  /// `callback` runs later, never inside ask(), at most once.
  [[nodiscard]] QueryTicket ask(const PromQuery& query, Callback callback);

  [[nodiscard]] const QueryStats& stats() const { return stats_; }
  /// For who asks for a tail only (RangeMemory): `pointsHeld` samples were not asked for again.
  void noteTail(quint64 pointsHeld) {
    ++stats_.tails;
    stats_.pointsHeld += pointsHeld;
  }

  /// Requests on the wire or waiting.
  [[nodiscard]] int inFlight() const { return static_cast<int>(pending_.size()); }
  /// False after a connection failed, until one succeeds.
  [[nodiscard]] bool isReachable() const { return reachable_; }
  /// Why not, in words; empty while reachable.
  [[nodiscard]] const QString& unreachableReason() const { return unreachableReason_; }
  /// Tries again now instead of at the next scheduled time.
  void retryNow();

 Q_SIGNALS:
  void baseUrlChanged();
  void inFlightChanged(int count);
  void reachableChanged(bool reachable);

 private:
  friend class QueryTicket;
  struct Subscriber {
    quint64 id = 0;
    Callback callback;
  };
  struct Pending {
    PromQuery query;
    quint64 generation = 0;
    std::vector<Subscriber> subscribers;
    QNetworkReply* reply = nullptr;
    AnswerBody* body = nullptr;  ///< the reply's
    std::unique_ptr<QTimer> deadline;
    BackgroundJob parsing;
  };

  void unsubscribe(const QByteArray& key, quint64 id);
  [[nodiscard]] bool isSubscribed(const QByteArray& key, quint64 id) const;
  void startNext();
  void start(const QByteArray& key, Pending& pending);
  void handleFinished(const QByteArray& key, quint64 generation);
  void finish(const QByteArray& key, quint64 generation, const Result<FramePtr>& result);
  void handleUnreachable(const QString& reason);
  void handleReachable();
  void failLater(const QByteArray& key, quint64 generation, Error error);
  void probe();
  /// Ends a request that nobody waits for any more.
  void drop(QNetworkReply& reply);
  void dropAll();

  QNetworkAccessManager& network_;
  QUrl base_;
  std::chrono::milliseconds deadline_{20'000};
  std::map<QByteArray, Pending> pending_;
  QList<QByteArray> waiting_;
  QSet<quint64> delivering_;  ///< subscribers of an answer that is being handed out
  int onTheWire_ = 0;
  QueryStats stats_;
  quint64 nextId_ = 1;
  bool reachable_ = true;
  bool probing_ = false;  ///< ask() is called by probe(), which must reach the wire
  QString unreachableReason_;
  QTimer retry_;
  std::chrono::milliseconds backoff_{0};
  QueryTicket probe_;
};

}  // namespace vigie::console
