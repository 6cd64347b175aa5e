// PgPool: bounded, self-healing access to PostgreSQL for coroutines.
#pragma once

#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/log.h"
#include "core/base/result.h"
#include "core/metrics/store_metrics.h"
#include "core/store/impl/pg_call.h"
#include "core/store/impl/watchdog.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace vigie {

/// How PostgreSQL is, for readiness.
struct DatabaseHealth {
  enum class State { kStarting, kOk, kDown };
  State state = State::kStarting;
  std::string reason;  ///< one sentence when not kOk; names no host, user or value
};

struct PgPoolOptions {
  std::size_t connections = 8;                   ///< at most; opened when needed
  std::size_t maxQueued = 1024;                  ///< calls waiting or working; the next is kUnavailable
  std::chrono::milliseconds callTimeout{5'000};  ///< from run() to its end, the wait in the queue included
};

/// A named thread pool, as many connections as threads, and a watchdog.
///
/// run() hops to a worker, runs the work with a connection, and hops back to the caller's executor. It ends by its
/// deadline whatever PostgreSQL does: kTimeout when that hangs, kUnavailable at once while it is known to be down
/// (like a circuit breaker; a probe heals it within half a second of PostgreSQL's return) or while the queue is full.
/// Cancelling the awaiting coroutine does not reach the database: work once begun is awaited to its end, so that a
/// client who leaves cannot tear a write in two.
///
/// Work that times out may still be done by PostgreSQL: statements are idempotent, so the caller may send it again.
/// Any thread. Destroy it, or stop() it, before the executors whose coroutines await it.
class PgPool {
 public:
  /// kInvalidArgument when `databaseUrl` cannot be read. Connects to nothing yet. `metrics` must outlive the pool.
  static Result<std::unique_ptr<PgPool>> create(const Secret& databaseUrl, StoreMetrics& metrics,
                                                PgPoolOptions options = {});
  ~PgPool();
  PgPool(const PgPool&) = delete;
  PgPool& operator=(const PgPool&) = delete;

  using Prepare = std::function<Result<void>(impl::PgSession&)>;
  /// Tries every 50 ms until PostgreSQL accepts a connection, runs `prepare` on it without a statement timeout, and
  /// opens the pool for run(). kUnavailable with the reason after `patience`, or prepare's error.
  boost::asio::awaitable<Result<void>> start(std::chrono::milliseconds patience, Prepare prepare);

  /// `work` is called at most once as Result<T>(impl::PgSession&) on a worker; it owns all it needs.
  template <class Work>
  auto run(StoreOperation operation, Work work)
      -> boost::asio::awaitable<std::invoke_result_t<Work&, impl::PgSession&>> {
    return run(operation, std::move(work), options_.callTimeout);
  }
  /// The same for work of many statements, which has `timeout` altogether. Each statement has a call's time at most.
  template <class Work>
  auto run(StoreOperation operation, Work work, std::chrono::milliseconds timeout)
      -> boost::asio::awaitable<std::invoke_result_t<Work&, impl::PgSession&>> {
    using Outcome = std::invoke_result_t<Work&, impl::PgSession&>;
    impl::InitiateCall<PgPool, Outcome> initiate(*this, operation, timeout);
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Outcome)>(
        std::move(initiate), boost::asio::use_awaitable, std::move(work));
  }

  /// The same without anybody who waits: done soon, or not at all. `work` is void(impl::PgSession&).
  template <class Work>
  void post(StoreOperation operation, Work work) {
    const SteadyTime deadline = std::chrono::steady_clock::now() + options_.callTimeout;
    submit(std::make_shared<impl::PostedPgCall<Work>>(operation, deadline, std::move(work)));
  }

  /// For calls of the store's own making; `call` ends by callDeadline().
  void enqueue(std::shared_ptr<impl::PgCall> call) { submit(std::move(call)); }
  [[nodiscard]] SteadyTime callDeadline() const { return std::chrono::steady_clock::now() + options_.callTimeout; }
  [[nodiscard]] std::chrono::milliseconds callTimeout() const { return options_.callTimeout; }

  [[nodiscard]] DatabaseHealth health() const;

  /// Ends every call with an error and closes every connection; later calls are kUnavailable. Idempotent.
  void stop();

 private:
  template <class Pool, class Outcome>
  friend class impl::InitiateCall;
  class Probe;
  class StartWatch;

  PgPool(Secret connection, Secret startConnection, StoreMetrics& metrics, PgPoolOptions options);

  void submit(std::shared_ptr<impl::PgCall> call);
  void workOn(impl::PgCall& call);
  void perform(impl::PgCall& call, impl::PgSession& session, bool& keep);
  /// An idle connection or a new one; null after the call was failed.
  std::unique_ptr<impl::PgSession> acquire(impl::PgCall& call);
  /// Takes null for a connection that must not be used again.
  void giveBack(std::unique_ptr<impl::PgSession> session);
  boost::asio::awaitable<Result<void>> startOnWorker(std::chrono::milliseconds patience, Prepare prepare);
  Result<void> connectAndPrepare(std::chrono::milliseconds patience, const Prepare& prepare);

  void markOk();
  void markDown(const std::string& reason);
  void probeSoon();
  SteadyTime housekeep();

  const Secret connection_;
  const Secret startConnection_;
  const PgPoolOptions options_;
  StoreMetrics& metrics_;
  const Log log_{"store"};

  mutable std::mutex mutex_;  // guards what follows up to the thread pool
  std::condition_variable stopSignal_;
  DatabaseHealth health_;
  std::vector<std::unique_ptr<impl::PgSession>> idle_;
  std::size_t pending_ = 0;
  std::size_t working_ = 0;  // connections in use
  bool started_ = false;
  bool stopping_ = false;
  bool probing_ = false;
  int failures_ = 0;
  SteadyTime nextProbe_ = SteadyTime::max();

  boost::asio::thread_pool workers_;
  std::unique_ptr<impl::Watchdog> watchdog_;
  std::once_flag stopped_;
};

}  // namespace vigie
