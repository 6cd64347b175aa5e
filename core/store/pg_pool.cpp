#include "core/store/pg_pool.h"

#include "core/store/database_url.h"
#include "core/store/impl/pg_errors.h"
#include "core/store/impl/pg_session.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <pthread.h>

namespace vigie {

namespace {

using namespace std::chrono_literals;

constexpr auto kFirstBackoff = 50ms;
constexpr auto kLongestBackoff = 500ms;
constexpr auto kHeartbeat = 1s;  // of an idle pool, so that health() is never older
constexpr auto kProbeTimeout = 2s;
constexpr auto kMigrationTimeout = 10min;
constexpr auto kStartRetry = 50ms;

Error unavailable(std::string message) {
  Error error(ErrorCode::kUnavailable, std::move(message));
  error.retryAfter = 1s;
  return error;
}

/// Sooner than the watchdog: a living server then says itself that it stopped, and keeps its connection.
std::chrono::milliseconds statementTimeout(const PgPoolOptions& options) { return options.callTimeout * 9 / 10; }

void nameThisThread() {
  thread_local const bool named = pthread_setname_np(pthread_self(), "vigie-db") == 0;
  static_cast<void>(named);
}

}  // namespace

/// Asks PostgreSQL whether it is there; what acquire() and perform() find out is the answer.
class PgPool::Probe final : public impl::PgCall {
 public:
  explicit Probe(SteadyTime deadline) : PgCall(StoreOperation::kProbe, deadline) {}
  void work(impl::PgSession& session) override { session.command("SELECT 1"); }
  void deliver() override {}
  void fail(Error) override {}
  [[nodiscard]] bool isProbe() const override { return true; }
};

/// Lets the watchdog end a start that hangs, also when the pool stops meanwhile.
class PgPool::StartWatch final : public impl::Watched {
 public:
  explicit StartWatch(SteadyTime deadline) : Watched(deadline) {}
  void expire() noexcept override {}
};

Result<std::unique_ptr<PgPool>> PgPool::create(const Secret& databaseUrl, StoreMetrics& metrics,
                                               PgPoolOptions options) {
  ConnectionSettings settings;
  settings.statementTimeout = statementTimeout(options);
  auto connection = connectionString(databaseUrl, settings);
  if (!connection) return connection.error();
  settings.statementTimeout = 0ms;
  auto startConnection = connectionString(databaseUrl, settings);
  if (!startConnection) return startConnection.error();
  return std::unique_ptr<PgPool>(
      new PgPool(std::move(*connection), std::move(*startConnection), metrics, std::move(options)));
}

PgPool::PgPool(Secret connection, Secret startConnection, StoreMetrics& metrics, PgPoolOptions options)
    : connection_(std::move(connection)),
      startConnection_(std::move(startConnection)),
      options_(std::move(options)),
      metrics_(metrics),
      workers_(options_.connections),
      watchdog_(std::make_unique<impl::Watchdog>([this] { return housekeep(); })) {}

PgPool::~PgPool() { stop(); }

void PgPool::stop() {
  std::call_once(stopped_, [this] {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    stopSignal_.notify_all();
    watchdog_->expireAll();
    workers_.join();
    const std::lock_guard lock(mutex_);
    idle_.clear();
  });
}

DatabaseHealth PgPool::health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

void PgPool::submit(std::shared_ptr<impl::PgCall> call) {
  {
    std::unique_lock lock(mutex_);
    std::string refusal;
    if (stopping_) {
      refusal = "the store is shutting down";
    } else if (!started_) {
      refusal = health_.reason.empty() ? "the database is not ready yet" : health_.reason;
    } else if (health_.state == DatabaseHealth::State::kDown && !call->isProbe()) {
      refusal = health_.reason;
    } else if (pending_ >= options_.maxQueued && !call->isProbe()) {
      refusal = "the database is busy: " + std::to_string(options_.maxQueued) + " calls are waiting";
    }
    if (!refusal.empty()) {
      lock.unlock();
      call->fail(unavailable(std::move(refusal)));
      return;
    }
    ++pending_;
  }
  watchdog_->watch(call);
  boost::asio::post(workers_, [this, call = std::move(call)] {
    nameThisThread();
    workOn(*call);
    watchdog_->forget(*call);
    const std::lock_guard lock(mutex_);
    --pending_;
  });
}

void PgPool::workOn(impl::PgCall& call) {
  // The socket is not there yet; this asks whether the deadline passed in the queue.
  if (!watchdog_->attach(call, -1)) return;
  std::unique_ptr<impl::PgSession> session = acquire(call);
  if (!session) return;
  bool keep = false;
  metrics_.poolInUse.Increment();
  perform(call, *session, keep);
  metrics_.poolInUse.Decrement();
  if (!keep) session.reset();
  giveBack(std::move(session));
  // Last, so that a caller who continues finds the connection free again.
  call.deliver();
}

void PgPool::perform(impl::PgCall& call, impl::PgSession& session, bool& keep) {
  if (!watchdog_->attach(call, session.socket())) {
    keep = true;  // untouched
    return;
  }
  const SteadyTime begin = std::chrono::steady_clock::now();
  std::optional<impl::Failure> failure;
  try {
    call.work(session);
  } catch (...) {
    failure = impl::describeCurrentException(session.isOpen());
  }
  const bool inTime = watchdog_->detach(call);
  metrics_.observe(call.operation(), std::chrono::steady_clock::now() - begin);
  if (!inTime) {
    // A server that let its statement_timeout pass does not run. One that was given less time than that proves nothing.
    const bool hadItsTime = std::chrono::steady_clock::now() - session.statementBegan() >= statementTimeout(options_);
    if (hadItsTime || call.isProbe()) {
      markDown("PostgreSQL does not answer");
    } else {
      probeSoon();
    }
    return;
  }
  if (!failure) {
    keep = session.isOpen();
    markOk();
    return;
  }
  keep = !failure->connectionLost && session.isOpen();
  if (keep) {
    markOk();  // it answered, if only with a refusal
  } else if (call.isProbe()) {
    markDown(failure->error.message);
  } else {
    probeSoon();  // one lost connection is not yet a lost server
  }
  call.fail(std::move(failure->error));
}

std::unique_ptr<impl::PgSession> PgPool::acquire(impl::PgCall& call) {
  for (;;) {
    std::unique_ptr<impl::PgSession> session;
    {
      std::unique_lock lock(mutex_);
      if (stopping_ || (health_.state == DatabaseHealth::State::kDown && !call.isProbe())) {
        Error error = unavailable(stopping_ ? "the store is shutting down" : health_.reason);
        lock.unlock();
        call.fail(std::move(error));
        return nullptr;
      }
      if (!idle_.empty()) {
        session = std::move(idle_.back());
        idle_.pop_back();
        ++working_;
      }
    }
    if (!session) break;
    if (session->isQuiet()) return session;
    const std::lock_guard lock(mutex_);
    --working_;
  }
  try {
    auto session = std::make_unique<impl::PgSession>(connection_.reveal());
    const std::lock_guard lock(mutex_);
    ++working_;
    return session;
  } catch (...) {
    impl::ConnectFailure failure = impl::describeConnectFailure();
    bool othersWork = false;
    {
      const std::lock_guard lock(mutex_);
      othersWork = working_ > 0 || !idle_.empty();
    }
    // A server without a free slot still serves the connections we have.
    if (!failure.serverIsFull || !othersWork) markDown(failure.reason);
    call.fail(unavailable(std::move(failure.reason)));
    return nullptr;
  }
}

void PgPool::giveBack(std::unique_ptr<impl::PgSession> session) {
  const std::lock_guard lock(mutex_);
  --working_;
  if (!session || stopping_ || health_.state == DatabaseHealth::State::kDown) return;
  idle_.push_back(std::move(session));
}

void PgPool::markOk() {
  const std::lock_guard lock(mutex_);
  failures_ = 0;
  nextProbe_ = std::chrono::steady_clock::now() + kHeartbeat;
  if (health_.state == DatabaseHealth::State::kOk) return;
  if (health_.state == DatabaseHealth::State::kDown) log_.info("database reachable again");
  health_.state = DatabaseHealth::State::kOk;
  health_.reason.clear();
}

void PgPool::markDown(const std::string& reason) {
  std::vector<std::unique_ptr<impl::PgSession>> dropped;  // closed outside of the lock
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    dropped.swap(idle_);
    const auto backoff =
        std::min<std::chrono::milliseconds>(kLongestBackoff, kFirstBackoff * (1 << std::min(failures_, 4)));
    ++failures_;
    nextProbe_ = std::chrono::steady_clock::now() + backoff;
    if (health_.state != DatabaseHealth::State::kDown) log_.warning("database unreachable", {{"reason", reason}});
    health_.state = DatabaseHealth::State::kDown;
    health_.reason = reason;
  }
  probeSoon();
}

void PgPool::probeSoon() {
  SteadyTime when;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || !started_) return;
    if (health_.state != DatabaseHealth::State::kDown) nextProbe_ = std::chrono::steady_clock::now();
    when = nextProbe_;
  }
  watchdog_->wakeAt(when);
}

SteadyTime PgPool::housekeep() {
  const SteadyTime now = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || !started_) return SteadyTime::max();
    if (probing_) return now + kFirstBackoff;
    if (now < nextProbe_) return nextProbe_;
    probing_ = true;
    ++pending_;
  }
  auto probe = std::make_shared<Probe>(now + std::min<SteadyTime::duration>(kProbeTimeout, options_.callTimeout));
  watchdog_->watch(probe);
  boost::asio::post(workers_, [this, probe = std::move(probe)] {
    nameThisThread();
    workOn(*probe);
    watchdog_->forget(*probe);
    SteadyTime next;
    {
      const std::lock_guard lock(mutex_);
      --pending_;
      probing_ = false;
      next = nextProbe_;
    }
    watchdog_->wakeAt(next);
  });
  return SteadyTime::max();
}

boost::asio::awaitable<Result<void>> PgPool::start(std::chrono::milliseconds patience, Prepare prepare) {
  boost::asio::awaitable<Result<void>> onWorker = startOnWorker(patience, std::move(prepare));
  // Shielded: a cancelled coroutine that never suspended would throw into the worker (asio's co_spawn). stop() ends it.
  auto uncancelled = boost::asio::bind_cancellation_slot(boost::asio::cancellation_slot(), boost::asio::use_awaitable);
  co_return co_await boost::asio::co_spawn(workers_, std::move(onWorker), std::move(uncancelled));
}

boost::asio::awaitable<Result<void>> PgPool::startOnWorker(std::chrono::milliseconds patience, Prepare prepare) {
  nameThisThread();
  co_return connectAndPrepare(patience, prepare);
}

Result<void> PgPool::connectAndPrepare(std::chrono::milliseconds patience, const Prepare& prepare) {
  const SteadyTime end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    std::string reason;
    std::unique_ptr<impl::PgSession> session;
    try {
      session = std::make_unique<impl::PgSession>(startConnection_.reveal());
    } catch (...) {
      reason = impl::describeConnectFailure().reason;
    }
    if (session) {
      const auto watch = std::make_shared<StartWatch>(std::chrono::steady_clock::now() + kMigrationTimeout);
      watchdog_->watch(watch);
      std::optional<impl::Failure> failure;
      Result<void> prepared;
      try {
        if (watchdog_->attach(*watch, session->socket())) prepared = prepare(*session);
      } catch (...) {
        failure = impl::describeCurrentException(session->isOpen());
      }
      const bool inTime = watchdog_->detach(*watch);
      watchdog_->forget(*watch);
      if (!prepared) return prepared.error();
      if (!failure && inTime) {
        {
          const std::lock_guard lock(mutex_);
          started_ = true;
        }
        markOk();
        watchdog_->wakeAt(std::chrono::steady_clock::now() + kHeartbeat);
        return {};
      }
      if (failure && !failure->connectionLost) return failure->error;
      reason = failure ? failure->error.message : "PostgreSQL does not answer";
    }
    std::unique_lock lock(mutex_);
    health_.reason = reason;
    const SteadyTime now = std::chrono::steady_clock::now();
    if (!stopping_ && now < end) {
      stopSignal_.wait_until(lock, std::min(end, now + kStartRetry), [this] { return stopping_; });
    }
    if (stopping_) return unavailable("the store is shutting down");
    if (std::chrono::steady_clock::now() >= end) return unavailable(reason);
  }
}

}  // namespace vigie
