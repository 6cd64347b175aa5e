#include "server/api/handlers.h"

#include <boost/json.hpp>

namespace vigie::api {

boost::asio::awaitable<Result<net::HttpResponse>> listModels(const Services& services, Call&) {
  boost::json::array data;
  const auto add = [&data](const std::string& id, std::string_view owner, std::string_view kind) {
    data.push_back({{"id", id}, {"object", "model"}, {"created", 0}, {"owned_by", owner}, {"vigie", {{"kind", kind}}}});
  };
  for (const std::string& model : services.models.models()) {
    add(model, services.hasUpstream ? "upstream" : "vigie", "chat");
  }
  add(services.retriever.index().embeddingModel, "vigie", "embedding");
  co_return net::HttpResponse(200, boost::json::serialize(boost::json::object{{"object", "list"}, {"data", data}}));
}

}  // namespace vigie::api
