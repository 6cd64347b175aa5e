#include "core/store/journaled_chat_store.h"

#include "core/store/impl/journal_codec.h"

#include <utility>

namespace vigie {

namespace {

/// The database did not take it, as opposed to refusing it.
bool isAway(const Error& error) { return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kTimeout; }

boost::asio::awaitable<Result<void>> append(OutageJournal& journal, std::string owner, std::string conversationId,
                                            impl::JournaledWrite write) {
  JournalEntry entry;
  entry.owner = std::move(owner);
  entry.conversationId = std::move(conversationId);
  entry.payload = impl::encodeWrite(write);
  auto appended = co_await journal.append(std::move(entry));
  co_return appended;
}

}  // namespace

JournaledChatStore::JournaledChatStore(ChatStore& database, OutageJournal& journal, RunningAnswers& running,
                                       const Clock& clock, std::string replicaId)
    : database_(database), journal_(journal), running_(running), clock_(clock), replicaId_(std::move(replicaId)) {}

boost::asio::awaitable<Result<wire::Saved>> JournaledChatStore::beginTurn(NewTurn turn) {
  if (!journal_.holds(turn.owner, turn.conversationId)) {
    NewTurn sent = turn;
    auto begun = co_await database_.beginTurn(std::move(sent));
    if (begun || !isAway(begun.error())) co_return begun;
  }
  if (!turn.at) turn.at = clock_.now();
  const std::string answerId = turn.answerId;
  std::string owner = turn.owner;
  std::string conversationId = turn.conversationId;
  impl::JournaledTurn begun;
  begun.turn = std::move(turn);
  begun.replicaId = replicaId_;
  impl::JournaledWrite write(std::move(begun));
  const auto journaled = co_await append(journal_, std::move(owner), std::move(conversationId), std::move(write));
  if (!journaled) co_return journaled.error();
  running_.began(answerId);
  co_return wire::Saved::kJournaled;
}

boost::asio::awaitable<Result<wire::Saved>> JournaledChatStore::finishAnswer(FinishedAnswer answer) {
  if (!journal_.holds(answer.owner, answer.conversationId)) {
    FinishedAnswer sent = answer;
    auto finished = co_await database_.finishAnswer(std::move(sent));
    if (finished || !isAway(finished.error())) co_return finished;
  }
  running_.ended(answer.answerId);
  if (!answer.at) answer.at = clock_.now();
  std::string owner = answer.owner;
  std::string conversationId = answer.conversationId;
  impl::JournaledWrite write(std::move(answer));
  const auto journaled = co_await append(journal_, std::move(owner), std::move(conversationId), std::move(write));
  if (!journaled) co_return journaled.error();
  co_return wire::Saved::kJournaled;
}

void JournaledChatStore::checkpoint(std::string answerId, std::string content) {
  database_.checkpoint(std::move(answerId), std::move(content));
}

boost::asio::awaitable<Result<std::vector<wire::ChatMessage>>> JournaledChatStore::history(
    std::string owner, std::string conversationId, std::optional<std::string> leaf, std::string userMessageId,
    std::size_t most) {
  if (journal_.holds(owner, conversationId)) {
    Error error(ErrorCode::kUnavailable, "the conversation's newest turns are still in the outage journal");
    error.retryAfter = std::chrono::seconds(1);
    co_return error;
  }
  auto read = co_await database_.history(std::move(owner), std::move(conversationId), std::move(leaf),
                                         std::move(userMessageId), most);
  co_return read;
}

JournaledIdempotencyStore::JournaledIdempotencyStore(IdempotencyStore& database, OutageJournal& journal)
    : database_(database), journal_(journal) {}

boost::asio::awaitable<Result<IdempotencyClaim>> JournaledIdempotencyStore::claim(IdempotencyKey key,
                                                                                  std::string requestHash,
                                                                                  TurnIds fresh) {
  auto claimed = co_await database_.claim(std::move(key), std::move(requestHash), std::move(fresh));
  co_return claimed;
}

boost::asio::awaitable<Result<void>> JournaledIdempotencyStore::keep(IdempotencyKey key, std::string conversationId,
                                                                     std::string response) {
  IdempotencyKey sentKey = key;
  std::string sentId = conversationId;
  std::string sentResponse = response;
  auto kept = co_await database_.keep(std::move(sentKey), std::move(sentId), std::move(sentResponse));
  // A conversation that is still in the journal is not there for its response to go with.
  if (kept || (!isAway(kept.error()) && !journal_.holds(key.owner, conversationId))) co_return kept;
  std::string owner = key.owner;
  impl::JournaledResponse made;
  made.key = std::move(key);
  made.conversationId = conversationId;
  made.response = std::move(response);
  impl::JournaledWrite write(std::move(made));
  auto journaled = co_await append(journal_, std::move(owner), std::move(conversationId), std::move(write));
  co_return journaled;
}

boost::asio::awaitable<Result<void>> JournaledIdempotencyStore::release(IdempotencyKey key) {
  auto released = co_await database_.release(std::move(key));
  co_return released;
}

}  // namespace vigie
