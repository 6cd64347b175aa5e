#include "core/store/pg_feedback_loop_store.h"

#include "core/store/impl/pg_session.h"
#include "core/store/impl/rows.h"
#include "core/store/storable_text.h"

#include <boost/json.hpp>

#include <optional>
#include <utility>

namespace vigie {

namespace json = boost::json;

namespace {

using impl::PgSession;
using impl::Statement;

Error messageNotFound() { return {ErrorCode::kNotFound, "there is no such message"}; }
Error runNotFound() { return {ErrorCode::kNotFound, "there is no such evaluation"}; }
Error setNotFound() { return {ErrorCode::kNotFound, "there is no such evaluation set"}; }

constexpr Statement kRate{"rate",
                          "WITH rated AS ("
                          " SELECT m.id, m.role FROM messages m JOIN conversations c ON c.id = m.conversation_id"
                          " WHERE m.id = $1::uuid AND c.owner = $2::text"
                          "), before AS ("
                          " SELECT rating FROM feedback WHERE message_id = $1::uuid AND owner = $2::text"
                          "), saved AS ("
                          " INSERT INTO feedback (id, message_id, owner, rating, reason, correction)"
                          " SELECT $3::uuid, id, $2::text, $4::text, $5::text, $6::text FROM rated"
                          " WHERE role = 'assistant'"
                          " ON CONFLICT (message_id, owner) DO UPDATE SET rating = excluded.rating,"
                          "  reason = excluded.reason, correction = excluded.correction, updated_at = now()"
                          " RETURNING id, created_at, updated_at"
                          ")"
                          "SELECT s.id, " VIGIE_MICROS("s.created_at") ", " VIGIE_MICROS(
                              "s.updated_at") ", (SELECT rating FROM before) FROM rated LEFT JOIN saved s ON true"};

#define VIGIE_CHANGE \
  "id, kind, summary, before, after, window_seconds, " VIGIE_MICROS("happened_at") ", " VIGIE_MICROS("created_at")

constexpr Statement kAddChange{"add_change",
                               "INSERT INTO changes"
                               " (id, owner, kind, summary, before, after, window_seconds, happened_at)"
                               " VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::jsonb, $6::jsonb, $7::integer,"
                               "  coalesce(" VIGIE_TIMESTAMP("$8") ", now())) RETURNING " VIGIE_CHANGE};

constexpr Statement kChanges{"list_changes",
                             "SELECT " VIGIE_CHANGE
                             " FROM changes WHERE owner = $1::text"
                             " AND (happened_at, id) < (" VIGIE_TIMESTAMP("$2") ", $3::uuid)"
                             " ORDER BY happened_at DESC, id DESC LIMIT $4::bigint"};

constexpr Statement kLastChanges{"last_changes",
                                 "SELECT kind, " VIGIE_MICROS("max(happened_at)") " FROM changes GROUP BY kind"};

// Nothing is written unless every message that a question came from is the owner's.
constexpr Statement kAddSet{"add_evaluation_set",
                            "WITH asked AS ("
                            " SELECT * FROM jsonb_to_recordset($4::jsonb)"
                            "  AS x(ordinal integer, question text, expected_documents jsonb, message_id uuid)"
                            "), made AS ("
                            " INSERT INTO evaluation_sets (id, owner, name)"
                            " SELECT $1::uuid, $2::text, $3::text WHERE NOT EXISTS ("
                            "  SELECT FROM asked WHERE message_id IS NOT NULL AND NOT EXISTS ("
                            "   SELECT FROM messages m JOIN conversations c ON c.id = m.conversation_id"
                            "   WHERE m.id = asked.message_id AND c.owner = $2::text))"
                            " RETURNING id, created_at"
                            "), questions AS ("
                            " INSERT INTO evaluation_questions (set_id, ordinal, question, expected, message_id)"
                            " SELECT made.id, a.ordinal, a.question, a.expected_documents, a.message_id"
                            " FROM made, asked a"
                            ")"
                            "SELECT " VIGIE_MICROS("created_at") " FROM made"};

constexpr Statement kSets{"list_evaluation_sets",
                          "SELECT s.id, s.name, " VIGIE_MICROS("s.created_at")
                          ", (SELECT count(*) FROM evaluation_questions q WHERE q.set_id = s.id)"
                          " FROM evaluation_sets s WHERE s.owner = $1::text"
                          " AND (s.created_at, s.id) < (" VIGIE_TIMESTAMP("$2") ", $3::uuid)"
                          " ORDER BY s.created_at DESC, s.id DESC LIMIT $4::bigint"};

constexpr Statement kSet{"get_evaluation_set",
                         "SELECT s.id, s.name, " VIGIE_MICROS("s.created_at")
                         ", q.ordinal, q.question, q.expected, q.message_id"
                         " FROM evaluation_sets s LEFT JOIN evaluation_questions q ON q.set_id = s.id"
                         " WHERE s.id = $1::uuid AND s.owner = $2::text ORDER BY q.ordinal"};

constexpr Statement kEraseSet{"erase_evaluation_set",
                              "DELETE FROM evaluation_sets WHERE id = $1::uuid AND owner = $2::text RETURNING 1"};

// What is left of it when its server dies is how long a run is still said to run.
#define VIGIE_EVALUATION_LEASE "now() + interval '2 minutes'"

constexpr Statement kStartRun{"start_evaluation",
                              "INSERT INTO evaluation_runs (id, set_id, status, settings, lease_until)"
                              " SELECT $1::uuid, id, 'running', $3::jsonb, " VIGIE_EVALUATION_LEASE
                              " FROM evaluation_sets WHERE id = $2::uuid AND owner = $4::text"
                              " RETURNING " VIGIE_MICROS("created_at")};

constexpr Statement kRenewRuns{"renew_evaluations",
                               "UPDATE evaluation_runs SET lease_until = " VIGIE_EVALUATION_LEASE
                               " WHERE status = 'running'"
                               " AND id IN (SELECT v::uuid FROM jsonb_array_elements_text($1::jsonb) v)"};

constexpr Statement kFinishRun{"finish_evaluation",
                               "UPDATE evaluation_runs SET status = $2::text, summary = $3::jsonb, results = $4::jsonb,"
                               " finished_at = now(), lease_until = NULL WHERE id = $1::uuid RETURNING 1"};

constexpr Statement kGetRun{"get_evaluation",
                            "SELECT r.set_id, r.status, r.settings, coalesce(r.summary, 'null'),"
                            " coalesce(r.results, 'null'), " VIGIE_MICROS("r.created_at")
                            ", r.status = 'running' AND r.lease_until < now()"
                            " FROM evaluation_runs r JOIN evaluation_sets s ON s.id = r.set_id"
                            " WHERE r.id = $1::uuid AND s.owner = $2::text"};

/// jsonb refuses U+0000 in any string, as text does.
json::value storable(const json::value& value) {
  if (const auto* const text = value.if_string()) return json::value(storableText(std::string(*text)));
  if (const auto* const list = value.if_array()) {
    json::array out;
    for (const json::value& item : *list) out.push_back(storable(item));
    return out;
  }
  if (const auto* const object = value.if_object()) {
    json::object out;
    for (const auto& member : *object) out[storableText(std::string(member.key()))] = storable(member.value());
    return out;
  }
  return value;
}

std::optional<std::string> settingsText(const json::value& settings) {
  if (settings.is_null()) return std::nullopt;
  return json::serialize(storable(settings));
}

wire::Change changeOf(const pqxx::row& row) {
  wire::Change out;
  out.id = impl::textOf(row[0]);
  out.input.kind = wire::changeKindFromString(impl::textOf(row[1]));
  out.input.summary = impl::textOf(row[2]);
  if (!row[3].is_null()) out.input.before = json::parse(impl::textOf(row[3]));
  if (!row[4].is_null()) out.input.after = json::parse(impl::textOf(row[4]));
  if (!row[5].is_null()) out.input.windowSeconds = row[5].as<int>();
  out.input.happenedAt = impl::timeOf(row[6]);
  out.createdAt = impl::timeOf(row[7]);
  return out;
}

wire::EvaluationSet setOf(const pqxx::row& row) {
  wire::EvaluationSet out;
  out.id = impl::textOf(row[0]);
  out.name = impl::textOf(row[1]);
  out.createdAt = impl::timeOf(row[2]);
  return out;
}

wire::EvaluationQuestion questionOf(const pqxx::row& row) {
  wire::EvaluationQuestion out;
  out.ordinal = row[3].as<int>();
  out.question = impl::textOf(row[4]);
  const json::value expected = json::parse(impl::textOf(row[5]));
  for (const json::value& document : expected.as_array()) out.expectedDocuments.emplace_back(document.as_string());
  if (!row[6].is_null()) out.messageId = impl::textOf(row[6]);
  return out;
}

json::array questionsJson(const std::vector<wire::EvaluationQuestion>& questions) {
  wire::EvaluationSet set;
  set.questions = questions;
  return std::move(storable(toJson(set)).as_object().at("questions").as_array());
}

}  // namespace

boost::asio::awaitable<Result<FeedbackLoopStore::Rated>> PgFeedbackLoopStore::rate(std::string owner,
                                                                                   std::string messageId,
                                                                                   wire::FeedbackInput input) {
  if (!isId(messageId)) co_return messageNotFound();
  input.reason = storableText(std::move(input.reason));
  input.correction = storableText(std::move(input.correction));
  auto work = [owner = storableText(std::move(owner)), messageId = std::move(messageId),
               input = std::move(input)](PgSession& db) -> Result<Rated> {
    const pqxx::result rows = db.query(kRate, messageId, owner, newId(), input.rating, input.reason, input.correction);
    if (rows.empty()) return messageNotFound();
    if (rows[0][0].is_null()) return Error(ErrorCode::kUnprocessable, "only answers can be rated");
    Rated out;
    out.feedback.id = impl::textOf(rows[0][0]);
    out.feedback.messageId = messageId;
    out.feedback.input = input;
    out.feedback.createdAt = impl::timeOf(rows[0][1]);
    out.feedback.updatedAt = impl::timeOf(rows[0][2]);
    out.changed = rows[0][3].is_null() || impl::textOf(rows[0][3]) != input.rating;
    return out;
  };
  co_return co_await pool_.run(StoreOperation::kRate, std::move(work));
}

boost::asio::awaitable<Result<wire::Change>> PgFeedbackLoopStore::addChange(std::string owner,
                                                                            wire::ChangeInput input) {
  auto work = [owner = storableText(std::move(owner)),
               input = std::move(input)](PgSession& db) -> Result<wire::Change> {
    const auto before = settingsText(input.before);
    const auto after = settingsText(input.after);
    std::optional<std::string> window;
    if (input.windowSeconds) window = std::to_string(*input.windowSeconds);
    std::optional<std::string> happened;
    if (input.happenedAt) happened = std::to_string(input.happenedAt->time_since_epoch().count());
    const pqxx::result rows =
        db.query(kAddChange, newId(), owner, std::string(toString(input.kind)), storableText(input.summary),
                 impl::orNull(before), impl::orNull(after), impl::orNull(window), impl::orNull(happened));
    return changeOf(rows[0]);
  };
  co_return co_await pool_.run(StoreOperation::kAddChange, std::move(work));
}

boost::asio::awaitable<Result<wire::Page<wire::Change>>> PgFeedbackLoopStore::changes(std::string owner,
                                                                                      std::size_t limit,
                                                                                      std::string after) {
  if (const auto fits = impl::checkLimit(limit); !fits) co_return fits.error();
  auto start = impl::pageStart(PageOrder::kChanges, after, impl::newestFirst());
  if (!start) co_return start.error();
  auto work = [owner = storableText(std::move(owner)), limit,
               start = std::move(*start)](PgSession& db) -> Result<wire::Page<wire::Change>> {
    const pqxx::result rows = db.query(kChanges, owner, start.key, start.id, limit + 1);
    return impl::pageOf<wire::Change>(rows, limit, PageOrder::kChanges, changeOf, [](const pqxx::row& row) {
      return PageCursor{row[6].as<std::int64_t>(), impl::textOf(row[0])};
    });
  };
  co_return co_await pool_.run(StoreOperation::kListChanges, std::move(work));
}

boost::asio::awaitable<Result<std::vector<FeedbackLoopStore::LastChange>>> PgFeedbackLoopStore::lastChanges() {
  auto work = [](PgSession& db) -> Result<std::vector<LastChange>> {
    std::vector<LastChange> out;
    for (const auto& row : db.query(kLastChanges)) {
      LastChange change;
      change.kind = wire::changeKindFromString(impl::textOf(row[0]));
      change.happenedAt = impl::timeOf(row[1]);
      out.push_back(change);
    }
    return out;
  };
  co_return co_await pool_.run(StoreOperation::kListChanges, std::move(work));
}

boost::asio::awaitable<Result<wire::EvaluationSet>> PgFeedbackLoopStore::addEvaluationSet(
    std::string owner, wire::EvaluationSetInput input) {
  auto work = [owner = storableText(std::move(owner)),
               input = std::move(input)](PgSession& db) -> Result<wire::EvaluationSet> {
    wire::EvaluationSet out;
    out.id = newId();
    out.name = storableText(input.name);
    const pqxx::result rows =
        db.query(kAddSet, out.id, owner, out.name, json::serialize(questionsJson(input.questions)));
    if (rows.empty()) {
      return Error(ErrorCode::kNotFound, "a question's 'message_id' names no message", "questions");
    }
    out.createdAt = impl::timeOf(rows[0][0]);
    out.questionCount = static_cast<std::int64_t>(input.questions.size());
    out.questions = input.questions;
    return out;
  };
  co_return co_await pool_.run(StoreOperation::kAddEvaluationSet, std::move(work));
}

boost::asio::awaitable<Result<wire::Page<wire::EvaluationSet>>> PgFeedbackLoopStore::evaluationSets(std::string owner,
                                                                                                    std::size_t limit,
                                                                                                    std::string after) {
  if (const auto fits = impl::checkLimit(limit); !fits) co_return fits.error();
  auto start = impl::pageStart(PageOrder::kEvaluationSets, after, impl::newestFirst());
  if (!start) co_return start.error();
  auto work = [owner = storableText(std::move(owner)), limit,
               start = std::move(*start)](PgSession& db) -> Result<wire::Page<wire::EvaluationSet>> {
    const pqxx::result rows = db.query(kSets, owner, start.key, start.id, limit + 1);
    return impl::pageOf<wire::EvaluationSet>(
        rows, limit, PageOrder::kEvaluationSets,
        [](const pqxx::row& row) {
          wire::EvaluationSet set = setOf(row);
          set.questionCount = row[3].as<std::int64_t>();
          return set;
        },
        [](const pqxx::row& row) {
          return PageCursor{row[2].as<std::int64_t>(), impl::textOf(row[0])};
        });
  };
  co_return co_await pool_.run(StoreOperation::kReadEvaluationSets, std::move(work));
}

boost::asio::awaitable<Result<wire::EvaluationSet>> PgFeedbackLoopStore::evaluationSet(std::string owner,
                                                                                       std::string setId) {
  if (!isId(setId)) co_return setNotFound();
  auto work = [owner = storableText(std::move(owner)),
               setId = std::move(setId)](PgSession& db) -> Result<wire::EvaluationSet> {
    const pqxx::result rows = db.query(kSet, setId, owner);
    if (rows.empty()) return setNotFound();
    wire::EvaluationSet out = setOf(rows[0]);
    out.questions.emplace();
    for (const auto& row : rows) {
      if (!row[3].is_null()) out.questions->push_back(questionOf(row));
    }
    out.questionCount = static_cast<std::int64_t>(out.questions->size());
    return out;
  };
  co_return co_await pool_.run(StoreOperation::kReadEvaluationSets, std::move(work));
}

boost::asio::awaitable<Result<void>> PgFeedbackLoopStore::eraseEvaluationSet(std::string owner, std::string setId) {
  if (!isId(setId)) co_return setNotFound();
  auto work = [owner = storableText(std::move(owner)), setId = std::move(setId)](PgSession& db) -> Result<void> {
    if (db.query(kEraseSet, setId, owner).empty()) return setNotFound();
    return {};
  };
  co_return co_await pool_.run(StoreOperation::kEraseEvaluationSet, std::move(work));
}

boost::asio::awaitable<Result<wire::EvaluationRun>> PgFeedbackLoopStore::startEvaluation(
    std::string owner, wire::EvaluationRequest request) {
  auto work = [owner = storableText(std::move(owner)),
               request = std::move(request)](PgSession& db) -> Result<wire::EvaluationRun> {
    wire::EvaluationRun run;
    run.id = newId();
    run.setId = request.setId;
    run.modes = request.modes;
    json::array modes;
    for (const auto mode : request.modes) modes.emplace_back(wire::toString(mode));
    const std::string settings = json::serialize(json::object{{"modes", std::move(modes)}});
    const pqxx::result rows = db.query(kStartRun, run.id, run.setId, settings, owner);
    if (rows.empty()) return setNotFound();
    run.createdAt = impl::timeOf(rows[0][0]);
    return run;
  };
  co_return co_await pool_.run(StoreOperation::kStartEvaluation, std::move(work));
}

boost::asio::awaitable<Result<void>> PgFeedbackLoopStore::renewEvaluations(std::vector<std::string> runIds) {
  json::array ids;
  for (const std::string& id : runIds) ids.emplace_back(id);
  auto work = [ids = json::serialize(ids)](PgSession& db) -> Result<void> {
    db.query(kRenewRuns, ids);
    return {};
  };
  co_return co_await pool_.run(StoreOperation::kRenewEvaluations, std::move(work));
}

boost::asio::awaitable<Result<void>> PgFeedbackLoopStore::finishEvaluation(std::string runId, bool complete,
                                                                           json::value summary, json::value results) {
  auto work = [runId = std::move(runId), complete, summary = json::serialize(storable(summary)),
               results = json::serialize(storable(results))](PgSession& db) -> Result<void> {
    if (db.query(kFinishRun, runId, complete ? "complete" : "failed", summary, results).empty()) return runNotFound();
    return {};
  };
  co_return co_await pool_.run(StoreOperation::kFinishEvaluation, std::move(work));
}

boost::asio::awaitable<Result<wire::EvaluationRun>> PgFeedbackLoopStore::evaluation(std::string owner,
                                                                                    std::string runId) {
  if (!isId(runId)) co_return runNotFound();
  auto work = [owner = storableText(std::move(owner)),
               runId = std::move(runId)](PgSession& db) -> Result<wire::EvaluationRun> {
    const pqxx::result rows = db.query(kGetRun, runId, owner);
    if (rows.empty()) return runNotFound();
    wire::EvaluationRun run;
    run.id = runId;
    run.setId = impl::textOf(rows[0][0]);
    run.status = impl::textOf(rows[0][1]);
    const json::value settings = json::parse(impl::textOf(rows[0][2]));
    for (const json::value& name : settings.at("modes").as_array()) {
      const auto mode = wire::searchModeFromString(std::string_view(name.as_string()), "modes");
      if (mode) run.modes.push_back(*mode);
    }
    run.summary = json::parse(impl::textOf(rows[0][3]));
    run.results = json::parse(impl::textOf(rows[0][4]));
    run.createdAt = impl::timeOf(rows[0][5]);
    if (rows[0][6].as<bool>()) {
      run.status = "failed";
      run.summary = json::object{{"error", "the server that ran it is gone; start it again"}};
    }
    return run;
  };
  co_return co_await pool_.run(StoreOperation::kReadEvaluation, std::move(work));
}

}  // namespace vigie
