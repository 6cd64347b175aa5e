#include "server/api/chat_replay.h"

#include "server/api/http_error.h"
#include "server/api/sse_stream.h"

#include <boost/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

namespace vigie::api {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr std::string_view kHeader = "Idempotency-Key";
constexpr std::size_t kLongestKey = 255;

}  // namespace

Result<std::optional<IdempotencyKey>> idempotencyKeyOf(const net::RequestHead& head, const std::string& owner,
                                                       const wire::ChatRequest& request) {
  const std::string_view key = head.find(kHeader);
  if (key.empty()) return std::optional<IdempotencyKey>();
  const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (key.size() > kLongestKey || !visible) {
    return Error(ErrorCode::kInvalidArgument, "'Idempotency-Key' must be 1 to 255 visible ASCII characters",
                 std::string(kHeader));
  }
  if (!request.store) {
    return Error(ErrorCode::kInvalidArgument,
                 "'Idempotency-Key' needs \"store\": true: an answer that is not kept cannot be given again",
                 std::string(kHeader));
  }
  IdempotencyKey out;
  out.owner = owner;
  out.key = std::string(key);
  return std::optional(std::move(out));
}

std::string bodyHash(std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(body.data(), body.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += kDigits[digest[i] >> 4U];
    out += kDigits[digest[i] & 0xFU];
  }
  return out;
}

std::string replayText(const wire::ChatResult& result, bool stream, bool includeUsage) {
  if (!stream) return json::serialize(wire::toJson(result));
  wire::ChunkHead head;
  head.id = result.id;
  head.created = result.created;
  head.model = result.model;
  std::string out;
  appendEvent(out, wire::roleChunk(head));
  if (!result.content.empty()) appendEvent(out, wire::deltaChunk(head, result.content));
  if (!result.refusal.empty()) appendEvent(out, wire::refusalChunk(head, result.refusal));
  if (!result.toolCalls.empty()) {
    json::array pieces = result.toolCalls;
    for (std::size_t i = 0; i < pieces.size(); ++i) pieces[i].as_object()["index"] = i;
    appendEvent(out, wire::toolCallsChunk(head, pieces));
  }
  appendEvent(out, wire::finalChunk(head, result.finishReason, result.vigie));
  if (includeUsage) appendEvent(out, wire::usageChunk(head, result.usage));
  out.append("data: [DONE]\n\n");
  return out;
}

Result<void> checkClaim(const IdempotencyClaim& claim) {
  using State = IdempotencyClaim::State;
  if (claim.state == State::kOtherRequest) {
    return Error(ErrorCode::kUnprocessable, "this Idempotency-Key was used for another body; take a new one",
                 std::string(kHeader));
  }
  if (claim.state == State::kRunning) {
    Error error(ErrorCode::kConflict, "a request with this Idempotency-Key is being answered; try again when it ended",
                std::string(kHeader));
    error.retryAfter = std::chrono::seconds(1);
    return error;
  }
  return {};
}

asio::awaitable<void> KeyedTurn::end(const Result<wire::ChatResult>& outcome, bool stream, bool includeUsage) {
  IdempotencyKey key = key_;
  Result<void> ended;
  if (outcome && !outcome->vigie.conversationId.empty()) {
    std::string conversationId = outcome->vigie.conversationId;
    std::string text = replayText(*outcome, stream, includeUsage);
    ended = co_await services_->idempotency.keep(std::move(key), std::move(conversationId), std::move(text));
  } else {
    ended = co_await services_->idempotency.release(std::move(key));
  }
  if (!ended) Log("api").warning("idempotency key not settled", {{"error", toString(ended.error().code)}});
}

asio::awaitable<Result<net::HttpResponse>> replay(Call& call, std::string text, bool stream) {
  net::Exchange& exchange = call.exchange;
  exchange.addHeader("Idempotency-Replayed", "true");
  if (!stream) co_return net::HttpResponse(200, std::move(text));
  call.answeredByHandler = true;
  call.status = 200;
  const bool sent = co_await exchange.startStream("text/event-stream", text);
  const std::string_view nothingMore;
  if (sent) co_await exchange.finishStream(nothingMore);
  if (exchange.clientGone()) call.status = statusOf(ErrorCode::kCancelled);
  co_return net::HttpResponse();
}

}  // namespace vigie::api
