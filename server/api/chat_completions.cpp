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

}  // namespace

asio::awaitable<Result<net::HttpResponse>> completeChat(const Services& services, Call& call) {
  net::Exchange& exchange = call.exchange;
  auto request = [&exchange]() -> Result<wire::ChatRequest> {
    const auto parsed = wire::parseJson(exchange.request().body);
    if (!parsed) return parsed.error();
    return wire::chatRequestFromJson(*parsed);
  }();
  if (!request) co_return request.error();
  const bool includeUsage = request->includeUsage;
  const bool stream = request->stream;

  ChatJob job;
  job.request = std::move(*request);
  job.owner = call.owner;
  job.requestId = exchange.request().id;
  job.endpoint = "/v1/chat/completions";
  job.arrived = exchange.request().arrived;

  ChatRun run(services);
  if (!stream) {
    SilentSink sink;
    const net::InterruptionWatch watch(exchange, cutting(run));
    auto outcome = co_await run.run(std::move(job), sink);
    if (!outcome) co_return outcome.error();
    co_return jsonReply(wire::toJson(*outcome));
  }

  SseStream sink(exchange);
  std::optional<net::InterruptionWatch> watch;
  watch.emplace(exchange, cutting(run));
  auto outcome = co_await run.run(std::move(job), sink);
  watch.reset();
  if (!sink.started()) {
    if (!outcome) co_return outcome.error();
    co_return Error(ErrorCode::kInternal, "the server failed; the request id names the incident");
  }
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

}  // namespace vigie::api
