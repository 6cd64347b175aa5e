// ChatStore: conversations and their turns, durable.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/wire/conversations.h"
#include "core/wire/list.h"

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
  std::string title;            ///< of a new conversation
  std::string userMessageId;
  std::optional<std::string> parentMessageId;  ///< the branch point; unset: the newest message
  std::string text;
  std::string answerId;  ///< the answer's row, inserted as "running"
  std::string model;
  std::string requestId;
};

/// The end of an exchange, whatever it was.
struct FinishedAnswer {
  std::string answerId;
  std::string conversationId;
  std::string content;
  std::string status;  ///< complete, partial, failed, cancelled
  std::string finishReason;
  std::string model;
  std::optional<wire::Usage> usage;
  wire::Timings timings;
  std::vector<wire::Citation> citations;
};

/// Awaited from any executor; the blocking work runs on the store's own pool and the caller continues on its own
/// executor. Every call ends by its deadline: kTimeout when PostgreSQL hangs, kUnavailable when it cannot be reached.
class ChatStore {
 public:
  virtual ~ChatStore() = default;

  /// Durable when it returns: the conversation (if new), the user's turn and the running answer, in one transaction.
  virtual boost::asio::awaitable<Result<void>> beginTurn(NewTurn turn) = 0;
  virtual boost::asio::awaitable<Result<void>> finishAnswer(FinishedAnswer answer) = 0;

  /// The branch that ends at `leaf` (unset: the newest message), oldest first, at most `most` newest messages of it;
  /// only turns that have content.
  virtual boost::asio::awaitable<Result<std::vector<wire::ChatMessage>>> history(std::string owner,
                                                                                 std::string conversationId,
                                                                                 std::optional<std::string> leaf,
                                                                                 std::size_t most) = 0;

  /// Newest first. `after` is a cursor of an earlier page or empty.
  virtual boost::asio::awaitable<Result<wire::Page<wire::Conversation>>> list(std::string owner, std::size_t limit,
                                                                              std::string after) = 0;
  virtual boost::asio::awaitable<Result<wire::Conversation>> get(std::string owner, std::string conversationId) = 0;
  /// Oldest first.
  virtual boost::asio::awaitable<Result<wire::Page<wire::Message>>> messages(std::string owner,
                                                                             std::string conversationId,
                                                                             std::size_t limit, std::string after) = 0;
  /// Erases the conversation and everything of it. kNotFound when it is not there or another owner's.
  virtual boost::asio::awaitable<Result<void>> erase(std::string owner, std::string conversationId) = 0;
};

}  // namespace vigie
