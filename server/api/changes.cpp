#include "core/metrics/change_metrics.h"
#include "server/api/handlers.h"
#include "server/api/json_reply.h"
#include "server/api/query.h"

namespace vigie::api {

namespace asio = boost::asio;

asio::awaitable<Result<net::HttpResponse>> journalChange(const Services& services, Call& call) {
  const auto parsed = wire::parseJson(call.exchange.request().body);
  if (!parsed) co_return parsed.error();
  auto input = wire::changeInputFromJson(*parsed);
  if (!input) co_return input.error();
  std::string owner = call.owner;
  const auto made = co_await services.feedbackLoop.addChange(std::move(owner), std::move(*input));
  if (!made) co_return made.error();
  services.changeMetrics.happened(made->input.kind, made->input.happenedAt.value_or(made->createdAt));
  co_return jsonReply(wire::toJson(*made), 201);
}

asio::awaitable<Result<net::HttpResponse>> listChanges(const Services& services, Call& call) {
  auto page = pageQuery(call.exchange.request().head.query);
  if (!page) co_return page.error();
  std::string owner = call.owner;
  const auto found = co_await services.feedbackLoop.changes(std::move(owner), page->limit, std::move(page->after));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

}  // namespace vigie::api
