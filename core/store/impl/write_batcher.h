// WriteBatcher: group commit. Writes that arrive while one is being committed share the next commit.
#pragma once

#include "core/base/result.h"
#include "core/store/impl/pg_errors.h"
#include "core/store/impl/pg_session.h"
#include "core/store/impl/waiter.h"
#include "core/store/pg_pool.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace vigie::impl {

/// One item alone is written at once, as without batching; the more there are, the more share a statement, a commit and
/// a hop to the pool, up to a number and a size that take PostgreSQL a small part of a call's time. A batch that it
/// refuses is written again item by item, so that one item's fault is not its neighbour's. `Outcome` is a Result<…>.
template <class Item, class Outcome>
class WriteBatcher {
 public:
  /// Both throw what libpqxx throws. `writeMany` gives an outcome an item, in their order.
  using WriteOne = Outcome (*)(PgSession& db, const Item& item);
  using WriteMany = std::vector<Outcome> (*)(PgSession& db, const std::vector<const Item*>& items);
  /// In bytes, about.
  using SizeOf = std::size_t (*)(const Item& item);

  /// `pool` must outlive every awaited add(). At most `flights` commits at a time.
  WriteBatcher(PgPool& pool, StoreOperation operation, WriteOne one, WriteMany many, SizeOf sizeOf, std::size_t flights)
      : state_(std::make_shared<State>(pool, operation, one, many, sizeOf, flights)) {}

  boost::asio::awaitable<Outcome> add(Item item) { return submitAndWait<Outcome>(*state_, std::move(item)); }

 private:
  static constexpr std::size_t kMostItems = 64;
  static constexpr std::size_t kMostBytes = 1024 * 1024;  // more only for one alone; PostgreSQL takes some 0.1 s for it

  struct Entry {
    Item item;
    SteadyTime deadline;
    std::unique_ptr<Waiter<Outcome>> waiter;
  };

  class State : public std::enable_shared_from_this<State> {
   public:
    State(PgPool& pool, StoreOperation operation, WriteOne one, WriteMany many, SizeOf sizeOf, std::size_t flights)
        : pool_(pool), operation_(operation), one_(one), many_(many), sizeOf_(sizeOf), flights_(flights) {}

    void submit(Item item, std::unique_ptr<Waiter<Outcome>> waiter) {
      const SteadyTime deadline = pool_.callDeadline();
      {
        const std::lock_guard lock(mutex_);
        queue_.push_back(Entry{std::move(item), deadline, std::move(waiter)});
        if (flying_ == flights_) return;
        ++flying_;
      }
      fly(deadline);
    }

    std::vector<Entry> take() {
      const std::lock_guard lock(mutex_);
      std::vector<Entry> out;
      std::size_t bytes = 0;
      while (!queue_.empty() && out.size() < kMostItems) {
        bytes += sizeOf_(queue_.front().item);
        if (bytes > kMostBytes && !out.empty()) break;
        out.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
      return out;
    }

    /// A flight ended; the next one takes what has come meanwhile, but nobody who has waited too long.
    void landed() {
      std::vector<Entry> late;
      std::optional<SteadyTime> next;
      {
        const std::lock_guard lock(mutex_);
        const SteadyTime now = std::chrono::steady_clock::now();
        while (!queue_.empty() && queue_.front().deadline <= now) {
          late.push_back(std::move(queue_.front()));
          queue_.pop_front();
        }
        if (queue_.empty()) {
          --flying_;
        } else {
          next = queue_.front().deadline;
        }
      }
      for (Entry& entry : late) {
        entry.waiter->finish(Outcome(Error(ErrorCode::kTimeout, "PostgreSQL did not answer in time")));
      }
      if (next) fly(*next);
    }

    std::vector<Outcome> write(PgSession& db, const std::vector<Entry>& entries) const {
      std::vector<Outcome> out;
      if (entries.size() == 1) {
        out.push_back(one_(db, entries.front().item));
        return out;
      }
      std::vector<const Item*> items;
      for (const Entry& entry : entries) items.push_back(&entry.item);
      try {
        return many_(db, items);
      } catch (const pqxx::sql_error& refusal) {
        // One that took too long has used up everybody's time.
        const bool tookTooLong = refusal.sqlstate() == "57014";
        if (!db.isOpen() || refusal.sqlstate().empty() || tookTooLong) throw;
      }
      for (const Item* const item : items) {
        try {
          out.push_back(one_(db, *item));
        } catch (const std::exception&) {
          Failure failure = describeCurrentException(db.isOpen());
          if (failure.connectionLost) throw;
          out.push_back(Outcome(std::move(failure.error)));
        }
      }
      return out;
    }

   private:
    void fly(SteadyTime deadline) {
      pool_.enqueue(std::make_shared<Flight>(this->shared_from_this(), operation_, deadline));
    }

    PgPool& pool_;
    const StoreOperation operation_;
    const WriteOne one_;
    const WriteMany many_;
    const SizeOf sizeOf_;
    const std::size_t flights_;
    std::mutex mutex_;  // guards what follows
    std::deque<Entry> queue_;
    std::size_t flying_ = 0;
  };

  /// One call of the pool: what waits when a connection is free goes with it.
  class Flight final : public PgCall {
   public:
    Flight(std::shared_ptr<State> state, StoreOperation operation, SteadyTime deadline)
        : PgCall(operation, deadline), state_(std::move(state)) {}

    void work(PgSession& session) override {
      {
        const std::lock_guard lock(mutex_);
        if (ended_) return;
        entries_ = state_->take();
        for (Entry& entry : entries_) waiters_.push_back(std::move(entry.waiter));
        boarded_ = true;
      }
      if (!entries_.empty()) outcomes_ = state_->write(session, entries_);
      written_ = true;
    }

    void deliver() override {
      if (!written_) return;  // the watchdog cut the call, or an exception did: fail() is told
      const auto waiters = end();
      for (std::size_t i = 0; i < waiters.size(); ++i) waiters[i]->finish(std::move(outcomes_[i]));
    }

    void fail(Error error) override {
      std::vector<std::unique_ptr<Waiter<Outcome>>> left = end();
      for (const auto& waiter : left) waiter->finish(Outcome(error));
    }

   private:
    /// Once: whoever waits for this flight. One that never left takes those who would have gone with it.
    std::vector<std::unique_ptr<Waiter<Outcome>>> end() {
      std::vector<std::unique_ptr<Waiter<Outcome>>> out;
      {
        const std::lock_guard lock(mutex_);
        if (ended_) return out;
        ended_ = true;
        if (!boarded_) {
          for (Entry& entry : state_->take()) waiters_.push_back(std::move(entry.waiter));
        }
        out.swap(waiters_);
      }
      state_->landed();
      return out;
    }

    std::shared_ptr<State> state_;
    std::vector<Entry> entries_;     // of the worker alone
    std::vector<Outcome> outcomes_;  // likewise
    bool written_ = false;           // likewise
    std::mutex mutex_;               // guards what follows
    std::vector<std::unique_ptr<Waiter<Outcome>>> waiters_;
    bool boarded_ = false;
    bool ended_ = false;
  };

  std::shared_ptr<State> state_;
};

}  // namespace vigie::impl
