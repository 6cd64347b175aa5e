// PgDatabase: PostgreSQL as the server sees it, built and started in one place.
#pragma once

#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/result.h"
#include "core/metrics/store_metrics.h"
#include "core/store/journal_replay.h"
#include "core/store/journaled_chat_store.h"
#include "core/store/outage_journal.h"
#include "core/store/pg_chat_store.h"
#include "core/store/pg_conversation_store.h"
#include "core/store/pg_document_store.h"
#include "core/store/pg_feedback_loop_store.h"
#include "core/store/pg_idempotency_store.h"
#include "core/store/pg_listener.h"
#include "core/store/pg_pool.h"

#include <boost/asio/awaitable.hpp>
#include <prometheus/registry.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace vigie {

struct PgDatabaseOptions {
  PgPoolOptions pool;
  std::chrono::seconds lease{20};          ///< of a running answer; renewed at a third of it by maintain()
  std::chrono::hours keepKeys{24};         ///< how long an Idempotency-Key is remembered
  std::chrono::days retention{0};          ///< of conversations, from their last turn; 0 keeps them
  std::filesystem::path journalDirectory;  ///< of the outage journal, one directory a database in it; empty: none
  bool journalIsNeeded = true;             ///< false: where the directory cannot be used, go without, and say so
  std::uint64_t journalBytes = 64ULL * 1024 * 1024;
  const Clock* clock = nullptr;  ///< of ages, not of leases; null: the machine's. Must outlive the database
};

/// Owns the pool and the stores. Any thread. Destroy it, or stop() it, before the executors that await it.
class PgDatabase {
 public:
  /// kInvalidArgument when `databaseUrl` cannot be read (param DATABASE_URL), or the journal's directory cannot be used
  /// (param VIGIE_JOURNAL_DIR). Connects to nothing yet. `registry` must outlive this.
  static Result<std::unique_ptr<PgDatabase>> create(const Secret& databaseUrl, prometheus::Registry& registry,
                                                    PgDatabaseOptions options = {});

  ~PgDatabase() { stop(); }
  PgDatabase(const PgDatabase&) = delete;
  PgDatabase& operator=(const PgDatabase&) = delete;

  /// Waits until PostgreSQL accepts connections (at most `patience`), migrates, and ends the answers that a dead
  /// replica left running. Until then every call of the stores is kUnavailable and health() says why. May be called
  /// again after an error.
  boost::asio::awaitable<Result<void>> start(std::chrono::milliseconds patience);

  /// tidy() at a third of the lease, until the awaiting coroutine is cancelled.
  boost::asio::awaitable<void> maintain();
  /// Renews this replica's leases, ends answers whose lease is over, forgets old keys, and once an hour erases the
  /// conversations whose time is over, some at a time. What fails is done the next time.
  boost::asio::awaitable<void> tidy();

  /// Brings the outage journal's entries back whenever PostgreSQL is there, until the awaiting coroutine is cancelled.
  boost::asio::awaitable<void> drainJournal();

  /// After start(): calls `changed` on a thread of the store's own whenever the index changed in PostgreSQL, as far as
  /// the connection that listens holds; it is made again when it breaks, and then `changed` is called too. Until
  /// stop(). A follower must look by itself now and then as well.
  void onIndexChange(std::function<void()> changed);
  [[nodiscard]] bool hearsIndexChanges() const { return listener_ && listener_->listening(); }

  /// With a journal, turns are kept whether PostgreSQL is there or not (JournaledChatStore).
  [[nodiscard]] ChatStore& chats() { return *turns_; }
  /// Writes that wait in the journal.
  [[nodiscard]] std::size_t journalDepth() const { return journal_ ? journal_->depth() : 0; }
  [[nodiscard]] bool hasJournal() const { return journal_ != nullptr; }
  [[nodiscard]] ConversationStore& conversations() { return conversations_; }
  [[nodiscard]] IdempotencyStore& idempotency() { return *keys_; }
  [[nodiscard]] DocumentStore& documents() { return documents_; }
  [[nodiscard]] FeedbackLoopStore& feedbackLoop() { return feedbackLoop_; }
  [[nodiscard]] DatabaseHealth health() const { return pool_->health(); }
  void stop();

 private:
  boost::asio::awaitable<void> retain();
  PgDatabase(Secret databaseUrl, std::unique_ptr<StoreMetrics> metrics, std::unique_ptr<OutageJournal> journal,
             std::unique_ptr<PgPool> pool, PgDatabaseOptions options);

  const Secret databaseUrl_;
  std::unique_ptr<StoreMetrics> metrics_;
  std::unique_ptr<OutageJournal> journal_;  // may be null
  std::unique_ptr<PgPool> pool_;
  const PgDatabaseOptions options_;
  const SystemClock machineClock_;
  const Clock& clock_;
  const std::string replicaId_;
  PgChatStore chats_;
  PgConversationStore conversations_;
  PgDocumentStore documents_;
  PgFeedbackLoopStore feedbackLoop_;
  PgIdempotencyStore idempotency_;
  std::unique_ptr<JournaledChatStore> journaledChats_;
  std::unique_ptr<JournaledIdempotencyStore> journaledKeys_;
  std::unique_ptr<JournalReplay> replay_;
  std::unique_ptr<PgListener> listener_;  // null: nobody asked
  SystemTime retained_{};                 // when the retention last went through all; of tidy() alone
  ChatStore* turns_;                      // chats_, or the journaled one in front of it
  IdempotencyStore* keys_;
};

}  // namespace vigie
