#include "core/store/impl/turn_statements.h"

#include "core/store/impl/rows.h"
#include "core/store/storable_text.h"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vigie::impl {

namespace json = boost::json;

namespace {

// One statement is one transaction and one round trip. Each part takes its rows from the one before it, so nothing is
// written when the conversation is not the owner's, and the user's turn takes its position before the answer's.
// An id that is there already (a retry after a commit in doubt) changes nothing.
constexpr Statement kBeginTurn{"begin_turn",
                               "WITH made AS ("
                               " INSERT INTO conversations (id, owner, title, created_at)"
                               " SELECT $1::uuid, $2::text, $3::text, coalesce(" VIGIE_TIMESTAMP("$13") ", now())"
                               " WHERE $4::boolean AND $5::uuid IS NULL"
                               " ON CONFLICT (id) DO NOTHING RETURNING id"
                               "), kept AS ("
                               " UPDATE conversations SET updated_at = now(),"
                               "  title = CASE title WHEN '' THEN $3::text ELSE title END"
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
                               " (id, conversation_id, parent_message_id, role, content, status, request_id, created_at,"
                               "  openai_messages)"
                               " SELECT $6::uuid, t.id, t.parent, $14::text, $7::text, 'complete', $8::text,"
                               "  coalesce(" VIGIE_TIMESTAMP("$13") ", now()), $15::text FROM target t"
                               " ON CONFLICT (id) DO NOTHING RETURNING id"
                               "), answer AS ("
                               " INSERT INTO messages (id, conversation_id, parent_message_id, role, content, status,"
                               "  model, request_id, replica_id, lease_until, created_at)"
                               " SELECT $9::uuid, t.id, $6::uuid, 'assistant', '', 'running',"
                               "  $10::text, $8::text, $11::uuid, now() + $12::bigint * interval '1 second',"
                               "  coalesce(" VIGIE_TIMESTAMP("$13") ", now())"
                               " FROM target t LEFT JOIN question ON true"
                               " ON CONFLICT (id) DO NOTHING"
                               ")"
                               "SELECT EXISTS (SELECT FROM conversation), EXISTS (SELECT FROM target)"};

// The same for many turns at once: `n` is the place of each in the batch. Two turns of one conversation become
// siblings, since neither saw the other; of two owners that bring the same new id, the first has it.
constexpr Statement kBeginTurns{
    "begin_turns",
    "WITH given AS MATERIALIZED ("
    " SELECT * FROM jsonb_to_recordset($1::jsonb) AS t(n integer, conversation uuid, owner text, title text,"
    "  fresh boolean, parent uuid, question uuid, role text, body text, openai text, request text, answer uuid,"
    "  model text, at bigint)"
    "), made AS ("
    " INSERT INTO conversations (id, owner, title, created_at)"
    " SELECT conversation, owner, title, coalesce(" VIGIE_TIMESTAMP("at") ", now()) FROM given"
    " WHERE fresh AND parent IS NULL ORDER BY n"
    " ON CONFLICT (id) DO NOTHING RETURNING id, owner"
    "), kept AS ("
    " UPDATE conversations c SET updated_at = now(), title = CASE c.title WHEN '' THEN g.title ELSE c.title END"
    " FROM given g WHERE c.id = g.conversation AND c.owner = g.owner RETURNING c.id, c.owner"
    "), conversation AS ("
    " SELECT id, owner FROM made UNION SELECT id, owner FROM kept"
    "), target AS MATERIALIZED ("
    " SELECT g.*, c.id IS NOT NULL AS there,"
    "  CASE WHEN g.parent IS NOT NULL"
    "   THEN (SELECT m.id FROM messages m WHERE m.id = g.parent AND m.conversation_id = g.conversation)"
    "   ELSE (SELECT m.id FROM messages m WHERE m.conversation_id = g.conversation ORDER BY m.position DESC LIMIT 1)"
    "  END AS found"
    " FROM given g LEFT JOIN conversation c ON c.id = g.conversation AND c.owner = g.owner"
    "), written AS ("
    " INSERT INTO messages (id, conversation_id, parent_message_id, role, content, status, model, request_id,"
    "  replica_id, lease_until, created_at, openai_messages)"
    " SELECT r.id, t.conversation, r.parent, r.role, r.body, r.status, r.model, t.request, r.replica, r.lease,"
    "  coalesce(" VIGIE_TIMESTAMP("t.at") ", now()), r.openai"
    " FROM target t CROSS JOIN LATERAL (VALUES"
    "  (0, t.question, t.found, t.role, t.body, 'complete', '', NULL::uuid, NULL::timestamptz, t.openai),"
    "  (1, t.answer, t.question, 'assistant', '', 'running', t.model, $2::uuid,"
    "   now() + $3::bigint * interval '1 second', NULL))"
    "  AS r(place, id, parent, role, body, status, model, replica, lease, openai)"
    " WHERE t.there AND (t.parent IS NULL OR t.found IS NOT NULL) ORDER BY t.n, r.place"
    " ON CONFLICT (id) DO NOTHING"
    ")"
    "SELECT there, there AND (parent IS NULL OR found IS NOT NULL) FROM target ORDER BY n"};

constexpr Statement kFinishAnswer{
    "finish_answer",
    "WITH finished AS ("
    " UPDATE messages SET content = $3::text, status = $4::text, finish_reason = $5::text,"
    "  model = $6::text, prompt_tokens = $7::bigint, completion_tokens = $8::bigint,"
    "  usage_estimated = $9::boolean, timings = $10::jsonb, citations = $11::jsonb,"
    "  finished_at = coalesce(" VIGIE_TIMESTAMP("$12") ", now()), replica_id = NULL, lease_until = NULL,"
    "  openai_messages = $13::text"
    " WHERE id = $1::uuid AND conversation_id = $2::uuid AND role = 'assistant'"
    " RETURNING conversation_id"
    ")"
    "UPDATE conversations SET updated_at = now()"
    " WHERE id IN (SELECT conversation_id FROM finished) RETURNING 1"};

constexpr Statement kFinishAnswers{
    "finish_answers",
    "WITH finished AS ("
    " UPDATE messages m SET content = f.body, status = f.status, finish_reason = f.reason, model = f.model,"
    "  prompt_tokens = f.prompt, completion_tokens = f.completion, usage_estimated = f.estimated,"
    "  timings = f.timings, citations = f.citations,"
    "  finished_at = coalesce(" VIGIE_TIMESTAMP("f.at") ", now()), replica_id = NULL, lease_until = NULL,"
    "  openai_messages = f.openai"
    " FROM jsonb_to_recordset($1::jsonb) AS f(n integer, answer uuid, conversation uuid, body text, openai text,"
    "  status text,"
    "  reason text, model text, prompt bigint, completion bigint, estimated boolean, timings jsonb,"
    "  citations jsonb, at bigint)"
    " WHERE m.id = f.answer AND m.conversation_id = f.conversation AND m.role = 'assistant'"
    " RETURNING f.n, m.conversation_id"
    "), touched AS ("
    " UPDATE conversations SET updated_at = now() WHERE id IN (SELECT conversation_id FROM finished)"
    ")"
    "SELECT n FROM finished"};

constexpr Statement kKeep{"keep_response",
                          "UPDATE idempotency_keys SET status = 'done', response = to_jsonb($4::text),"
                          " conversation_id = $3::uuid, replica_id = NULL, lease_until = NULL"
                          " WHERE owner = $1::text AND key = $2::text"
                          " AND EXISTS (SELECT FROM conversations WHERE id = $3::uuid) RETURNING 1"};

json::array citationsArray(std::vector<wire::Citation> citations) {
  json::array out;
  out.reserve(citations.size());
  for (wire::Citation& citation : citations) {
    // jsonb refuses \u0000 as text does.
    citation.documentId = storableText(std::move(citation.documentId));
    citation.title = storableText(std::move(citation.title));
    citation.quote = storableText(std::move(citation.quote));
    out.push_back(toJson(citation));
  }
  return out;
}

Error answerErased() { return {ErrorCode::kNotFound, "the conversation of this answer was erased"}; }

Result<wire::Saved> outcomeOf(const NewTurn& turn, bool conversationIsThere, bool parentIsThere) {
  if (!conversationIsThere) {
    return turn.parentMessageId && turn.newConversation ? parentNotFound() : conversationNotFound();
  }
  if (!parentIsThere) return parentNotFound();
  return wire::Saved::kYes;
}

/// NULL for an empty one. JSON that Boost.JSON wrote is storable as it is: U+0000 is an escape in it.
const char* orNullIfEmpty(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

std::optional<std::string> microsOf(const std::optional<SystemTime>& time) {
  if (!time) return std::nullopt;
  return std::to_string(time->time_since_epoch().count());
}

}  // namespace

Error conversationNotFound() { return {ErrorCode::kNotFound, "there is no such conversation"}; }

Error parentNotFound() {
  return {ErrorCode::kNotFound, "there is no such message in the conversation", "vigie.parent_message_id"};
}

Result<wire::Saved> writeTurn(PgSession& db, const LeasedTurn& leased) {
  const NewTurn& turn = leased.turn;
  const AnswerLease& lease = leased.lease;
  const auto at = microsOf(turn.at);
  const pqxx::result rows =
      db.query(kBeginTurn, turn.conversationId, storableText(turn.owner), storableText(turn.title),
               turn.newConversation, orNull(turn.parentMessageId), turn.userMessageId, storableText(turn.text),
               storableText(turn.requestId), turn.answerId, storableText(turn.model), lease.replicaId,
               lease.length.count(), orNull(at), turn.role, orNullIfEmpty(turn.openaiMessages));
  return outcomeOf(turn, rows[0][0].as<bool>(), rows[0][1].as<bool>());
}

std::vector<Result<wire::Saved>> writeTurns(PgSession& db, const std::vector<const LeasedTurn*>& turns) {
  json::array given;
  given.reserve(turns.size());
  for (const LeasedTurn* const leased : turns) {
    const NewTurn& turn = leased->turn;
    json::object item{{"n", given.size()},
                      {"conversation", turn.conversationId},
                      {"owner", storableText(turn.owner)},
                      {"title", storableText(turn.title)},
                      {"fresh", turn.newConversation},
                      {"question", turn.userMessageId},
                      {"role", turn.role},
                      {"body", storableText(turn.text)},
                      {"request", storableText(turn.requestId)},
                      {"answer", turn.answerId},
                      {"model", storableText(turn.model)}};
    if (!turn.openaiMessages.empty()) item["openai"] = turn.openaiMessages;
    if (turn.parentMessageId) item["parent"] = *turn.parentMessageId;
    if (turn.at) item["at"] = turn.at->time_since_epoch().count();
    given.push_back(std::move(item));
  }
  const AnswerLease& lease = turns.front()->lease;
  const pqxx::result rows = db.query(kBeginTurns, json::serialize(given), lease.replicaId, lease.length.count());
  std::vector<Result<wire::Saved>> out;
  out.reserve(turns.size());
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const auto row = rows[static_cast<pqxx::result_size_type>(i)];
    out.push_back(outcomeOf(turns[i]->turn, row[0].as<bool>(), row[1].as<bool>()));
  }
  return out;
}

Result<wire::Saved> writeAnswer(PgSession& db, const FinishedAnswer& answer) {
  std::optional<std::string> promptTokens;
  std::optional<std::string> completionTokens;
  std::optional<std::string> estimated;
  if (answer.usage) {
    promptTokens = std::to_string(answer.usage->promptTokens);
    completionTokens = std::to_string(answer.usage->completionTokens);
    estimated = answer.usage->estimated ? "true" : "false";
  }
  const auto at = microsOf(answer.at);
  const pqxx::result rows =
      db.query(kFinishAnswer, answer.answerId, answer.conversationId, storableText(answer.content), answer.status,
               storableText(answer.finishReason), storableText(answer.model), orNull(promptTokens),
               orNull(completionTokens), orNull(estimated), json::serialize(toJson(answer.timings)),
               json::serialize(citationsArray(answer.citations)), orNull(at), orNullIfEmpty(answer.openaiMessages));
  if (rows.empty()) return answerErased();
  return wire::Saved::kYes;
}

std::vector<Result<wire::Saved>> writeAnswers(PgSession& db, const std::vector<const FinishedAnswer*>& answers) {
  json::array given;
  given.reserve(answers.size());
  for (const FinishedAnswer* const answer : answers) {
    json::object item{{"n", given.size()},
                      {"answer", answer->answerId},
                      {"conversation", answer->conversationId},
                      {"body", storableText(answer->content)},
                      {"status", answer->status},
                      {"reason", storableText(answer->finishReason)},
                      {"model", storableText(answer->model)},
                      {"timings", toJson(answer->timings)},
                      {"citations", citationsArray(answer->citations)}};
    if (!answer->openaiMessages.empty()) item["openai"] = answer->openaiMessages;
    if (answer->usage) {
      item["prompt"] = answer->usage->promptTokens;
      item["completion"] = answer->usage->completionTokens;
      item["estimated"] = answer->usage->estimated;
    }
    if (answer->at) item["at"] = answer->at->time_since_epoch().count();
    given.push_back(std::move(item));
  }
  const pqxx::result rows = db.query(kFinishAnswers, json::serialize(given));
  std::vector<Result<wire::Saved>> out(answers.size(), Result<wire::Saved>(answerErased()));
  for (const auto& row : rows) out[row[0].as<std::size_t>()] = wire::Saved::kYes;
  return out;
}

std::size_t sizeOf(const LeasedTurn& leased) {
  return leased.turn.text.size() + leased.turn.title.size() + leased.turn.openaiMessages.size();
}

std::size_t sizeOf(const FinishedAnswer& answer) {
  std::size_t out = answer.content.size() + answer.openaiMessages.size();
  for (const wire::Citation& citation : answer.citations) out += citation.title.size() + citation.quote.size();
  return out;
}

Result<void> writeResponse(PgSession& db, const IdempotencyKey& key, const std::string& conversationId,
                           const std::string& response) {
  if (db.query(kKeep, storableText(key.owner), key.key, conversationId, storableText(response)).empty()) {
    return Error(ErrorCode::kNotFound, "the conversation of this response was erased");
  }
  return {};
}

}  // namespace vigie::impl
