// One call of PgPool::run on its way: from the awaiting coroutine to a worker and back.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/metrics/store_metrics.h"
#include "core/store/impl/watchdog.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <utility>

namespace vigie::impl {

class PgSession;

/// Finished exactly once, by whoever comes first: the worker or the watchdog.
class PgCall : public Watched {
 public:
  PgCall(StoreOperation operation, SteadyTime deadline) : Watched(deadline), operation_(operation) {}

  /// On a worker: does the work and keeps its outcome. May throw what libpqxx throws.
  virtual void work(PgSession& session) = 0;
  /// Hands the outcome of work() to the coroutine; nothing when work() gave none.
  virtual void deliver() = 0;
  virtual void fail(Error error) = 0;
  /// True for the pool's own probe, which alone may knock while PostgreSQL is down.
  [[nodiscard]] virtual bool isProbe() const { return false; }

  void expire() noexcept override { fail(Error(ErrorCode::kTimeout, "PostgreSQL did not answer in time")); }
  [[nodiscard]] StoreOperation operation() const { return operation_; }

 private:
  const StoreOperation operation_;
};

template <class Outcome, class Work, class Handler>
class TypedPgCall final : public PgCall {
 public:
  TypedPgCall(StoreOperation operation, SteadyTime deadline, Work work, Handler handler)
      : PgCall(operation, deadline),
        work_(std::move(work)),
        guard_(boost::asio::make_work_guard(boost::asio::get_associated_executor(handler))),
        handler_(std::move(handler)) {}

  void work(PgSession& session) override { outcome_.emplace(work_(session)); }
  void deliver() override {
    // Without an outcome the watchdog cut the call and is about to say so itself.
    if (outcome_ && !finished_.exchange(true)) finish(std::move(*outcome_));
  }
  void fail(Error error) override {
    if (!finished_.exchange(true)) finish(Outcome(std::move(error)));
  }

 private:
  using Executor = boost::asio::associated_executor_t<Handler>;

  void finish(Outcome outcome) {
    // Always posted: the coroutine never continues inside run(), a worker or the watchdog.
    const Executor executor = guard_.get_executor();
    boost::asio::post(executor, [handler = std::move(*handler_), result = std::move(outcome)]() mutable {
      std::move(handler)(std::move(result));
    });
    handler_.reset();
    guard_.reset();  // the executor may run out of work once the coroutine has continued
  }

  Work work_;
  std::optional<Outcome> outcome_;
  std::atomic<bool> finished_{false};
  boost::asio::executor_work_guard<Executor> guard_;
  std::optional<Handler> handler_;
};

/// A call that nobody waits for.
template <class Work>
class PostedPgCall final : public PgCall {
 public:
  PostedPgCall(StoreOperation operation, SteadyTime deadline, Work work)
      : PgCall(operation, deadline), work_(std::move(work)) {}

  void work(PgSession& session) override { work_(session); }
  void deliver() override {}
  void fail(Error) override {}

 private:
  Work work_;
};

/// What async_initiate() starts. A class with a constructor: g++ 12 destroys braced temporaries of coroutines twice.
template <class Pool, class Outcome>
class InitiateCall {
 public:
  InitiateCall(Pool& pool, StoreOperation operation, std::chrono::milliseconds timeout)
      : pool_(&pool), operation_(operation), timeout_(timeout) {}

  template <class Handler, class Work>
  void operator()(Handler handler, Work work) const {
    pool_->submit(std::make_shared<TypedPgCall<Outcome, Work, Handler>>(
        operation_, std::chrono::steady_clock::now() + timeout_, std::move(work), std::move(handler)));
  }

 private:
  Pool* pool_;
  StoreOperation operation_;
  std::chrono::milliseconds timeout_;
};

}  // namespace vigie::impl
