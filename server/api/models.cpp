#include "server/api/handlers.h"
#include "server/api/query.h"

#include <boost/json.hpp>

namespace vigie::api {

namespace json = boost::json;

namespace {

/// The configured models, the default first, and the one that embeds.
json::array allModels(const Services& services) {
  json::array data;
  const auto add = [&data](const std::string& id, std::string_view owner, std::string_view kind) {
    data.push_back({{"id", id}, {"object", "model"}, {"created", 0}, {"owned_by", owner}, {"vigie", {{"kind", kind}}}});
  };
  for (const std::string& model : services.models.models()) {
    add(model, services.hasUpstream ? "upstream" : "vigie", "chat");
  }
  add(services.retriever.index().embeddingModel, "vigie", "embedding");
  return data;
}

}  // namespace

boost::asio::awaitable<Result<net::HttpResponse>> listModels(const Services& services, Call&) {
  const json::object list{{"object", "list"}, {"data", allModels(services)}};
  co_return net::HttpResponse(200, json::serialize(list));
}

boost::asio::awaitable<Result<net::HttpResponse>> getModel(const Services& services, Call& call) {
  const auto id = pathText(call.params[0]);  // a name may hold a slash: "meta-llama/Llama-3"
  const json::array models = allModels(services);
  for (const json::value& model : models) {
    if (id && model.at("id").as_string() == *id) co_return net::HttpResponse(200, json::serialize(model));
  }
  co_return Error(ErrorCode::kNotFound, "there is no such model; GET /v1/models lists them", "model");
}

}  // namespace vigie::api
