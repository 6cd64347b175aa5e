// PgIdempotencyStore: idempotency keys in PostgreSQL.
#pragma once

#include "core/store/idempotency_store.h"
#include "core/store/pg_pool.h"

#include <chrono>
#include <mutex>
#include <set>
#include <string>

namespace vigie {

/// Leases run on the database's clock, the one that all replicas share; the age at which keys are forgotten is the
/// caller's.
class PgIdempotencyStore final : public IdempotencyStore {
 public:
  /// `pool` must outlive this. `replicaId` is a UUID of this process's own.
  PgIdempotencyStore(PgPool& pool, std::string replicaId, std::chrono::seconds lease);

  boost::asio::awaitable<Result<IdempotencyClaim>> claim(IdempotencyKey key, std::string requestHash,
                                                         TurnIds fresh) override;
  boost::asio::awaitable<Result<void>> keep(IdempotencyKey key, std::string conversationId,
                                            std::string response) override;
  boost::asio::awaitable<Result<void>> release(IdempotencyKey key) override;

  /// Of the keys this process answers now; gives their number.
  boost::asio::awaitable<Result<std::size_t>> renewLeases();
  /// Forgets the keys first seen before `time`, but not those being answered; gives their number.
  boost::asio::awaitable<Result<std::size_t>> forgetOlderThan(SystemTime time);

 private:
  void ended(const IdempotencyKey& key);

  PgPool& pool_;
  const std::string replicaId_;
  const std::chrono::seconds lease_;
  std::mutex mutex_;  // guards running_
  std::set<IdempotencyKey> running_;
};

}  // namespace vigie
