#include "core/evaluation/evaluation_runner.h"
#include "server/api/handlers.h"
#include "server/api/json_reply.h"

namespace vigie::api {

namespace asio = boost::asio;

asio::awaitable<Result<net::HttpResponse>> startEvaluation(const Services& services, Call& call) {
  const auto parsed = wire::parseJson(call.exchange.request().body);
  if (!parsed) co_return parsed.error();
  auto request = wire::evaluationRequestFromJson(*parsed);
  if (!request) co_return request.error();
  if (services.evaluations == nullptr) co_return Error(ErrorCode::kUnavailable, "evaluations are not there");
  std::string owner = call.owner;
  const auto run = co_await services.evaluations->start(std::move(owner), std::move(*request));
  if (!run) co_return run.error();
  co_return jsonReply(wire::toJson(*run), 202);
}

asio::awaitable<Result<net::HttpResponse>> getEvaluation(const Services& services, Call& call) {
  auto id = pathId(call, "evaluation");
  if (!id) co_return id.error();
  std::string owner = call.owner;
  const auto found = co_await services.feedbackLoop.evaluation(std::move(owner), std::move(*id));
  if (!found) co_return found.error();
  co_return jsonReply(wire::toJson(*found));
}

}  // namespace vigie::api
