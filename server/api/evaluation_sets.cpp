#include "server/api/handlers.h"
#include "server/api/json_reply.h"
#include "server/api/query.h"

namespace vigie::api {

namespace asio = boost::asio;

asio::awaitable<Result<net::HttpResponse>> addEvaluationSet(const Services& services, Call& call) {
  const auto parsed = wire::parseJson(call.exchange.request().body);
  if (!parsed) co_return parsed.error();
  auto input = wire::evaluationSetInputFromJson(*parsed);
  if (!input) co_return input.error();
  std::string owner = call.owner;
  const auto made = co_await services.feedbackLoop.addEvaluationSet(std::move(owner), std::move(*input));
  if (!made) co_return made.error();
  co_return jsonReply(wire::toJson(*made), 201);
}

asio::awaitable<Result<net::HttpResponse>> listEvaluationSets(const Services& services, Call& call) {
  auto page = pageQuery(call.exchange.request().head.query);
  if (!page) co_return page.error();
  std::string owner = call.owner;
  const auto found =
      co_await services.feedbackLoop.evaluationSets(std::move(owner), page->limit, std::move(page->after));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

asio::awaitable<Result<net::HttpResponse>> getEvaluationSet(const Services& services, Call& call) {
  auto id = pathId(call, "evaluation set");
  if (!id) co_return id.error();
  std::string owner = call.owner;
  const auto found = co_await services.feedbackLoop.evaluationSet(std::move(owner), std::move(*id));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

asio::awaitable<Result<net::HttpResponse>> deleteEvaluationSet(const Services& services, Call& call) {
  const auto id = pathId(call, "evaluation set");
  if (!id) co_return id.error();
  std::string owner = call.owner;
  std::string target = *id;
  const auto erased = co_await services.feedbackLoop.eraseEvaluationSet(std::move(owner), std::move(target));
  if (!erased) co_return erased.error();
  co_return deletedReply(*id, "evaluation_set");
}

}  // namespace vigie::api
