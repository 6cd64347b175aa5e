// What is kept of an answer for a request that is sent again with its Idempotency-Key, and how it is given again.
#pragma once

#include "core/base/result.h"
#include "core/store/idempotency_store.h"
#include "core/wire/chat.h"
#include "server/api/router.h"
#include "server/api/services.h"
#include "server/net/exchange.h"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace vigie::api {

/// The key of a request's Idempotency-Key header; nullopt when there is none. kInvalidArgument unless it is 1 to 255
/// visible ASCII characters, and for a request that forbids to keep its answer.
Result<std::optional<IdempotencyKey>> idempotencyKeyOf(const net::RequestHead& head, const std::string& owner,
                                                       const wire::ChatRequest& request);

/// SHA-256 of a request's body, hex: the same key with another body is refused.
std::string bodyHash(std::string_view body);

/// The answer as the first response gave it, as one text: a JSON body, or the events of a stream with the deltas
/// joined.
std::string replayText(const wire::ChatResult& result, bool stream, bool includeUsage);

/// An error unless the claim lets the request be answered: kConflict while it runs elsewhere, kUnprocessable when the
/// key belongs to another body.
Result<void> checkClaim(const IdempotencyClaim& claim);

/// A claimed key on its way to its response.
class KeyedTurn {
 public:
  KeyedTurn(const Services& services, IdempotencyKey key, TurnIds ids)
      : services_(&services), key_(std::move(key)), ids_(std::move(ids)) {}

  [[nodiscard]] const TurnIds& ids() const { return ids_; }
  /// Keeps the answer, or lets go of the key when there is none. What the store cannot do is logged: the key's lease
  /// ends by itself, and a request that comes then is the same turn.
  boost::asio::awaitable<void> end(const Result<wire::ChatResult>& outcome, bool stream, bool includeUsage);

 private:
  const Services* services_;
  IdempotencyKey key_;
  TurnIds ids_;
};

/// Answers with a kept text.
boost::asio::awaitable<Result<net::HttpResponse>> replay(Call& call, std::string text, bool stream);

}  // namespace vigie::api
