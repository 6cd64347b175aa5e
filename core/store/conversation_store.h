// ConversationStore: conversations as their owners see them: listed, searched, read, changed, erased.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/wire/conversations.h"
#include "core/wire/list.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>

namespace vigie {

/// Which messages GET /v1/messages asks for.
struct MessageWindow {
  SystemTime from{};
  SystemTime to{};   ///< not included
  std::string role;  ///< empty: every role
  bool withContent = false;
};

/// Awaited like ChatStore, and with its errors. Whatever is not the owner's is kNotFound, exactly as what is not there.
class ConversationStore {
 public:
  virtual ~ConversationStore() = default;

  /// An empty conversation. With an empty title the first question gives it one. The same id again changes nothing.
  virtual boost::asio::awaitable<Result<wire::Conversation>> create(std::string owner, std::string conversationId,
                                                                    std::string title) = 0;
  virtual boost::asio::awaitable<Result<wire::Conversation>> change(std::string owner, std::string conversationId,
                                                                    wire::ConversationChange change) = 0;

  /// Newest first. `search` is empty, or words that must all begin a word of the title or of one message, in whatever
  /// case and with or without accents. `after` is a cursor of an earlier page or empty.
  virtual boost::asio::awaitable<Result<wire::Page<wire::Conversation>>> list(std::string owner, std::string search,
                                                                              std::size_t limit, std::string after) = 0;
  virtual boost::asio::awaitable<Result<wire::Conversation>> get(std::string owner, std::string conversationId) = 0;
  /// Oldest first.
  virtual boost::asio::awaitable<Result<wire::Page<wire::Message>>> messages(std::string owner,
                                                                             std::string conversationId,
                                                                             std::size_t limit, std::string after) = 0;
  /// Of all the owner's conversations, oldest first.
  virtual boost::asio::awaitable<Result<wire::Page<wire::WindowMessage>>> messagesInWindow(std::string owner,
                                                                                           MessageWindow window,
                                                                                           std::size_t limit,
                                                                                           std::string after) = 0;
  /// Erases the conversation and everything of it.
  virtual boost::asio::awaitable<Result<void>> erase(std::string owner, std::string conversationId) = 0;
};

}  // namespace vigie
