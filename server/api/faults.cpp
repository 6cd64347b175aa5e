#include "core/wire/faults.h"

#include "server/api/handlers.h"
#include "server/api/json_reply.h"
#include "server/api/routes.h"
#include "server/drills/fault_board.h"

namespace vigie::api {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

json::object listOf(const std::vector<wire::Fault>& faults) {
  json::array data;
  for (const auto& fault : faults) data.push_back(wire::toJson(fault));
  return {{"object", "list"}, {"data", std::move(data)}};
}

}  // namespace

asio::awaitable<Result<net::HttpResponse>> listFaults(const Services& services, Call&) {
  co_return jsonReply(listOf(services.faults->active()));
}

asio::awaitable<Result<net::HttpResponse>> putFault(const Services& services, Call& call) {
  const auto parsed = wire::parseJson(call.exchange.request().body);
  if (!parsed) co_return parsed.error();
  auto fault = wire::faultFromJson(*parsed);
  if (!fault) co_return fault.error();
  if (!isCounted(fault->endpoint)) {
    co_return wire::invalidField("endpoint", "is no route of the public API; an example is \"/v1/drill\"");
  }
  const auto reply = wire::toJson(*fault);
  services.faults->put(std::move(*fault));
  co_return jsonReply(reply);
}

asio::awaitable<Result<net::HttpResponse>> clearFaults(const Services& services, Call&) {
  services.faults->clear();
  co_return jsonReply(listOf({}));
}

}  // namespace vigie::api
