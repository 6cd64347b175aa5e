// What a turn writes, in SQL: at once, or later from the outage journal.
#pragma once

#include "core/base/result.h"
#include "core/store/chat_store.h"
#include "core/store/idempotency_store.h"
#include "core/store/impl/answer_lease.h"
#include "core/store/impl/pg_session.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace vigie::impl {

struct LeasedTurn {
  LeasedTurn(NewTurn begun, AnswerLease of) : turn(std::move(begun)), lease(std::move(of)) {}
  NewTurn turn;
  AnswerLease lease;
};

/// All throw what libpqxx throws. Sent again they change nothing. What another owner has, or nobody, is kNotFound. The
/// plural ones are one statement, and give an outcome an item.
Result<wire::Saved> writeTurn(PgSession& db, const LeasedTurn& turn);
std::vector<Result<wire::Saved>> writeTurns(PgSession& db, const std::vector<const LeasedTurn*>& turns);
Result<wire::Saved> writeAnswer(PgSession& db, const FinishedAnswer& answer);
std::vector<Result<wire::Saved>> writeAnswers(PgSession& db, const std::vector<const FinishedAnswer*>& answers);

/// Bytes of the texts in it, about.
std::size_t sizeOf(const LeasedTurn& turn);
std::size_t sizeOf(const FinishedAnswer& answer);

/// kNotFound also when the conversation is not there: a response goes with it.
Result<void> writeResponse(PgSession& db, const IdempotencyKey& key, const std::string& conversationId,
                           const std::string& response);

Error conversationNotFound();
Error parentNotFound();

}  // namespace vigie::impl
