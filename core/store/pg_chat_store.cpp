#include "core/store/pg_chat_store.h"

#include "core/store/impl/pg_session.h"
#include "core/store/impl/rows.h"
#include "core/store/storable_text.h"

#include <algorithm>

namespace vigie {

namespace {

using impl::PgSession;
using impl::Statement;

Error conversationNotFound() { return {ErrorCode::kNotFound, "there is no such conversation"}; }
Error parentNotFound() {
  return {ErrorCode::kNotFound, "there is no such message in the conversation", "vigie.parent_message_id"};
}

// One statement is one transaction and one round trip. Each part takes its rows from the one before it, so nothing is
// written when the conversation is not the owner's, and the user's turn takes its position before the answer's.
// An id that is there already (a retry after a commit in doubt) changes nothing.
constexpr Statement kBeginTurn{"begin_turn",
                               "WITH made AS ("
                               " INSERT INTO conversations (id, owner, title)"
                               " SELECT $1::uuid, $2::text, $3::text WHERE $4::boolean AND $5::uuid IS NULL"
                               " ON CONFLICT (id) DO NOTHING RETURNING id"
                               "), kept AS ("
                               " UPDATE conversations SET updated_at = now()"
                               " WHERE id = $1::uuid AND owner = $2::text RETURNING id"
                               "), conversation AS ("
                               " SELECT id FROM made UNION ALL SELECT id FROM kept"
                               "), parent AS ("
                               " (SELECT id FROM messages"
                               "  WHERE $5::uuid IS NOT NULL AND id = $5::uuid AND conversation_id = $1::uuid)"
                               " UNION ALL"
                               " (SELECT id FROM messages WHERE $5::uuid IS NULL AND conversation_id = $1::uuid"
                               "  ORDER BY position DESC LIMIT 1)"
                               "), target AS ("
                               " SELECT c.id, (SELECT id FROM parent) AS parent FROM conversation c"
                               " WHERE $5::uuid IS NULL OR EXISTS (SELECT FROM parent)"
                               "), question AS ("
                               " INSERT INTO messages"
                               " (id, conversation_id, parent_message_id, role, content, status, request_id)"
                               " SELECT $6::uuid, t.id, t.parent, 'user', $7::text, 'complete', $8::text FROM target t"
                               " ON CONFLICT (id) DO NOTHING RETURNING id"
                               "), answer AS ("
                               " INSERT INTO messages (id, conversation_id, parent_message_id, role, content, status,"
                               "  model, request_id, replica_id, lease_until)"
                               " SELECT $9::uuid, t.id, $6::uuid, 'assistant', '', 'running',"
                               "  $10::text, $8::text, $11::uuid, now() + $12::bigint * interval '1 second'"
                               " FROM target t LEFT JOIN question ON true"
                               " ON CONFLICT (id) DO NOTHING"
                               ")"
                               "SELECT EXISTS (SELECT FROM conversation), EXISTS (SELECT FROM target)"};

constexpr Statement kFinishAnswer{
    "finish_answer",
    "WITH finished AS ("
    " UPDATE messages SET content = $3::text, status = $4::text, finish_reason = $5::text,"
    "  model = $6::text, prompt_tokens = $7::bigint, completion_tokens = $8::bigint,"
    "  usage_estimated = $9::boolean, timings = $10::jsonb, citations = $11::jsonb,"
    "  finished_at = now(), replica_id = NULL, lease_until = NULL"
    " WHERE id = $1::uuid AND conversation_id = $2::uuid AND role = 'assistant'"
    " RETURNING conversation_id"
    ")"
    "UPDATE conversations SET updated_at = now()"
    " WHERE id IN (SELECT conversation_id FROM finished) RETURNING 1"};

constexpr Statement kHistory{"history",
                             "WITH RECURSIVE owned AS ("
                             " SELECT id FROM conversations WHERE id = $1::uuid AND owner = $2::text"
                             "), leaf AS ("
                             " (SELECT m.id FROM messages m, owned"
                             "  WHERE $3::uuid IS NOT NULL AND m.id = $3::uuid AND m.conversation_id = owned.id)"
                             " UNION ALL"
                             " (SELECT m.id FROM messages m, owned"
                             "  WHERE $3::uuid IS NULL AND m.conversation_id = owned.id"
                             "  ORDER BY m.position DESC LIMIT 1)"
                             "), branch AS ("
                             " SELECT m.parent_message_id, m.role, m.content, 1 AS depth,"
                             "  (m.content <> '')::int AS taken"
                             " FROM messages m JOIN leaf ON m.id = leaf.id"
                             " UNION ALL"
                             " SELECT m.parent_message_id, m.role, m.content, b.depth + 1,"
                             "  b.taken + (m.content <> '')::int"
                             " FROM branch b JOIN messages m"
                             "  ON m.id = b.parent_message_id AND m.conversation_id = $1::uuid"
                             " WHERE b.taken < $4::bigint"
                             ")"
                             "SELECT EXISTS (SELECT FROM owned), EXISTS (SELECT FROM leaf), b.role, b.content"
                             " FROM (SELECT 1) one LEFT JOIN branch b ON b.content <> '' AND b.taken <= $4::bigint"
                             " ORDER BY b.depth DESC"};

#define VIGIE_CONVERSATION                                                    \
  "c.id, c.title, c.status, " VIGIE_MICROS("c.created_at") ", " VIGIE_MICROS( \
      "c.updated_at") ", (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id)"

constexpr Statement kList{"list_conversations",
                          "SELECT " VIGIE_CONVERSATION
                          " FROM conversations c WHERE c.owner = $1::text"
                          " AND (c.created_at, c.id) < (" VIGIE_TIMESTAMP("$2") ", $3::uuid)"
                          " ORDER BY c.created_at DESC, c.id DESC LIMIT $4::bigint"};

constexpr Statement kGet{"get_conversation", "SELECT " VIGIE_CONVERSATION
                                             " FROM conversations c WHERE c.id = $1::uuid AND c.owner = $2::text"};

constexpr Statement kMessages{"list_messages",
                              "SELECT m.id, m.parent_message_id, m.role, m.content, m.status, m.created_at, m.model,"
                              " m.finish_reason, m.prompt_tokens, m.completion_tokens, m.usage_estimated, m.timings,"
                              " m.citations, m.position"
                              " FROM conversations c LEFT JOIN LATERAL ("
                              "  SELECT id, parent_message_id, role, content, status, " VIGIE_MICROS("created_at")
                              "   AS created_at, model, finish_reason, prompt_tokens, completion_tokens,"
                              "   usage_estimated, timings, citations, position"
                              "  FROM messages WHERE conversation_id = c.id AND position > $3::bigint"
                              "  ORDER BY position LIMIT $4::bigint"
                              " ) m ON true"
                              " WHERE c.id = $1::uuid AND c.owner = $2::text ORDER BY m.position"};

constexpr Statement kErase{"erase_conversation",
                           "DELETE FROM conversations WHERE id = $1::uuid AND owner = $2::text RETURNING 1"};

constexpr Statement kRenewLeases{"renew_leases",
                                 "UPDATE messages SET lease_until = now() + $2::bigint * interval '1 second'"
                                 " WHERE status = 'running' AND replica_id = $1::uuid"};

// SKIP LOCKED: several replicas sweep at once, and each answer is ended by one of them.
constexpr Statement kSweepExpired{
    "sweep_expired",
    "UPDATE messages SET status = CASE WHEN content = '' THEN 'failed' ELSE 'partial' END,"
    " finished_at = now(), replica_id = NULL, lease_until = NULL"
    " WHERE id IN (SELECT id FROM messages WHERE status = 'running'"
    "  AND lease_until < now() ORDER BY lease_until LIMIT 1000"
    "  FOR UPDATE SKIP LOCKED)"};

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

std::vector<wire::Citation> citationsOf(const pqxx::field& field) {
  std::vector<wire::Citation> out;
  if (field.is_null()) return out;
  const auto value = boost::json::parse(impl::textOf(field));
  for (const auto& item : value.as_array()) {
    if (auto citation = wire::citationFromJson(item)) out.push_back(std::move(*citation));
  }
  return out;
}

wire::Message messageOf(const pqxx::row& row, const std::string& conversationId) {
  wire::Message out;
  out.id = impl::textOf(row[0]);
  out.conversationId = conversationId;
  if (!row[1].is_null()) out.parentId = impl::textOf(row[1]);
  out.role = impl::textOf(row[2]);
  out.content = impl::textOf(row[3]);
  out.status = impl::textOf(row[4]);
  out.createdAt = impl::timeOf(row[5]);
  out.model = impl::textOf(row[6]);
  out.finishReason = impl::textOf(row[7]);
  if (!row[8].is_null()) {
    wire::Usage usage;
    usage.promptTokens = row[8].as<std::int64_t>();
    usage.completionTokens = row[9].as<std::int64_t>();
    usage.estimated = row[10].as<bool>();
    out.usage = usage;
  }
  if (!row[11].is_null()) {
    const auto timings = wire::timingsFromJson(boost::json::parse(impl::textOf(row[11])));
    if (timings) out.timings = *timings;
  }
  out.citations = citationsOf(row[12]);
  return out;
}

std::string citationsJson(std::vector<wire::Citation> citations) {
  boost::json::array out;
  out.reserve(citations.size());
  for (wire::Citation& citation : citations) {
    // jsonb refuses \u0000 as text does.
    citation.documentId = storableText(std::move(citation.documentId));
    citation.title = storableText(std::move(citation.title));
    citation.quote = storableText(std::move(citation.quote));
    out.push_back(toJson(citation));
  }
  return boost::json::serialize(out);
}

}  // namespace

PgChatStore::PgChatStore(PgPool& pool, std::string replicaId, std::chrono::seconds lease)
    : pool_(pool), replicaId_(std::move(replicaId)), lease_(lease) {}

boost::asio::awaitable<Result<void>> PgChatStore::beginTurn(NewTurn turn) {
  if (!isId(turn.conversationId)) co_return conversationNotFound();
  if (turn.parentMessageId && !isId(*turn.parentMessageId)) co_return parentNotFound();
  auto work = [turn = std::move(turn), replica = replicaId_, lease = lease_.count()](PgSession& db) -> Result<void> {
    const pqxx::result rows =
        db.query(kBeginTurn, turn.conversationId, storableText(turn.owner), storableText(turn.title),
                 turn.newConversation, impl::orNull(turn.parentMessageId), turn.userMessageId, storableText(turn.text),
                 storableText(turn.requestId), turn.answerId, storableText(turn.model), replica, lease);
    if (!rows[0][0].as<bool>())
      return turn.parentMessageId && turn.newConversation ? parentNotFound() : conversationNotFound();
    if (!rows[0][1].as<bool>()) return parentNotFound();
    return {};
  };
  co_return co_await pool_.run(StoreOperation::kBeginTurn, std::move(work));
}

boost::asio::awaitable<Result<void>> PgChatStore::finishAnswer(FinishedAnswer answer) {
  if (!isId(answer.conversationId) || !isId(answer.answerId)) co_return conversationNotFound();
  auto work = [answer = std::move(answer)](PgSession& db) -> Result<void> {
    std::optional<std::string> promptTokens;
    std::optional<std::string> completionTokens;
    std::optional<std::string> estimated;
    if (answer.usage) {
      promptTokens = std::to_string(answer.usage->promptTokens);
      completionTokens = std::to_string(answer.usage->completionTokens);
      estimated = answer.usage->estimated ? "true" : "false";
    }
    const pqxx::result rows =
        db.query(kFinishAnswer, answer.answerId, answer.conversationId, storableText(answer.content), answer.status,
                 storableText(answer.finishReason), storableText(answer.model), impl::orNull(promptTokens),
                 impl::orNull(completionTokens), impl::orNull(estimated),
                 boost::json::serialize(toJson(answer.timings)), citationsJson(answer.citations));
    if (rows.empty()) return Error(ErrorCode::kNotFound, "the conversation of this answer was erased");
    return {};
  };
  co_return co_await pool_.run(StoreOperation::kFinishAnswer, std::move(work));
}

boost::asio::awaitable<Result<std::vector<wire::ChatMessage>>> PgChatStore::history(std::string owner,
                                                                                    std::string conversationId,
                                                                                    std::optional<std::string> leaf,
                                                                                    std::size_t most) {
  if (!isId(conversationId)) co_return conversationNotFound();
  if (leaf && !isId(*leaf)) co_return parentNotFound();
  auto work = [owner = storableText(std::move(owner)), conversationId = std::move(conversationId),
               leaf = std::move(leaf), most](PgSession& db) -> Result<std::vector<wire::ChatMessage>> {
    const pqxx::result rows = db.query(kHistory, conversationId, owner, impl::orNull(leaf), most);
    if (!rows[0][0].as<bool>()) return conversationNotFound();
    if (leaf && !rows[0][1].as<bool>()) return parentNotFound();
    std::vector<wire::ChatMessage> out;
    for (const auto& row : rows) {
      if (row[2].is_null()) continue;
      wire::ChatMessage message;
      message.role = impl::textOf(row[2]);
      message.content = impl::textOf(row[3]);
      out.push_back(std::move(message));
    }
    return out;
  };
  co_return co_await pool_.run(StoreOperation::kHistory, std::move(work));
}

boost::asio::awaitable<Result<wire::Page<wire::Conversation>>> PgChatStore::list(std::string owner, std::size_t limit,
                                                                                 std::string after) {
  if (const auto fits = impl::checkLimit(limit); !fits) co_return fits.error();
  auto start = impl::pageStart(PageOrder::kConversations, after, impl::newestFirst());
  if (!start) co_return start.error();
  auto work = [owner = storableText(std::move(owner)), limit,
               start = std::move(*start)](PgSession& db) -> Result<wire::Page<wire::Conversation>> {
    const pqxx::result rows = db.query(kList, owner, start.key, start.id, limit + 1);
    return impl::pageOf<wire::Conversation>(rows, limit, PageOrder::kConversations, conversationOf,
                                            [](const pqxx::row& row) {
                                              return PageCursor{row[3].as<std::int64_t>(), impl::textOf(row[0])};
                                            });
  };
  co_return co_await pool_.run(StoreOperation::kListConversations, std::move(work));
}

boost::asio::awaitable<Result<wire::Conversation>> PgChatStore::get(std::string owner, std::string conversationId) {
  if (!isId(conversationId)) co_return conversationNotFound();
  auto work = [owner = storableText(std::move(owner)),
               conversationId = std::move(conversationId)](PgSession& db) -> Result<wire::Conversation> {
    const pqxx::result rows = db.query(kGet, conversationId, owner);
    if (rows.empty()) return conversationNotFound();
    return conversationOf(rows[0]);
  };
  co_return co_await pool_.run(StoreOperation::kGetConversation, std::move(work));
}

boost::asio::awaitable<Result<wire::Page<wire::Message>>> PgChatStore::messages(std::string owner,
                                                                                std::string conversationId,
                                                                                std::size_t limit, std::string after) {
  if (const auto fits = impl::checkLimit(limit); !fits) co_return fits.error();
  PageCursor first;  // positions start at 1
  auto start = impl::pageStart(PageOrder::kMessages, after, first);
  if (!start) co_return start.error();
  if (!isId(conversationId)) co_return conversationNotFound();
  auto work = [owner = storableText(std::move(owner)), conversationId = std::move(conversationId), limit,
               start = std::move(*start)](PgSession& db) -> Result<wire::Page<wire::Message>> {
    const pqxx::result rows = db.query(kMessages, conversationId, owner, start.key, limit + 1);
    if (rows.empty()) return conversationNotFound();
    if (rows[0][0].is_null()) return wire::Page<wire::Message>{};
    return impl::pageOf<wire::Message>(
        rows, limit, PageOrder::kMessages,
        [&conversationId](const pqxx::row& row) { return messageOf(row, conversationId); },
        [](const pqxx::row& row) {
          return PageCursor{row[13].as<std::int64_t>(), impl::textOf(row[0])};
        });
  };
  co_return co_await pool_.run(StoreOperation::kListMessages, std::move(work));
}

boost::asio::awaitable<Result<void>> PgChatStore::erase(std::string owner, std::string conversationId) {
  if (!isId(conversationId)) co_return conversationNotFound();
  auto work = [owner = storableText(std::move(owner)),
               conversationId = std::move(conversationId)](PgSession& db) -> Result<void> {
    if (db.query(kErase, conversationId, owner).empty()) return conversationNotFound();
    return {};
  };
  co_return co_await pool_.run(StoreOperation::kEraseConversation, std::move(work));
}

boost::asio::awaitable<Result<std::size_t>> PgChatStore::renewLeases() {
  auto work = [replica = replicaId_, lease = lease_.count()](PgSession& db) -> Result<std::size_t> {
    return static_cast<std::size_t>(db.query(kRenewLeases, replica, lease).affected_rows());
  };
  co_return co_await pool_.run(StoreOperation::kRenewLeases, std::move(work));
}

boost::asio::awaitable<Result<std::size_t>> PgChatStore::sweepExpired() {
  auto work = [](PgSession& db) -> Result<std::size_t> {
    return static_cast<std::size_t>(db.query(kSweepExpired).affected_rows());
  };
  co_return co_await pool_.run(StoreOperation::kSweepExpired, std::move(work));
}

}  // namespace vigie
