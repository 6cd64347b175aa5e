// PgChatStore: the turns of conversations in PostgreSQL.
#pragma once

#include "core/store/chat_store.h"
#include "core/store/pg_pool.h"

#include <chrono>
#include <string>

namespace vigie {

/// beginTurn and finishAnswer are one round trip and one durable commit each.
///
/// A running answer carries this replica's id and a lease; renewLeases() keeps those of this replica, sweepExpired()
/// ends those nobody keeps: "partial" when some text was saved, else "failed". An answer that is finished after all
/// has the last word.
///
/// U+0000 and bytes that are not UTF-8 are kept as U+FFFD (PostgreSQL's text cannot hold them).
class PgChatStore final : public ChatStore {
 public:
  /// `pool` must outlive this. `replicaId` is a UUID of this process's own.
  PgChatStore(PgPool& pool, std::string replicaId, std::chrono::seconds lease);

  boost::asio::awaitable<Result<void>> beginTurn(NewTurn turn) override;
  boost::asio::awaitable<Result<void>> finishAnswer(FinishedAnswer answer) override;
  boost::asio::awaitable<Result<std::vector<wire::ChatMessage>>> history(std::string owner, std::string conversationId,
                                                                         std::optional<std::string> leaf,
                                                                         std::size_t most) override;

  /// Gives the number of answers of this replica that are still running.
  boost::asio::awaitable<Result<std::size_t>> renewLeases();
  /// Gives the number of answers whose lease had expired.
  boost::asio::awaitable<Result<std::size_t>> sweepExpired();

 private:
  PgPool& pool_;
  const std::string replicaId_;
  const std::chrono::seconds lease_;
};

}  // namespace vigie
