// PgDatabase: PostgreSQL as the server sees it, built and started in one place.
#pragma once

#include "core/base/config.h"
#include "core/base/result.h"
#include "core/metrics/store_metrics.h"
#include "core/store/pg_chat_store.h"
#include "core/store/pg_conversation_store.h"
#include "core/store/pg_document_store.h"
#include "core/store/pg_feedback_loop_store.h"
#include "core/store/pg_pool.h"

#include <boost/asio/awaitable.hpp>
#include <prometheus/registry.h>

#include <chrono>
#include <memory>

namespace vigie {

struct PgDatabaseOptions {
  PgPoolOptions pool;
  std::chrono::seconds lease{60};  ///< of a running answer; renewed at a third of it by maintain()
};

/// Owns the pool and the stores. Any thread. Destroy it, or stop() it, before the executors that await it.
class PgDatabase {
 public:
  /// kInvalidArgument when `databaseUrl` cannot be read. Connects to nothing yet. `registry` must outlive this.
  static Result<std::unique_ptr<PgDatabase>> create(const Secret& databaseUrl, prometheus::Registry& registry,
                                                    PgDatabaseOptions options = {});

  /// Waits until PostgreSQL accepts connections (at most `patience`), migrates, and ends the answers that a dead
  /// replica left running. Until then every call of the stores is kUnavailable and health() says why. May be called
  /// again after an error.
  boost::asio::awaitable<Result<void>> start(std::chrono::milliseconds patience);

  /// Renews this replica's leases and sweeps expired ones, until the awaiting coroutine is cancelled.
  boost::asio::awaitable<void> maintain();

  [[nodiscard]] ChatStore& chats() { return chats_; }
  [[nodiscard]] ConversationStore& conversations() { return conversations_; }
  [[nodiscard]] DocumentStore& documents() { return documents_; }
  [[nodiscard]] FeedbackLoopStore& feedbackLoop() { return feedbackLoop_; }
  [[nodiscard]] DatabaseHealth health() const { return pool_->health(); }
  void stop() { pool_->stop(); }

 private:
  PgDatabase(std::unique_ptr<StoreMetrics> metrics, std::unique_ptr<PgPool> pool, PgDatabaseOptions options);

  std::unique_ptr<StoreMetrics> metrics_;
  std::unique_ptr<PgPool> pool_;
  const PgDatabaseOptions options_;
  PgChatStore chats_;
  PgConversationStore conversations_;
  PgDocumentStore documents_;
  PgFeedbackLoopStore feedbackLoop_;
};

}  // namespace vigie
