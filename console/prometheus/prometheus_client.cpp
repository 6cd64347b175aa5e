#include "console/prometheus/prometheus_client.h"

#include "console/prometheus/answer_body.h"
#include "console/prometheus/response_parser.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <algorithm>
#include <utility>

namespace vigie::console {
namespace {

/// A few milliseconds of parsing and more.
constexpr qsizetype kParseElsewhereBytes = 16 * 1024;
constexpr qint64 kMaxAnswerBytes = 64ll * 1024 * 1024;
constexpr std::chrono::milliseconds kFirstBackoff{1'000};
constexpr std::chrono::milliseconds kMaxBackoff{15'000};

void addField(QByteArray& form, const char* name, const QByteArray& value) {
  if (!form.isEmpty()) form += '&';
  form += name;
  form += '=';
  form += value;
}

QByteArray seconds(qint64 ms) { return QByteArray::number(static_cast<double>(ms) / 1000.0, 'f', 3); }

/// The form of a query; also its identity, so that equal questions share one request.
QByteArray formOf(const PromQuery& query) {
  QByteArray form = query.range ? "range&" : "instant&";
  addField(form, "query", QUrl::toPercentEncoding(query.expr));
  if (query.range) {
    addField(form, "start", seconds(query.startMs));
    addField(form, "end", seconds(query.endMs));
    addField(form, "step", seconds(query.stepMs));
  } else if (query.endMs != 0) {
    addField(form, "time", seconds(query.endMs));
  }
  return form;
}

bool isConnectionFailure(QNetworkReply::NetworkError error) {
  return error > QNetworkReply::NoError && error < QNetworkReply::ContentAccessDenied &&
         error != QNetworkReply::OperationCanceledError;
}

}  // namespace

QueryTicket::QueryTicket(PrometheusClient* client, QByteArray key, quint64 id)
    : client_(client), key_(std::move(key)), id_(id) {}

QueryTicket::QueryTicket(QueryTicket&& other) noexcept
    : client_(std::exchange(other.client_, nullptr)),
      key_(std::exchange(other.key_, {})),
      id_(std::exchange(other.id_, 0)) {}

QueryTicket& QueryTicket::operator=(QueryTicket&& other) noexcept {
  if (this != &other) {
    cancel();
    client_ = std::exchange(other.client_, nullptr);
    key_ = std::exchange(other.key_, {});
    id_ = std::exchange(other.id_, 0);
  }
  return *this;
}

QueryTicket::~QueryTicket() { cancel(); }

void QueryTicket::cancel() {
  if (client_) client_->unsubscribe(key_, id_);
  client_ = nullptr;
}

bool QueryTicket::isPending() const { return client_ && client_->isSubscribed(key_, id_); }

PrometheusClient::PrometheusClient(QNetworkAccessManager& network, QUrl base, QObject* parent)
    : QObject(parent), network_(network), base_(std::move(base)) {
  retry_.setSingleShot(true);
  connect(&retry_, &QTimer::timeout, this, &PrometheusClient::probe);
}

PrometheusClient::~PrometheusClient() { dropAll(); }

void PrometheusClient::setBaseUrl(const QUrl& base) {
  if (base == base_) return;
  dropAll();
  base_ = base;
  retry_.stop();
  backoff_ = {};
  handleReachable();
  Q_EMIT baseUrlChanged();
}

QueryTicket PrometheusClient::ask(const PromQuery& query, Callback callback) {
  const QByteArray key = formOf(query);
  const quint64 id = nextId_++;
  const auto [entry, isNew] = pending_.try_emplace(key);
  Pending& pending = entry->second;
  pending.subscribers.push_back({id, std::move(callback)});
  ++stats_.asked;
  if (!isNew) ++stats_.shared;
  if (isNew) {
    pending.query = query;
    pending.generation = id;
    if (!reachable_ && !probing_) {
      failLater(key, id, Error(ErrorCode::kUnavailable, unreachableReason_.toStdString()));
    } else {
      pending.deadline = std::make_unique<QTimer>();
      pending.deadline->setSingleShot(true);
      connect(pending.deadline.get(), &QTimer::timeout, this, [this, key, id] {
        finish(key, id,
               Error(ErrorCode::kTimeout, tr("Prometheus did not answer within %1 s. Choose a shorter time range or a "
                                             "cheaper query.")
                                              .arg(deadline_.count() / 1000)
                                              .toStdString()));
      });
      pending.deadline->start(deadline_);
      waiting_.append(key);
      startNext();
    }
    Q_EMIT inFlightChanged(inFlight());
  }
  return {this, key, id};
}

void PrometheusClient::drop(QNetworkReply& reply) {
  reply.disconnect(this);
  // One that failed already needs no end, and Qt complains of a second reason.
  if (!reply.isFinished() && reply.error() == QNetworkReply::NoError) reply.abort();
  reply.deleteLater();
}

void PrometheusClient::retryNow() {
  if (reachable_) return;
  retry_.stop();
  probe();
}

void PrometheusClient::unsubscribe(const QByteArray& key, quint64 id) {
  if (delivering_.remove(id)) return;
  const auto entry = pending_.find(key);
  if (entry == pending_.end()) return;
  auto& subscribers = entry->second.subscribers;
  std::erase_if(subscribers, [id](const Subscriber& s) { return s.id == id; });
  if (!subscribers.empty()) return;
  const bool wasOnTheWire = entry->second.reply != nullptr;
  if (wasOnTheWire) {
    ++stats_.cancelled;
    drop(*entry->second.reply);
    --onTheWire_;
  }
  waiting_.removeOne(key);
  pending_.erase(entry);
  Q_EMIT inFlightChanged(inFlight());
  if (wasOnTheWire) startNext();
}

bool PrometheusClient::isSubscribed(const QByteArray& key, quint64 id) const {
  const auto entry = pending_.find(key);
  if (entry == pending_.end()) return false;
  const auto& subscribers = entry->second.subscribers;
  return std::any_of(subscribers.begin(), subscribers.end(), [id](const Subscriber& s) { return s.id == id; });
}

void PrometheusClient::startNext() {
  while (onTheWire_ < kMaxConcurrent && !waiting_.isEmpty()) {
    const QByteArray key = waiting_.takeFirst();
    const auto entry = pending_.find(key);
    if (entry != pending_.end()) start(key, entry->second);
  }
}

void PrometheusClient::start(const QByteArray& key, Pending& pending) {
  QUrl url = base_;
  url.setPath(base_.path() +
              (pending.query.range ? QStringLiteral("/api/v1/query_range") : QStringLiteral("/api/v1/query")));
  QNetworkRequest request(url);
  request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/x-www-form-urlencoded"));
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  // Thousands of services that are up pack into a hundredth: Qt takes that for a bomb. We have a limit of our own.
  request.setDecompressedSafetyCheckThreshold(kMaxAnswerBytes);
  QByteArray form = key.mid(key.indexOf('&') + 1);
  // Prometheus gives up when we do: an abandoned query must not go on burning its CPU.
  addField(form, "timeout", QByteArray::number(static_cast<qlonglong>(deadline_.count())) + "ms");
  ++stats_.sent;
  pending.reply = network_.post(request, form);
  ++onTheWire_;
  const quint64 generation = pending.generation;
  pending.body = new AnswerBody(*pending.reply, kMaxAnswerBytes);
  connect(pending.body, &AnswerBody::tooLarge, this, [this, key, generation] {
    finish(key, generation,
           Error(ErrorCode::kTooLarge,
                 tr("The answer is over 64 MiB. Choose fewer series or a shorter time range.").toStdString()));
  });
  connect(pending.reply, &QNetworkReply::finished, this, [this, key, generation] { handleFinished(key, generation); });
}

void PrometheusClient::handleFinished(const QByteArray& key, quint64 generation) {
  auto entry = pending_.find(key);
  if (entry == pending_.end() || entry->second.generation != generation) return;
  QNetworkReply* reply = entry->second.reply;
  const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  if (status == 0) {
    const QString reason =
        tr("Prometheus at %1 does not answer: %2.").arg(base_.toString(QUrl::RemoveUserInfo), reply->errorString());
    // First: who hears of the failure asks whether it is the only one.
    if (isConnectionFailure(reply->error())) handleUnreachable(reason);
    finish(key, generation, Error(ErrorCode::kUnavailable, reason.toStdString()));
    return;
  }
  handleReachable();
  // Who heard that it is back may have asked anew, and dropped this question.
  entry = pending_.find(key);
  if (entry == pending_.end() || entry->second.generation != generation) return;
  AnswerBody& answer = *entry->second.body;
  const QByteArray body = answer.take();
  // It says so itself.
  if (answer.isTooLarge()) return;
  if (isConnectionFailure(reply->error())) {
    finish(key, generation,
           Error(ErrorCode::kUpstreamFailed, tr("Prometheus' answer broke off after %1 bytes: %2.")
                                                 .arg(body.size())
                                                 .arg(reply->errorString())
                                                 .toStdString()));
    return;
  }
  stats_.bytesReceived += static_cast<quint64>(body.size());
  if (body.size() < kParseElsewhereBytes) {
    finish(key, generation, parseQueryResponse(body, status));
    return;
  }
  entry->second.parsing.start(
      [body, status] { return std::make_shared<const Result<FramePtr>>(parseQueryResponse(body, status)); },
      [this, key, generation](const std::shared_ptr<const Result<FramePtr>>& parsed) {
        finish(key, generation, *parsed);
      });
}

void PrometheusClient::finish(const QByteArray& key, quint64 generation, const Result<FramePtr>& result) {
  const auto entry = pending_.find(key);
  if (entry == pending_.end() || entry->second.generation != generation) return;
  if (!result && entry->second.reply) ++stats_.failed;
  // Taken out first: a callback may ask the same question again.
  Pending pending = std::move(entry->second);
  pending_.erase(entry);
  waiting_.removeOne(key);
  if (pending.deadline) pending.deadline.release()->deleteLater();
  if (pending.reply) {
    drop(*pending.reply);
    --onTheWire_;
  }
  startNext();
  Q_EMIT inFlightChanged(inFlight());
  // A callback may drop another subscriber's ticket, or this client.
  for (const Subscriber& subscriber : pending.subscribers) delivering_.insert(subscriber.id);
  const QPointer<PrometheusClient> self(this);
  for (const Subscriber& subscriber : pending.subscribers) {
    if (delivering_.remove(subscriber.id)) subscriber.callback(result);
    if (!self) return;
  }
}

void PrometheusClient::failLater(const QByteArray& key, quint64 generation, Error error) {
  QMetaObject::invokeMethod(
      this, [this, key, generation, error = std::move(error)] { finish(key, generation, error); },
      Qt::QueuedConnection);
}

void PrometheusClient::handleUnreachable(const QString& reason) {
  unreachableReason_ = reason;
  backoff_ = std::clamp(backoff_ * 2, kFirstBackoff, kMaxBackoff);
  retry_.start(backoff_);
  // What waits would fail one by one: it gets the reason now.
  const QList<QByteArray> waiting = std::exchange(waiting_, {});
  for (const QByteArray& key : waiting) {
    const auto entry = pending_.find(key);
    if (entry != pending_.end()) {
      failLater(key, entry->second.generation, Error(ErrorCode::kUnavailable, reason.toStdString()));
    }
  }
  if (!reachable_) return;
  reachable_ = false;
  Q_EMIT reachableChanged(false);
}

void PrometheusClient::handleReachable() {
  retry_.stop();
  backoff_ = {};
  unreachableReason_.clear();
  if (reachable_) return;
  reachable_ = true;
  Q_EMIT reachableChanged(true);
}

void PrometheusClient::probe() {
  probing_ = true;
  probe_ = ask({QStringLiteral("vector(1)")}, [](const Result<FramePtr>&) {});
  probing_ = false;
}

void PrometheusClient::dropAll() {
  waiting_.clear();
  for (auto& [key, pending] : pending_) {
    if (pending.reply) drop(*pending.reply);
  }
  pending_.clear();
  onTheWire_ = 0;
}

}  // namespace vigie::console
