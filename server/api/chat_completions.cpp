#include "server/api/chat_replay.h"
#include "server/api/chat_run.h"
#include "server/api/handlers.h"
#include "server/api/http_error.h"
#include "server/api/json_reply.h"
#include "server/api/sse_stream.h"

namespace vigie::api {

namespace asio = boost::asio;

namespace {

/// For an answer that is sent whole.
class SilentSink final : public ChatSink {
 public:
  asio::awaitable<void> opened(const ChatOpening&) override { co_return; }
  asio::awaitable<void> cited(const std::vector<wire::Citation>&) override { co_return; }
  asio::awaitable<void> delta(std::string_view) override { co_return; }
  asio::awaitable<void> refused(std::string_view) override { co_return; }
  asio::awaitable<void> toolCalls(const boost::json::array&) override { co_return; }
};

/// Cuts the run when nobody waits for it any more or the server's time to finish is over.
std::function<void(net::Interruption)> cutting(ChatRun& run) {
  return [&run](net::Interruption why) {
    if (why == net::Interruption::kClientGone) run.cut(Error(ErrorCode::kCancelled, "the client left"));
    if (why == net::Interruption::kStopping) {
      run.cut(Error(ErrorCode::kUnavailable, "the server is stopping; ask again, another one may answer"));
    }
  };
}

asio::awaitable<Result<net::HttpResponse>> answer(const Services& services, Call& call, wire::ChatRequest request,
                                                  std::optional<KeyedTurn> keyed) {
  net::Exchange& exchange = call.exchange;
  const bool includeUsage = request.includeUsage;
  const bool stream = request.stream;

  ChatJob job;
  job.request = std::move(request);
  job.owner = call.owner;
  job.requestId = exchange.request().id;
  job.endpoint = "/v1/chat/completions";
  job.arrived = exchange.request().arrived;
  if (keyed) job.ids = keyed->ids();

  ChatRun run(services);
  if (!stream) {
    SilentSink sink;
    const net::InterruptionWatch watch(exchange, cutting(run));
    auto outcome = co_await run.run(std::move(job), sink);
    if (keyed) co_await keyed->end(outcome, stream, includeUsage);
    if (!outcome) co_return outcome.error();
    co_return jsonReply(wire::toJson(*outcome));
  }

  SseStream sink(exchange);
  std::optional<net::InterruptionWatch> watch;
  watch.emplace(exchange, cutting(run));
  auto outcome = co_await run.run(std::move(job), sink);
  // Before its last event: who has seen [DONE] gets the same answer for the same key.
  if (keyed) co_await keyed->end(outcome, stream, includeUsage);
  watch.reset();
  if (!outcome && !sink.started()) co_return outcome.error();
  call.answeredByHandler = true;
  if (!outcome) {
    call.status = statusOf(outcome.error().code);
    co_await sink.fail(outcome.error());
  } else {
    call.status = 200;
    co_await sink.finish(*outcome, includeUsage);
    if (exchange.clientGone()) call.status = statusOf(ErrorCode::kCancelled);
  }
  co_return net::HttpResponse();
}

}  // namespace

asio::awaitable<Result<net::HttpResponse>> completeChat(const Services& services, Call& call) {
  net::Exchange& exchange = call.exchange;
  auto request = [&exchange]() -> Result<wire::ChatRequest> {
    const auto parsed = wire::parseJson(exchange.request().body);
    if (!parsed) return parsed.error();
    return wire::chatRequestFromJson(*parsed);
  }();
  if (!request) co_return request.error();
  auto key = idempotencyKeyOf(exchange.request().head, call.owner, *request);
  if (!key) co_return key.error();
  std::optional<KeyedTurn> keyed;
  if (*key) {
    const bool stream = request->stream;
    IdempotencyKey claimed = **key;
    std::string hash = bodyHash(exchange.request().body);
    TurnIds fresh = TurnIds::fresh();
    auto claim = co_await services.idempotency.claim(std::move(claimed), std::move(hash), std::move(fresh));
    if (!claim) co_return claim.error();
    if (claim->state == IdempotencyClaim::State::kDone) {
      auto kept = co_await replay(call, std::move(claim->response), stream);
      co_return kept;
    }
    if (const auto free = checkClaim(*claim); !free) co_return free.error();
    keyed.emplace(services, std::move(**key), std::move(claim->ids));
  }
  auto outcome = co_await answer(services, call, std::move(*request), std::move(keyed));
  co_return outcome;
}

}  // namespace vigie::api
