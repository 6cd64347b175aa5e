// JournaledChatStore: turns that PostgreSQL cannot take go to the outage journal.
#pragma once

#include "core/base/clock.h"
#include "core/store/chat_store.h"
#include "core/store/idempotency_store.h"
#include "core/store/outage_journal.h"
#include "core/store/running_answers.h"

#include <string>

namespace vigie {

/// A ChatStore in front of another one. A write that the other cannot do because its database is away, hangs or is
/// full is journaled instead (kJournaled); while the journal holds anything of a conversation, everything of it goes
/// there, so that the order stays. Such a conversation is kUnavailable to read: its newest turns are elsewhere.
///
/// A write that neither can keep is the journal's error: kUnavailable, with the time to try again.
class JournaledChatStore final : public ChatStore {
 public:
  /// All references must outlive this. `replicaId` as the other store uses it, and `running` is its own: the lease of
  /// an answer whose turn came back from the journal is renewed like others.
  JournaledChatStore(ChatStore& database, OutageJournal& journal, RunningAnswers& running, const Clock& clock,
                     std::string replicaId);

  boost::asio::awaitable<Result<wire::Saved>> beginTurn(NewTurn turn) override;
  boost::asio::awaitable<Result<wire::Saved>> finishAnswer(FinishedAnswer answer) override;
  void checkpoint(std::string answerId, std::string content) override;
  boost::asio::awaitable<Result<std::vector<wire::ChatMessage>>> history(std::string owner, std::string conversationId,
                                                                         std::optional<std::string> leaf,
                                                                         std::string userMessageId,
                                                                         std::size_t most) override;

 private:
  ChatStore& database_;
  OutageJournal& journal_;
  RunningAnswers& running_;
  const Clock& clock_;
  const std::string replicaId_;
};

/// The same for the kept responses of keyed requests. Claims need the database: whether a key was used nobody else
/// knows.
class JournaledIdempotencyStore final : public IdempotencyStore {
 public:
  JournaledIdempotencyStore(IdempotencyStore& database, OutageJournal& journal);

  boost::asio::awaitable<Result<IdempotencyClaim>> claim(IdempotencyKey key, std::string requestHash,
                                                         TurnIds fresh) override;
  boost::asio::awaitable<Result<void>> keep(IdempotencyKey key, std::string conversationId,
                                            std::string response) override;
  boost::asio::awaitable<Result<void>> release(IdempotencyKey key) override;

 private:
  IdempotencyStore& database_;
  OutageJournal& journal_;
};

}  // namespace vigie
