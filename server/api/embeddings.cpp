#include "core/wire/embeddings.h"

#include "core/llm/token_estimate.h"
#include "core/retrieval/embedder.h"
#include "server/api/handlers.h"
#include "server/api/json_reply.h"

#include <algorithm>
#include <iterator>

namespace vigie::api {

namespace asio = boost::asio;

namespace {
constexpr std::size_t kBatch = 64;  ///< texts a call of the embedder
}

asio::awaitable<Result<net::HttpResponse>> embed(const Services& services, Call& call) {
  const auto parsed = wire::parseJson(call.exchange.request().body);
  if (!parsed) co_return parsed.error();
  auto request = wire::embeddingRequestFromJson(*parsed);
  if (!request) co_return request.error();
  if (services.embedder == nullptr) co_return Error(ErrorCode::kUnavailable, "there is no embedder");
  Embedder& embedder = *services.embedder;
  if (request->model != embedder.model()) {
    co_return Error(ErrorCode::kNotFound, "there is no such embedding model; it is '" + embedder.model() + "'",
                    "model");
  }
  wire::EmbeddingResponse response;
  response.model = request->model;
  response.base64 = request->base64;
  for (const auto& text : request->input) response.promptTokens += estimateTokens(text);
  for (std::size_t from = 0; from < request->input.size(); from += kBatch) {
    const auto begin = request->input.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end =
        request->input.begin() + static_cast<std::ptrdiff_t>(std::min(from + kBatch, request->input.size()));
    std::vector<std::string> batch(std::make_move_iterator(begin), std::make_move_iterator(end));
    auto embedded = co_await embedder.embedPassages(std::move(batch));
    if (!embedded) co_return embedded.error();
    for (auto& embedding : *embedded) {
      if (request->dimensions > 0 && static_cast<std::size_t>(request->dimensions) != embedding.size()) {
        co_return Error(ErrorCode::kInvalidArgument,
                        "'dimensions' cannot be chosen: this model has " + std::to_string(embedding.size()),
                        "dimensions");
      }
      response.embeddings.push_back(std::move(embedding));
    }
  }
  if (services.rates != nullptr) services.rates->charge(call.owner, response.promptTokens);
  co_return jsonReply(wire::toJson(response));
}

}  // namespace vigie::api
