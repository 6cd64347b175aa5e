#include "core/store/pg_idempotency_store.h"

#include "core/store/impl/pg_session.h"
#include "core/store/impl/rows.h"
#include "core/store/impl/turn_statements.h"
#include "core/store/storable_text.h"

#include <boost/json.hpp>

#include <utility>
#include <vector>

namespace vigie {

namespace {

using impl::PgSession;
using impl::Statement;

// A key that this very replica holds is one whose claim or end was in doubt: running_ knows those it answers.
// One statement, so that of two requests at the same time one claims the key. The other sees the key as it was when its
// statement began, which may be not at all: then it gives no row, and somebody is answering.
constexpr Statement kClaim{"claim_key",
                           "WITH claimed AS ("
                           " INSERT INTO idempotency_keys AS k (owner, key, request_hash, status, replica_id,"
                           "  lease_until, turn_conversation_id, user_message_id, answer_id)"
                           " VALUES ($1::text, $2::text, decode($3::text, 'hex'), 'running', $4::uuid,"
                           "  now() + $5::bigint * interval '1 second', $6::uuid, $7::uuid, $8::uuid)"
                           " ON CONFLICT (owner, key) DO UPDATE"
                           "  SET replica_id = excluded.replica_id, lease_until = excluded.lease_until"
                           "  WHERE k.status = 'running'"
                           "   AND (k.lease_until < now() OR k.replica_id = excluded.replica_id)"
                           "   AND k.request_hash = excluded.request_hash"
                           " RETURNING turn_conversation_id, user_message_id, answer_id"
                           ")"
                           "SELECT 'mine', true, turn_conversation_id, user_message_id, answer_id, NULL FROM claimed"
                           " UNION ALL "
                           "SELECT status, request_hash = decode($3::text, 'hex'), turn_conversation_id,"
                           " user_message_id, answer_id, response #>> '{}'"
                           " FROM idempotency_keys WHERE owner = $1::text AND key = $2::text"
                           " AND NOT EXISTS (SELECT FROM claimed)"};

constexpr Statement kRelease{"release_key",
                             "UPDATE idempotency_keys SET lease_until = now() - interval '1 second'"
                             " WHERE owner = $1::text AND key = $2::text AND status = 'running'"
                             " AND replica_id = $3::uuid"};

constexpr Statement kRenew{"renew_keys",
                           "UPDATE idempotency_keys SET lease_until = now() + $2::bigint * interval '1 second'"
                           " WHERE status = 'running' AND replica_id = $1::uuid AND (owner, key) IN"
                           " (SELECT x ->> 0, x ->> 1 FROM jsonb_array_elements($3::jsonb) x)"};

constexpr Statement kForget{"forget_keys", "DELETE FROM idempotency_keys WHERE created_at < " VIGIE_TIMESTAMP(
                                               "$1") " AND NOT (status = 'running' AND lease_until >= now())"};

}  // namespace

PgIdempotencyStore::PgIdempotencyStore(PgPool& pool, std::string replicaId, std::chrono::seconds lease)
    : pool_(pool), replicaId_(std::move(replicaId)), lease_(lease) {}

void PgIdempotencyStore::ended(const IdempotencyKey& key) {
  const std::lock_guard lock(mutex_);
  running_.erase(key);
}

boost::asio::awaitable<Result<IdempotencyClaim>> PgIdempotencyStore::claim(IdempotencyKey key, std::string requestHash,
                                                                           TurnIds fresh) {
  {
    // A lease that ran out while PostgreSQL was away is no reason to answer beside oneself.
    const std::lock_guard lock(mutex_);
    if (!running_.insert(key).second) co_return IdempotencyClaim();
  }
  const IdempotencyKey claimed = key;
  auto work = [key = std::move(key), hash = std::move(requestHash), fresh = std::move(fresh), replica = replicaId_,
               lease = lease_.count()](PgSession& db) -> Result<IdempotencyClaim> {
    const pqxx::result rows = db.query(kClaim, storableText(key.owner), key.key, hash, replica, lease,
                                       fresh.conversationId, fresh.userMessageId, fresh.answerId);
    IdempotencyClaim out;
    if (rows.empty()) return out;
    using State = IdempotencyClaim::State;
    const std::string status = impl::textOf(rows[0][0]);
    if (!rows[0][1].as<bool>()) {
      out.state = State::kOtherRequest;
    } else if (status == "mine") {
      out.state = State::kMine;
    } else if (status == "done") {
      out.state = State::kDone;
      out.response = impl::textOf(rows[0][5]);
    }
    out.ids.conversationId = impl::textOf(rows[0][2]);
    out.ids.userMessageId = impl::textOf(rows[0][3]);
    out.ids.answerId = impl::textOf(rows[0][4]);
    return out;
  };
  auto outcome = co_await pool_.run(StoreOperation::kClaimKey, std::move(work));
  if (!outcome || outcome->state != IdempotencyClaim::State::kMine) ended(claimed);
  co_return outcome;
}

boost::asio::awaitable<Result<void>> PgIdempotencyStore::keep(IdempotencyKey key, std::string conversationId,
                                                              std::string response) {
  const IdempotencyKey kept = key;
  auto work = [key = std::move(key), conversationId = std::move(conversationId), response = std::move(response)](
                  PgSession& db) -> Result<void> { return impl::writeResponse(db, key, conversationId, response); };
  auto outcome = co_await pool_.run(StoreOperation::kKeepResponse, std::move(work));
  ended(kept);
  co_return outcome;
}

boost::asio::awaitable<Result<void>> PgIdempotencyStore::release(IdempotencyKey key) {
  const IdempotencyKey released = key;
  auto work = [key = std::move(key), replica = replicaId_](PgSession& db) -> Result<void> {
    db.query(kRelease, storableText(key.owner), key.key, replica);
    return {};
  };
  auto outcome = co_await pool_.run(StoreOperation::kKeepResponse, std::move(work));
  ended(released);
  co_return outcome;
}

boost::asio::awaitable<Result<std::size_t>> PgIdempotencyStore::renewLeases() {
  boost::json::array running;
  {
    const std::lock_guard lock(mutex_);
    for (const IdempotencyKey& key : running_) running.push_back({key.owner, key.key});
  }
  if (running.empty()) co_return std::size_t{0};
  auto work = [replica = replicaId_, lease = lease_.count(),
               keys = boost::json::serialize(running)](PgSession& db) -> Result<std::size_t> {
    return static_cast<std::size_t>(db.query(kRenew, replica, lease, keys).affected_rows());
  };
  co_return co_await pool_.run(StoreOperation::kRenewLeases, std::move(work));
}

boost::asio::awaitable<Result<std::size_t>> PgIdempotencyStore::forgetOlderThan(SystemTime time) {
  auto work = [micros = time.time_since_epoch().count()](PgSession& db) -> Result<std::size_t> {
    return static_cast<std::size_t>(db.query(kForget, micros).affected_rows());
  };
  co_return co_await pool_.run(StoreOperation::kSweepExpired, std::move(work));
}

}  // namespace vigie
