#include "core/store/pg_chat_store.h"

#include "core/store/impl/pg_session.h"
#include "core/store/impl/rows.h"
#include "core/store/impl/turn_statements.h"
#include "core/store/impl/write_batcher.h"
#include "core/store/storable_text.h"

#include <boost/json.hpp>

#include <iterator>
#include <utility>

namespace vigie {

namespace {

using impl::conversationNotFound;
using impl::parentNotFound;
using impl::PgSession;
using impl::Statement;

// Commits of a kind at a time. More would each carry less, and wait for the same disk.
constexpr std::size_t kFlights = 2;

constexpr Statement kHistory{"history",
                             "WITH RECURSIVE owned AS ("
                             " SELECT id FROM conversations WHERE id = $1::uuid AND owner = $2::text"
                             "), leaf AS ("
                             " (SELECT m.id FROM messages m, owned"
                             "  WHERE $3::uuid IS NOT NULL AND m.id = $3::uuid AND m.conversation_id = owned.id)"
                             " UNION ALL"
                             " (SELECT m.id FROM messages m, owned"
                             "  WHERE $3::uuid IS NULL AND m.conversation_id = owned.id AND m.position < coalesce("
                             "   (SELECT position FROM messages WHERE id = $5::uuid), 9223372036854775807)"
                             "   AND m.id IS NOT DISTINCT FROM coalesce((SELECT q.parent_message_id FROM messages q"
                             "    WHERE q.id = $5::uuid), m.id)"
                             "  ORDER BY m.position DESC LIMIT 1)"
                             "), branch AS ("
                             " SELECT m.parent_message_id, m.role, m.content, m.openai_messages, 1 AS depth,"
                             "  (m.content <> '' OR m.openai_messages IS NOT NULL)::int AS taken"
                             " FROM messages m JOIN leaf ON m.id = leaf.id"
                             " UNION ALL"
                             " SELECT m.parent_message_id, m.role, m.content, m.openai_messages, b.depth + 1,"
                             "  b.taken + (m.content <> '' OR m.openai_messages IS NOT NULL)::int"
                             " FROM branch b JOIN messages m"
                             "  ON m.id = b.parent_message_id AND m.conversation_id = $1::uuid"
                             " WHERE b.taken < $4::bigint"
                             ")"
                             "SELECT EXISTS (SELECT FROM owned), EXISTS (SELECT FROM leaf), b.role, b.content,"
                             " b.openai_messages"
                             " FROM (SELECT 1) one LEFT JOIN branch b"
                             "  ON (b.content <> '' OR b.openai_messages IS NOT NULL) AND b.taken <= $4::bigint"
                             " ORDER BY b.depth DESC"};

constexpr Statement kCheckpoint{"checkpoint",
                                "UPDATE messages SET content = $2::text WHERE id = $1::uuid AND status = 'running'"};

constexpr Statement kForgetErasures{"forget_erasures",
                                    "DELETE FROM erased_conversations WHERE erased_at < " VIGIE_TIMESTAMP("$1")};

constexpr Statement kRenewLeases{"renew_leases",
                                 "UPDATE messages SET lease_until = now() + $2::bigint * interval '1 second'"
                                 " WHERE status = 'running' AND replica_id = $1::uuid AND id IN"
                                 " (SELECT value::uuid FROM jsonb_array_elements_text($3::jsonb))"};

// SKIP LOCKED: several replicas sweep at once, and each answer is ended by one of them.
constexpr Statement kSweepExpired{
    "sweep_expired",
    "UPDATE messages SET status = CASE WHEN content = '' THEN 'failed' ELSE 'partial' END,"
    " finished_at = now(), replica_id = NULL, lease_until = NULL"
    " WHERE id IN (SELECT id FROM messages WHERE status = 'running'"
    "  AND lease_until < now() ORDER BY lease_until LIMIT 1000"
    "  FOR UPDATE SKIP LOCKED)"};

}  // namespace

struct PgChatStore::Batches {
  explicit Batches(PgPool& pool)
      : begins(pool, StoreOperation::kBeginTurn, impl::writeTurn, impl::writeTurns, impl::sizeOf, kFlights),
        ends(pool, StoreOperation::kFinishAnswer, impl::writeAnswer, impl::writeAnswers, impl::sizeOf, kFlights) {}

  impl::WriteBatcher<impl::LeasedTurn, Result<wire::Saved>> begins;
  impl::WriteBatcher<FinishedAnswer, Result<wire::Saved>> ends;
};

PgChatStore::PgChatStore(PgPool& pool, std::string replicaId, std::chrono::seconds lease)
    : pool_(pool), lease_(std::move(replicaId), lease), batches_(std::make_unique<Batches>(pool)) {}

PgChatStore::~PgChatStore() = default;

boost::asio::awaitable<Result<wire::Saved>> PgChatStore::beginTurn(NewTurn turn) {
  if (!isId(turn.conversationId)) co_return conversationNotFound();
  if (turn.parentMessageId && !isId(*turn.parentMessageId)) co_return parentNotFound();
  const std::string answerId = turn.answerId;
  running_.began(answerId);
  impl::LeasedTurn leased(std::move(turn), lease_);
  auto begun = co_await batches_->begins.add(std::move(leased));
  // A refused turn has no answer. One that timed out may have: who goes on with it keeps it elsewhere and says so.
  if (!begun) running_.ended(answerId);
  co_return begun;
}

boost::asio::awaitable<Result<wire::Saved>> PgChatStore::finishAnswer(FinishedAnswer answer) {
  if (!isId(answer.conversationId) || !isId(answer.answerId)) co_return conversationNotFound();
  // Whatever becomes of the write: an answer that nobody makes any more must not look alive.
  running_.ended(answer.answerId);
  auto finished = co_await batches_->ends.add(std::move(answer));
  co_return finished;
}

void PgChatStore::checkpoint(std::string answerId, std::string content) {
  if (!isId(answerId)) return;
  pool_.post(StoreOperation::kCheckpoint, [answerId = std::move(answerId), content = storableText(std::move(content))](
                                              PgSession& db) { db.query(kCheckpoint, answerId, content); });
}

boost::asio::awaitable<Result<std::vector<wire::ChatMessage>>> PgChatStore::history(std::string owner,
                                                                                    std::string conversationId,
                                                                                    std::optional<std::string> leaf,
                                                                                    std::string userMessageId,
                                                                                    std::size_t most) {
  if (!isId(conversationId)) co_return conversationNotFound();
  if (leaf && !isId(*leaf)) co_return parentNotFound();
  auto work = [owner = storableText(std::move(owner)), conversationId = std::move(conversationId),
               leaf = std::move(leaf), userMessageId = std::move(userMessageId),
               most](PgSession& db) -> Result<std::vector<wire::ChatMessage>> {
    const pqxx::result rows = db.query(kHistory, conversationId, owner, impl::orNull(leaf), most,
                                       userMessageId.empty() ? nullptr : userMessageId.c_str());
    if (!rows[0][0].as<bool>()) return conversationNotFound();
    if (leaf && !rows[0][1].as<bool>()) return parentNotFound();
    std::vector<wire::ChatMessage> out;
    for (const auto& row : rows) {
      if (row[2].is_null()) continue;
      if (!row[4].is_null()) {
        auto exact = wire::chatMessagesFromText(impl::textOf(row[4]));
        if (!exact) return Error(ErrorCode::kInternal, "a turn of the conversation cannot be read");
        out.insert(out.end(), std::make_move_iterator(exact->begin()), std::make_move_iterator(exact->end()));
        continue;
      }
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
  boost::json::array running;
  for (const std::string& id : running_.all()) running.emplace_back(id);
  if (running.empty()) co_return std::size_t{0};
  auto work = [lease = lease_, ids = boost::json::serialize(running)](PgSession& db) -> Result<std::size_t> {
    return static_cast<std::size_t>(db.query(kRenewLeases, lease.replicaId, lease.length.count(), ids).affected_rows());
  };
  co_return co_await pool_.run(StoreOperation::kRenewLeases, std::move(work));
}

boost::asio::awaitable<Result<std::size_t>> PgChatStore::forgetErasuresBefore(SystemTime time) {
  auto work = [micros = time.time_since_epoch().count()](PgSession& db) -> Result<std::size_t> {
    return static_cast<std::size_t>(db.query(kForgetErasures, micros).affected_rows());
  };
  co_return co_await pool_.run(StoreOperation::kSweepExpired, std::move(work));
}

boost::asio::awaitable<Result<std::size_t>> PgChatStore::sweepExpired() {
  auto work = [](PgSession& db) -> Result<std::size_t> {
    return static_cast<std::size_t>(db.query(kSweepExpired).affected_rows());
  };
  co_return co_await pool_.run(StoreOperation::kSweepExpired, std::move(work));
}

}  // namespace vigie
