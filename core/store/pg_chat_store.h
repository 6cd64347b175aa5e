// PgChatStore: the turns of conversations in PostgreSQL.
#pragma once

#include "core/store/chat_store.h"
#include "core/store/impl/answer_lease.h"
#include "core/store/pg_pool.h"
#include "core/store/running_answers.h"

#include <chrono>
#include <memory>
#include <string>

namespace vigie {

/// beginTurn and finishAnswer are one round trip and one durable commit each; those that arrive while one is committed
/// share the next (WriteBatcher).
///
/// A running answer carries this replica's id and a lease, on the database's clock, which all replicas share;
/// renewLeases() keeps those that this process is still making, sweepExpired() ends those nobody keeps: "partial" when
/// some text was saved, else "failed". An answer that is finished after all has the last word.
///
/// U+0000 and bytes that are not UTF-8 are kept as U+FFFD (PostgreSQL's text cannot hold them).
class PgChatStore final : public ChatStore {
 public:
  /// `pool` must outlive this. `replicaId` is a UUID of this process's own.
  PgChatStore(PgPool& pool, std::string replicaId, std::chrono::seconds lease);
  ~PgChatStore() override;

  boost::asio::awaitable<Result<wire::Saved>> beginTurn(NewTurn turn) override;
  boost::asio::awaitable<Result<wire::Saved>> finishAnswer(FinishedAnswer answer) override;
  void checkpoint(std::string answerId, std::string content) override;
  boost::asio::awaitable<Result<std::vector<wire::ChatMessage>>> history(std::string owner, std::string conversationId,
                                                                         std::optional<std::string> leaf,
                                                                         std::string userMessageId,
                                                                         std::size_t most) override;

  /// For who keeps turns elsewhere on this replica's behalf.
  [[nodiscard]] RunningAnswers& running() { return running_; }
  /// Gives the number of answers that this process is still making.
  boost::asio::awaitable<Result<std::size_t>> renewLeases();
  /// Forgets which conversations were erased before `time`; gives their number.
  boost::asio::awaitable<Result<std::size_t>> forgetErasuresBefore(SystemTime time);
  /// Gives the number of answers whose lease had expired.
  boost::asio::awaitable<Result<std::size_t>> sweepExpired();

 private:
  PgPool& pool_;
  const impl::AnswerLease lease_;
  struct Batches;
  std::unique_ptr<Batches> batches_;
  RunningAnswers running_;
};

}  // namespace vigie
