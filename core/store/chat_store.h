// ChatStore: the turns of conversations, durable. What the pipeline needs; see ConversationStore for the rest.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/wire/conversations.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace vigie {

/// The start of an exchange. Every id is made by the caller, so that a retried insert is idempotent.
struct NewTurn {
  std::string owner;  ///< the key's owner; empty without keys
  std::string conversationId;
  bool newConversation = true;  ///< false: the conversation must exist and be the owner's (kNotFound)
  std::string title;            ///< of a conversation that has none yet
  std::string userMessageId;
  std::optional<std::string> parentMessageId;  ///< the branch point; unset: the newest message
  std::string role = "user";                   ///< or "tool": results of tools
  std::string text;
  std::string openaiMessages;  ///< the turn as OpenAI's API has it, where it is more than `text`: a JSON array
  std::string answerId;        ///< the answer's row, inserted as "running"
  std::string model;
  std::string requestId;
  std::optional<SystemTime> at;  ///< when it began; unset: now
};

/// The end of an exchange, whatever it was.
struct FinishedAnswer {
  std::string owner;
  std::string answerId;
  std::string conversationId;
  std::string content;
  std::string openaiMessages;  ///< as NewTurn's: an answer that calls tools
  std::string status;          ///< complete, partial, failed, cancelled
  std::string finishReason;
  std::string model;
  std::optional<wire::Usage> usage;
  wire::Timings timings;
  std::vector<wire::Citation> citations;
  std::optional<SystemTime> at;  ///< when it ended; unset: now
};

/// Awaited from any executor; the blocking work runs on the store's own pool and the caller continues on its own
/// executor. Every call ends by its deadline: kTimeout when PostgreSQL hangs, kUnavailable when it cannot be reached.
class ChatStore {
 public:
  virtual ~ChatStore() = default;

  /// Durable when it returns: the conversation (if new), the user's turn and the running answer, in one transaction.
  /// Both say where: kYes in PostgreSQL, kJournaled in the outage journal.
  virtual boost::asio::awaitable<Result<wire::Saved>> beginTurn(NewTurn turn) = 0;
  virtual boost::asio::awaitable<Result<wire::Saved>> finishAnswer(FinishedAnswer answer) = 0;
  /// Keeps what there is of a running answer, soon and if it can: never waits, never fails, and changes nothing once
  /// the answer is finished. What is kept is what a crash leaves of it.
  virtual void checkpoint(std::string answerId, std::string content) = 0;

  /// The branch that ends at `leaf`, oldest first, of at most its `most` newest turns; only those that have content.
  /// Without a leaf it ends where the turn `userMessageId` belongs: before it, if it is there already (a request sent
  /// again), else at the newest message.
  virtual boost::asio::awaitable<Result<std::vector<wire::ChatMessage>>> history(std::string owner,
                                                                                 std::string conversationId,
                                                                                 std::optional<std::string> leaf,
                                                                                 std::string userMessageId,
                                                                                 std::size_t most) = 0;
};

}  // namespace vigie
