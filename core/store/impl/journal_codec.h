// The writes that the outage journal holds, as text.
#pragma once

#include "core/base/result.h"
#include "core/store/chat_store.h"
#include "core/store/idempotency_store.h"

#include <string>
#include <variant>

namespace vigie::impl {

/// A turn that began, and who was to answer it.
struct JournaledTurn {
  NewTurn turn;
  std::string replicaId;
};

/// A kept response of a keyed request.
struct JournaledResponse {
  IdempotencyKey key;
  std::string conversationId;
  std::string response;
};

using JournaledWrite = std::variant<JournaledTurn, FinishedAnswer, JournaledResponse>;

/// JSON. Texts are made storable on the way. The format is read by later versions: only add to it.
std::string encodeWrite(const JournaledWrite& write);
/// kInternal for a text that encodeWrite() of no version made.
Result<JournaledWrite> decodeWrite(const std::string& text);

}  // namespace vigie::impl
