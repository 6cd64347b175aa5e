#include "core/store/impl/turn_statements.h"

#include "core/store/impl/rows.h"
#include "core/store/impl/text_array.h"
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
// written when the conversation is not the owner's, and a turn takes its position before its answer's. An id that is there
// already (a retry after a commit in doubt) changes nothing. Two turns of one conversation in one batch become siblings,
// since neither saw the other; of two owners that bring the same new id, the first has it.
//
// Rows are named by = ANY(…), never by a join alone: a plan that was made while a table was small would read its whole
// index for that, in every batch, for as long as the connection lives. And the arrays come from behind an OFFSET 0: where
// PostgreSQL sees how long they are, it takes that for a reason to plan the statement anew each time.
constexpr Statement kBeginTurns{
    "begin_turns",
    "WITH given AS MATERIALIZED ("
    " SELECT t.* FROM (SELECT $1::text[]::uuid[] AS c, $2::text[] AS o, $3::text[] AS t, $4::text[]::boolean[] AS f,"
    "  $5::text[]::uuid[] AS p, $6::text[]::uuid[] AS q, $7::text[] AS r, $8::text[] AS b, $9::text[] AS a,"
    "  $10::text[] AS i, $11::text[]::uuid[] AS w, $12::text[] AS m, $13::text[]::bigint[] AS s OFFSET 0) x,"
    "  unnest(x.c, x.o, x.t, x.f, x.p, x.q, x.r, x.b, x.a, x.i, x.w, x.m, x.s) WITH ORDINALITY"
    "  AS t(conversation, owner, title, fresh, parent, question, role, body, openai, request, answer, model, at, n)"
    "), made AS ("
    " INSERT INTO conversations (id, owner, title, created_at)"
    " SELECT conversation, owner, title, coalesce(" VIGIE_TIMESTAMP("at") ", now()) FROM given"
    " WHERE fresh AND parent IS NULL ORDER BY n"
    " ON CONFLICT (id) DO NOTHING RETURNING id, owner"
    "), kept AS ("
    " UPDATE conversations c SET updated_at = now(), title = CASE c.title WHEN '' THEN g.title ELSE c.title END"
    " FROM (SELECT conversation, owner, title FROM given) g WHERE c.id = ANY(ARRAY(SELECT conversation FROM given EXCEPT SELECT id FROM made))"
    "  AND c.id = g.conversation AND c.owner = g.owner RETURNING c.id, c.owner"
    "), conversation AS ("
    " SELECT id, owner, true AS made FROM made UNION ALL SELECT id, owner, false FROM kept"
    "), target AS MATERIALIZED ("
    " SELECT g.*, c.id IS NOT NULL AS there,"
    "  CASE WHEN g.parent IS NOT NULL"
    "   THEN (SELECT m.id FROM messages m WHERE m.id = g.parent AND m.conversation_id = g.conversation)"
    "   WHEN NOT c.made"
    "   THEN (SELECT m.id FROM messages m WHERE m.conversation_id = g.conversation ORDER BY m.position DESC LIMIT 1)"
    "  END AS found"
    " FROM given g LEFT JOIN conversation c ON c.id = g.conversation AND c.owner = g.owner"
    "), written AS ("
    " INSERT INTO messages (id, conversation_id, parent_message_id, role, content, status, model, request_id,"
    "  replica_id, lease_until, created_at, openai_messages)"
    " SELECT r.id, t.conversation, r.parent, r.role, r.body, r.status, r.model, t.request, r.replica, r.lease,"
    "  coalesce(" VIGIE_TIMESTAMP("t.at") ", now()), r.openai"
    " FROM target t CROSS JOIN LATERAL (VALUES"
    "  (0, t.question, t.found, t.role, t.body, 'complete', '', NULL::uuid, NULL::timestamptz, t.openai),"
    "  (1, t.answer, t.question, 'assistant', '', 'running', t.model, $14::uuid,"
    "   now() + $15::bigint * interval '1 second', NULL))"
    "  AS r(place, id, parent, role, body, status, model, replica, lease, openai)"
    " WHERE t.there AND (t.parent IS NULL OR t.found IS NOT NULL) ORDER BY t.n, r.place"
    " ON CONFLICT (id) DO NOTHING"
    ")"
    "SELECT there, there AND (parent IS NULL OR found IS NOT NULL) FROM target ORDER BY n"};

// The long columns are taken from their arrays by subscript: PostgreSQL copies the whole of every row that an UPDATE is
// joined with. A conversation that its turn touched less than ten seconds ago is not touched again: a row less to write for most answers.
constexpr Statement kFinishAnswers{
    "finish_answers",
    "WITH given AS MATERIALIZED ("
    " SELECT t.* FROM (SELECT $1::text[]::uuid[] AS a, $2::text[]::uuid[] AS c OFFSET 0) x,"
    "  unnest(x.a, x.c) WITH ORDINALITY AS t(answer, conversation, n)"
    "), finished AS ("
    " UPDATE messages m SET content = ($3::text[])[f.n], openai_messages = ($4::text[])[f.n],"
    "  status = ($5::text[])[f.n], finish_reason = ($6::text[])[f.n], model = ($7::text[])[f.n],"
    "  prompt_tokens = ($8::text[])[f.n]::bigint, completion_tokens = ($9::text[])[f.n]::bigint,"
    "  usage_estimated = ($10::text[])[f.n]::boolean, timings = ($11::text[])[f.n], citations = ($12::text[])[f.n],"
    "  finished_at = coalesce(" VIGIE_TIMESTAMP("($13::text[])[f.n]") ", now()), replica_id = NULL, lease_until = NULL"
    " FROM given f WHERE m.id = ANY(ARRAY(SELECT answer FROM given)) AND m.id = f.answer AND m.conversation_id = f.conversation"
    "  AND m.role = 'assistant'"
    " RETURNING f.n, m.conversation_id, m.created_at"
    "), touched AS ("
    " UPDATE conversations SET updated_at = now() WHERE id = ANY(ARRAY("
    "  SELECT conversation_id FROM finished WHERE created_at < now() - interval '10 seconds'))"
    ")"
    "SELECT n - 1 FROM finished"};

constexpr Statement kKeep{"keep_response",
                          "UPDATE idempotency_keys SET status = 'done', response = to_jsonb($4::text),"
                          " conversation_id = $3::uuid, replica_id = NULL, lease_until = NULL"
                          " WHERE owner = $1::text AND key = $2::text"
                          " AND EXISTS (SELECT FROM conversations WHERE id = $3::uuid) RETURNING 1"};

std::string citationsText(std::vector<wire::Citation> citations) {
  json::array out;
  out.reserve(citations.size());
  for (wire::Citation& citation : citations) {
    citation.documentId = storableText(std::move(citation.documentId));
    citation.title = storableText(std::move(citation.title));
    citation.quote = storableText(std::move(citation.quote));
    out.push_back(toJson(citation));
  }
  return json::serialize(out);
}

Error answerErased() { return {ErrorCode::kNotFound, "the conversation of this answer was erased"}; }

Result<wire::Saved> outcomeOf(const NewTurn& turn, bool conversationIsThere, bool parentIsThere) {
  if (!conversationIsThere) {
    return turn.parentMessageId && turn.newConversation ? parentNotFound() : conversationNotFound();
  }
  if (!parentIsThere) return parentNotFound();
  return wire::Saved::kYes;
}

/// Nothing for an empty one. JSON that Boost.JSON wrote is storable as it is: U+0000 is an escape in it.
std::optional<std::string> orNullIfEmpty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> microsOf(const std::optional<SystemTime>& time) {
  if (!time) return std::nullopt;
  return std::to_string(time->time_since_epoch().count());
}

}  // namespace

Error conversationNotFound() { return {ErrorCode::kNotFound, "there is no such conversation"}; }

Error parentNotFound() {
  return {ErrorCode::kNotFound, "there is no such message in the conversation", "vigie.parent_message_id"};
}

Result<wire::Saved> writeTurn(PgSession& db, const LeasedTurn& turn) { return writeTurns(db, {&turn}).front(); }

std::vector<Result<wire::Saved>> writeTurns(PgSession& db, const std::vector<const LeasedTurn*>& turns) {
  const std::size_t count = turns.size();
  TextArray conversations(count), owners(count), titles(count), fresh(count), parents(count), questions(count),
      roles(count), bodies(count), openai(count), requests(count), answers(count), models(count), times(count);
  for (const LeasedTurn* const leased : turns) {
    const NewTurn& turn = leased->turn;
    conversations.add(turn.conversationId);
    owners.add(storableText(turn.owner));
    titles.add(storableText(turn.title));
    fresh.add(turn.newConversation ? "true" : "false");
    parents.addOrNull(turn.parentMessageId);
    questions.add(turn.userMessageId);
    roles.add(turn.role);
    bodies.add(storableText(turn.text));
    openai.addOrNull(orNullIfEmpty(turn.openaiMessages));
    requests.add(storableText(turn.requestId));
    answers.add(turn.answerId);
    models.add(storableText(turn.model));
    times.addOrNull(microsOf(turn.at));
  }
  const AnswerLease& lease = turns.front()->lease;
  const pqxx::result rows =
      db.query(kBeginTurns, conversations.parameter(), owners.parameter(), titles.parameter(), fresh.parameter(),
               parents.parameter(), questions.parameter(), roles.parameter(), bodies.parameter(), openai.parameter(),
               requests.parameter(), answers.parameter(), models.parameter(), times.parameter(), lease.replicaId,
               lease.length.count());
  std::vector<Result<wire::Saved>> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = rows[static_cast<pqxx::result_size_type>(i)];
    out.push_back(outcomeOf(turns[i]->turn, row[0].as<bool>(), row[1].as<bool>()));
  }
  return out;
}

Result<wire::Saved> writeAnswer(PgSession& db, const FinishedAnswer& answer) {
  return writeAnswers(db, {&answer}).front();
}

std::vector<Result<wire::Saved>> writeAnswers(PgSession& db, const std::vector<const FinishedAnswer*>& answers) {
  const std::size_t count = answers.size();
  TextArray ids(count), conversations(count), bodies(count), openai(count), statuses(count), reasons(count),
      models(count), promptTokens(count), completionTokens(count), estimated(count), timings(count), citations(count),
      times(count);
  for (const FinishedAnswer* const answer : answers) {
    ids.add(answer->answerId);
    conversations.add(answer->conversationId);
    bodies.add(storableText(answer->content));
    openai.addOrNull(orNullIfEmpty(answer->openaiMessages));
    statuses.add(answer->status);
    reasons.add(storableText(answer->finishReason));
    models.add(storableText(answer->model));
    if (answer->usage) {
      promptTokens.add(std::to_string(answer->usage->promptTokens));
      completionTokens.add(std::to_string(answer->usage->completionTokens));
      estimated.add(answer->usage->estimated ? "true" : "false");
    } else {
      for (TextArray* const column : {&promptTokens, &completionTokens, &estimated}) column->addNull();
    }
    timings.add(json::serialize(toJson(answer->timings)));
    citations.add(citationsText(answer->citations));
    times.addOrNull(microsOf(answer->at));
  }
  const pqxx::result rows =
      db.query(kFinishAnswers, ids.parameter(), conversations.parameter(), bodies.parameter(), openai.parameter(),
               statuses.parameter(), reasons.parameter(), models.parameter(), promptTokens.parameter(),
               completionTokens.parameter(), estimated.parameter(), timings.parameter(), citations.parameter(),
               times.parameter());
  std::vector<Result<wire::Saved>> out(count, Result<wire::Saved>(answerErased()));
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
