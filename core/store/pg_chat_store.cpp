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
constexpr Statement kBeginTurn{
    "begin_turn",
    "WITH made AS ("
    " INSERT INTO conversations (id, owner, title)"
    " SELECT $1::uuid, $2::text, $3::text WHERE $4::boolean AND $5::uuid IS NULL"
    " ON CONFLICT (id) DO NOTHING RETURNING id"
    "), kept AS ("
    " UPDATE conversations SET updated_at = now(), title = CASE title WHEN '' THEN $3::text ELSE title END"
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
