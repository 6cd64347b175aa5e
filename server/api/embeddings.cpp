#include "core/wire/embeddings.h"

#include "core/llm/token_estimate.h"
#include "core/retrieval/embedder.h"
#include "server/api/handlers.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>

namespace vigie::api {

namespace asio = boost::asio;

namespace {
constexpr std::size_t kBatch = 64;         ///< texts a call of the embedder
constexpr std::size_t kWrittenAtOnce = 8;  ///< then others of this thread have their turn: under a millisecond
}  // namespace

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
  auto place = services.embeddedTexts != nullptr ? services.embeddedTexts->enter(request->input.size()) : std::nullopt;
  if (services.embeddedTexts != nullptr && !place) co_return limits::InFlightLimit::refusal();
  std::int64_t promptTokens = 0;
  for (const auto& text : request->input) promptTokens += estimateTokens(text);
  const auto executor = co_await asio::this_coro::executor;
  wire::EmbeddingResponse response(request->base64);
  std::size_t written = 0;
  for (std::size_t from = 0; from < request->input.size(); from += kBatch) {
    const auto begin = request->input.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end =
        request->input.begin() + static_cast<std::ptrdiff_t>(std::min(from + kBatch, request->input.size()));
    std::vector<std::string> batch(std::make_move_iterator(begin), std::make_move_iterator(end));
    const auto embedded = co_await embedder.embedPassages(std::move(batch));
    if (!embedded) co_return embedded.error();
    for (const auto& embedding : *embedded) {
      if (request->dimensions > 0 && static_cast<std::size_t>(request->dimensions) != embedding.size()) {
        co_return Error(ErrorCode::kInvalidArgument,
                        "'dimensions' cannot be chosen: this model has " + std::to_string(embedding.size()),
                        "dimensions");
      }
      response.add(embedding);
      if (++written % kWrittenAtOnce == 0) co_await asio::post(executor, asio::use_awaitable);
    }
  }
  if (services.rates != nullptr) services.rates->charge(call.owner, promptTokens);
  co_return net::HttpResponse(200, std::move(response).finish(request->model, promptTokens));
}

}  // namespace vigie::api
