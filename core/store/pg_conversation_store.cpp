#include "core/store/pg_conversation_store.h"

#include "core/store/impl/message_rows.h"
#include "core/store/impl/pg_session.h"
#include "core/store/impl/rows.h"
#include "core/store/impl/turn_statements.h"
#include "core/store/storable_text.h"

#include <optional>
#include <utility>

namespace vigie {

namespace {

using impl::conversationNotFound;
using impl::PgSession;
using impl::Statement;

#define VIGIE_CONVERSATION                                                    \
  "c.id, c.title, c.status, " VIGIE_MICROS("c.created_at") ", " VIGIE_MICROS( \
      "c.updated_at") ", (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id)"

// An id that is there already gives the owner's conversation as it is, or nothing when it is somebody else's.
constexpr Statement kCreate{"create_conversation",
                            "WITH made AS ("
                            " INSERT INTO conversations (id, owner, title) VALUES ($1::uuid, $2::text, $3::text)"
                            " ON CONFLICT (id) DO NOTHING RETURNING id, owner, title, status, created_at, updated_at"
                            ")"
                            "SELECT " VIGIE_CONVERSATION
                            " FROM (SELECT * FROM made UNION ALL"
                            "  SELECT id, owner, title, status, created_at, updated_at FROM conversations"
                            "  WHERE id = $1::uuid) c WHERE c.owner = $2::text"};

constexpr Statement kChange{"change_conversation",
                            "UPDATE conversations c SET updated_at = now(), title = coalesce($3::text, title),"
                            " status = coalesce($4::text, status)"
                            " WHERE c.id = $1::uuid AND c.owner = $2::text RETURNING " VIGIE_CONVERSATION};

constexpr Statement kList{"list_conversations",
                          "SELECT " VIGIE_CONVERSATION
                          " FROM conversations c WHERE c.owner = $1::text"
                          " AND (c.created_at, c.id) < (" VIGIE_TIMESTAMP("$2") ", $3::uuid)"
                          " ORDER BY c.created_at DESC, c.id DESC LIMIT $4::bigint"};

// Two index scans joined, and not an OR, which would read every message of the owner.
constexpr Statement kSearch{"search_conversations",
                            "SELECT " VIGIE_CONVERSATION
                            " FROM conversations c WHERE c.owner = $1::text"
                            " AND (c.created_at, c.id) < (" VIGIE_TIMESTAMP("$2") ", $3::uuid)"
                            " AND c.id IN ("
                            "  SELECT id FROM conversations WHERE title_words @@ vigie_query($5::text)"
                            "  UNION"
                            "  SELECT conversation_id FROM messages WHERE content_words @@ vigie_query($5::text))"
                            " ORDER BY c.created_at DESC, c.id DESC LIMIT $4::bigint"};

constexpr Statement kGet{"get_conversation", "SELECT " VIGIE_CONVERSATION
                                             " FROM conversations c WHERE c.id = $1::uuid AND c.owner = $2::text"};

constexpr Statement kMessages{"list_messages",
                              "SELECT " VIGIE_MESSAGE("m.content", "m.citations", "m.openai_messages")
                              " FROM conversations c LEFT JOIN LATERAL ("
                              "  SELECT * FROM messages WHERE conversation_id = c.id AND position > $3::bigint"
                              "  ORDER BY position LIMIT $4::bigint"
                              " ) m ON true"
                              " WHERE c.id = $1::uuid AND c.owner = $2::text ORDER BY m.position"};

constexpr Statement kWindow{"messages_in_window",
                            "SELECT " VIGIE_MESSAGE("CASE WHEN $7::boolean THEN m.content ELSE '' END",
                                                    "CASE WHEN $7::boolean THEN m.citations END",
                                                    "CASE WHEN $7::boolean THEN m.openai_messages END")
                            ", m.conversation_id, f.rating"
                            " FROM messages m JOIN conversations c ON c.id = m.conversation_id"
                            " LEFT JOIN feedback f ON f.message_id = m.id AND f.owner = c.owner"
                            " WHERE c.owner = $1::text"
                            " AND m.created_at >= " VIGIE_TIMESTAMP("$2") " AND m.created_at < " VIGIE_TIMESTAMP("$3")
                            " AND (m.created_at, m.id) > (" VIGIE_TIMESTAMP("$4") ", $5::uuid)"
                            " AND ($6::text = '' OR m.role = $6::text)"
                            " ORDER BY m.created_at, m.id LIMIT $8::bigint"};

// So that an outage journal that was left behind does not bring them back.
#define VIGIE_NOTED_GONE                                                          \
  "noted AS ("                                                                    \
  " INSERT INTO erased_conversations (id_digest)"                                 \
  " SELECT sha256(convert_to(id::text, 'UTF8')) FROM gone ON CONFLICT DO NOTHING" \
  ")"

constexpr Statement kErase{"erase_conversation",
                           "WITH gone AS ("
                           " DELETE FROM conversations WHERE id = $1::uuid AND owner = $2::text RETURNING id"
                           "), " VIGIE_NOTED_GONE "SELECT 1 FROM gone"};

// No index on updated_at (migration 0001): this reads the table, once an hour.
constexpr Statement kEraseUntouched{"erase_untouched",
                                    "WITH gone AS ("
                                    " DELETE FROM conversations WHERE id IN ("
                                    "  SELECT id FROM conversations WHERE updated_at < " VIGIE_TIMESTAMP("$1")
                                    "  LIMIT $2::bigint FOR UPDATE SKIP LOCKED) RETURNING id"
                                    "), " VIGIE_NOTED_GONE
                                    "SELECT count(*) FROM gone"};

wire::Conversation conversationOf(const pqxx::row& row) {
  wire::Conversation out;
  out.id = impl::textOf(row[0]);
  out.title = impl::textOf(row[1]);
  out.status = impl::textOf(row[2]);
  out.createdAt = impl::timeOf(row[3]);
  out.updatedAt = impl::timeOf(row[4]);
  out.messageCount = row[5].as<std::int64_t>();
  return out;
}

Result<wire::Conversation> theConversation(const pqxx::result& rows) {
  if (rows.empty()) return conversationNotFound();
  return conversationOf(rows[0]);
}

std::int64_t microsOf(SystemTime time) { return time.time_since_epoch().count(); }

}  // namespace

Result<void> PgConversationStore::check(const std::string& owner, const std::string& conversationId) const {
  if (!isId(conversationId)) return conversationNotFound();
  if (journal_ == nullptr || !journal_->holds(owner, conversationId)) return {};
  Error error(ErrorCode::kUnavailable, "the conversation's newest turns are still in the outage journal; try again");
  error.retryAfter = std::chrono::seconds(1);
  return error;
}

boost::asio::awaitable<Result<wire::Conversation>> PgConversationStore::create(std::string owner,
                                                                               std::string conversationId,
                                                                               std::string title) {
  if (!isId(conversationId)) co_return conversationNotFound();
  auto work = [owner = storableText(std::move(owner)), conversationId = std::move(conversationId),
               title = storableText(std::move(title))](PgSession& db) -> Result<wire::Conversation> {
    return theConversation(db.query(kCreate, conversationId, owner, title));
  };
  co_return co_await pool_.run(StoreOperation::kChangeConversation, std::move(work));
}

boost::asio::awaitable<Result<wire::Conversation>> PgConversationStore::change(std::string owner,
                                                                               std::string conversationId,
                                                                               wire::ConversationChange change) {
  if (const auto whole = check(owner, conversationId); !whole) co_return whole.error();
  if (change.title) change.title = storableText(std::move(*change.title));
  auto work = [owner = storableText(std::move(owner)), conversationId = std::move(conversationId),
               change = std::move(change)](PgSession& db) -> Result<wire::Conversation> {
    return theConversation(
        db.query(kChange, conversationId, owner, impl::orNull(change.title), impl::orNull(change.status)));
  };
  co_return co_await pool_.run(StoreOperation::kChangeConversation, std::move(work));
}

boost::asio::awaitable<Result<wire::Page<wire::Conversation>>> PgConversationStore::list(std::string owner,
                                                                                         std::string search,
                                                                                         std::size_t limit,
                                                                                         std::string after) {
  if (const auto fits = impl::checkLimit(limit); !fits) co_return fits.error();
  auto start = impl::pageStart(PageOrder::kConversations, after, impl::newestFirst());
  if (!start) co_return start.error();
  auto work = [owner = storableText(std::move(owner)), search = storableText(std::move(search)), limit,
               start = std::move(*start)](PgSession& db) -> Result<wire::Page<wire::Conversation>> {
    const pqxx::result rows = search.empty() ? db.query(kList, owner, start.key, start.id, limit + 1)
                                             : db.query(kSearch, owner, start.key, start.id, limit + 1, search);
    return impl::pageOf<wire::Conversation>(rows, limit, PageOrder::kConversations, conversationOf,
                                            [](const pqxx::row& row) {
                                              return PageCursor{row[3].as<std::int64_t>(), impl::textOf(row[0])};
                                            });
  };
  const StoreOperation operation =
      search.empty() ? StoreOperation::kListConversations : StoreOperation::kSearchConversations;
  co_return co_await pool_.run(operation, std::move(work));
}

boost::asio::awaitable<Result<wire::Conversation>> PgConversationStore::get(std::string owner,
                                                                            std::string conversationId) {
  if (const auto whole = check(owner, conversationId); !whole) co_return whole.error();
  auto work = [owner = storableText(std::move(owner)),
               conversationId = std::move(conversationId)](PgSession& db) -> Result<wire::Conversation> {
    return theConversation(db.query(kGet, conversationId, owner));
  };
  co_return co_await pool_.run(StoreOperation::kGetConversation, std::move(work));
}

boost::asio::awaitable<Result<wire::Page<wire::Message>>> PgConversationStore::messages(std::string owner,
                                                                                        std::string conversationId,
                                                                                        std::size_t limit,
                                                                                        std::string after) {
  if (const auto fits = impl::checkLimit(limit); !fits) co_return fits.error();
  PageCursor first;  // positions start at 1
  auto start = impl::pageStart(PageOrder::kMessages, after, first);
  if (!start) co_return start.error();
  if (const auto whole = check(owner, conversationId); !whole) co_return whole.error();
  auto work = [owner = storableText(std::move(owner)), conversationId = std::move(conversationId), limit,
               start = std::move(*start)](PgSession& db) -> Result<wire::Page<wire::Message>> {
    const pqxx::result rows = db.query(kMessages, conversationId, owner, start.key, limit + 1);
    if (rows.empty()) return conversationNotFound();
    if (rows[0][0].is_null()) return wire::Page<wire::Message>{};
    return impl::pageOf<wire::Message>(
        rows, limit, PageOrder::kMessages,
        [&conversationId](const pqxx::row& row) { return impl::messageOf(row, conversationId); },
        [](const pqxx::row& row) {
          return PageCursor{row[impl::kPositionColumn].as<std::int64_t>(), impl::textOf(row[0])};
        });
  };
  co_return co_await pool_.run(StoreOperation::kListMessages, std::move(work));
}

boost::asio::awaitable<Result<wire::Page<wire::WindowMessage>>> PgConversationStore::messagesInWindow(
    std::string owner, MessageWindow window, std::size_t limit, std::string after) {
  if (const auto fits = impl::checkLimit(limit); !fits) co_return fits.error();
  PageCursor first;
  first.id = "00000000-0000-0000-0000-000000000000";
  auto start = impl::pageStart(PageOrder::kWindow, after, first);
  if (!start) co_return start.error();
  auto work = [owner = storableText(std::move(owner)), window = std::move(window), limit,
               start = std::move(*start)](PgSession& db) -> Result<wire::Page<wire::WindowMessage>> {
    const pqxx::result rows = db.query(kWindow, owner, microsOf(window.from), microsOf(window.to), start.key, start.id,
                                       window.role, window.withContent, limit + 1);
    return impl::pageOf<wire::WindowMessage>(
        rows, limit, PageOrder::kWindow,
        [&window](const pqxx::row& row) {
          wire::WindowMessage out;
          out.message = impl::messageOf(row, impl::textOf(row[impl::kColumnsOfMessage]));
          if (!row[impl::kColumnsOfMessage + 1].is_null()) out.rating = impl::textOf(row[impl::kColumnsOfMessage + 1]);
          out.withContent = window.withContent;
          return out;
        },
        [](const pqxx::row& row) {
          return PageCursor{row[5].as<std::int64_t>(), impl::textOf(row[0])};
        });
  };
  co_return co_await pool_.run(StoreOperation::kMessagesInWindow, std::move(work));
}

boost::asio::awaitable<Result<void>> PgConversationStore::erase(std::string owner, std::string conversationId) {
  if (const auto whole = check(owner, conversationId); !whole) co_return whole.error();
  auto work = [owner = storableText(owner), inJournal = owner, conversationId = std::move(conversationId),
               journal = journal_](PgSession& db) -> Result<void> {
    const bool erased = !db.query(kErase, conversationId, owner).empty();
    // After the database: a journal that another replica still replays must not set it aside again.
    if (journal == nullptr) return erased ? Result<void>() : conversationNotFound();
    const auto aside = journal->eraseSetAside(inJournal, conversationId);
    if (!aside) return aside.error();
    return erased || *aside > 0 ? Result<void>() : conversationNotFound();
  };
  co_return co_await pool_.run(StoreOperation::kEraseConversation, std::move(work));
}

boost::asio::awaitable<Result<std::size_t>> PgConversationStore::eraseUntouchedSince(SystemTime time,
                                                                                     std::size_t most) {
  auto work = [micros = microsOf(time), most](PgSession& db) -> Result<std::size_t> {
    return db.query(kEraseUntouched, micros, most)[0][0].as<std::size_t>();
  };
  co_return co_await pool_.run(StoreOperation::kEraseConversation, std::move(work));
}

}  // namespace vigie
