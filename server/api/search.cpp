#include "server/api/handlers.h"
#include "server/api/json_reply.h"

namespace vigie::api {

namespace asio = boost::asio;

asio::awaitable<Result<net::HttpResponse>> search(const Services& services, Call& call) {
  const auto parsed = wire::parseJson(call.exchange.request().body);
  if (!parsed) co_return parsed.error();
  auto request = wire::searchRequestFromJson(*parsed);
  if (!request) co_return request.error();
  request->owner = call.owner;
  const auto found = co_await services.retriever.search(*request);
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

asio::awaitable<Result<net::HttpResponse>> showIndex(const Services& services, Call&) {
  co_return jsonReply(wire::toJson(services.retriever.index()));
}

}  // namespace vigie::api
