#include "core/metrics/chat_metrics.h"
#include "server/api/handlers.h"
#include "server/api/json_reply.h"

namespace vigie::api {

namespace asio = boost::asio;

asio::awaitable<Result<net::HttpResponse>> rateMessage(const Services& services, Call& call) {
  auto id = pathId(call, "message");
  if (!id) co_return id.error();
  const auto parsed = wire::parseJson(call.exchange.request().body);
  if (!parsed) co_return parsed.error();
  auto input = wire::feedbackInputFromJson(*parsed);
  if (!input) co_return input.error();
  std::string owner = call.owner;
  const auto rated = co_await services.feedbackLoop.rate(std::move(owner), std::move(*id), std::move(*input));
  if (!rated) co_return rated.error();
  // The same rating sent again, or a reason added to it, is no second opinion.
  if (rated->changed) {
    (rated->feedback.input.rating == "up" ? services.chatMetrics.feedbackUp : services.chatMetrics.feedbackDown)
        .Increment();
  }
  co_return jsonReply(wire::toJson(rated->feedback));
}

}  // namespace vigie::api
