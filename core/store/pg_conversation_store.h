// PgConversationStore: conversations in PostgreSQL, as their owners see them.
#pragma once

#include "core/store/conversation_store.h"
#include "core/store/outage_journal.h"
#include "core/store/pg_pool.h"

#include <string>

namespace vigie {

/// Pages are ordered by creation, so that walking them meets every conversation exactly once whatever is written
/// meanwhile. The search reads two full-text indexes (migration 0004 says what a word is).
class PgConversationStore final : public ConversationStore {
 public:
  /// Both must outlive this. A conversation of which `journal` (may be null) holds something is kUnavailable to read,
  /// change or erase: what the database has of it is not all. What `journal` set aside is erased with it.
  explicit PgConversationStore(PgPool& pool, OutageJournal* journal = nullptr) : pool_(pool), journal_(journal) {}

  boost::asio::awaitable<Result<wire::Conversation>> create(std::string owner, std::string conversationId,
                                                            std::string title) override;
  boost::asio::awaitable<Result<wire::Conversation>> change(std::string owner, std::string conversationId,
                                                            wire::ConversationChange change) override;
  boost::asio::awaitable<Result<wire::Page<wire::Conversation>>> list(std::string owner, std::string search,
                                                                      std::size_t limit, std::string after) override;
  boost::asio::awaitable<Result<wire::Conversation>> get(std::string owner, std::string conversationId) override;
  boost::asio::awaitable<Result<wire::Page<wire::Message>>> messages(std::string owner, std::string conversationId,
                                                                     std::size_t limit, std::string after) override;
  boost::asio::awaitable<Result<wire::Page<wire::WindowMessage>>> messagesInWindow(std::string owner,
                                                                                   MessageWindow window,
                                                                                   std::size_t limit,
                                                                                   std::string after) override;
  boost::asio::awaitable<Result<void>> erase(std::string owner, std::string conversationId) override;

  /// Erases at most `most` conversations, of any owner, that had no turn since `time`; gives their number.
  boost::asio::awaitable<Result<std::size_t>> eraseUntouchedSince(SystemTime time, std::size_t most);

 private:
  [[nodiscard]] Result<void> check(const std::string& owner, const std::string& conversationId) const;

  PgPool& pool_;
  OutageJournal* const journal_;
};

}  // namespace vigie
