#include "core/retrieval/hybrid_retriever.h"

#include "core/base/clock.h"
#include "core/retrieval/spelling.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace vigie {

namespace asio = boost::asio;

HybridRetriever::HybridRetriever(std::shared_ptr<SearchIndex> index, Embedder& embedder, RetrievalMetrics& metrics,
                                 asio::any_io_executor pool)
    : index_(std::move(index)), embedder_(embedder), metrics_(metrics), pool_(std::move(pool)) {}

asio::awaitable<Result<wire::SearchResponse>> HybridRetriever::search(const wire::SearchRequest& request) {
  auto work = onPool(&request);
  // Out of reach of the caller's cancellation: it takes microseconds, and Boost 1.81's co_spawn lets a cancelled
  // coroutine that never suspended throw into the pool's thread.
  auto uncancelled = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  co_return co_await asio::co_spawn(pool_, std::move(work), std::move(uncancelled));
}

asio::awaitable<Result<wire::SearchResponse>> HybridRetriever::onPool(const wire::SearchRequest* request) {
  wire::SearchResponse response;
  response.mode = request->mode.value_or(defaultMode());
  const auto snapshot = index_->snapshot();

  const auto started = std::chrono::steady_clock::now();
  PreparedQuery query;
  const auto question = withSlipsMended(request->query, *snapshot);
  const auto analysis = text::analyse(question);
  query.language = analysis.language;
  query.terms = queryTerms(analysis);
  query.owner = request->owner;
  if (response.mode != wire::SearchMode::kLexical) {
    std::string asked = question;
    std::shared_ptr<const TermStatistics> corpus = snapshot;
    auto embedding = co_await embedder_.embedQuery(std::move(asked), std::move(corpus));
    if (!embedding) co_return embedding.error();
    query.embedding = std::move(*embedding);
  }
  const auto embedded = std::chrono::steady_clock::now();
  response.hits = snapshot->search(query, static_cast<std::size_t>(std::clamp(request->k, 1, 50)), response.mode);
  const auto searched = std::chrono::steady_clock::now();

  response.embedMs = millisecondsBetween(started, embedded);
  response.retrieveMs = millisecondsBetween(embedded, searched);
  if (response.mode != wire::SearchMode::kLexical) metrics_.embedded(response.embedMs / 1000);
  metrics_.searched(response.mode, response.retrieveMs / 1000, response.hits.size(),
                    response.hits.empty() ? 0 : response.hits.front().score);
  co_return response;
}

wire::IndexInfo HybridRetriever::index() const {
  const auto snapshot = index_->snapshot();
  wire::IndexInfo info;
  info.embeddingModel = embedder_.model();
  info.dimension = static_cast<std::int64_t>(snapshot->dimension());
  info.vectors = static_cast<std::int64_t>(snapshot->passages());
  info.bytes = static_cast<std::int64_t>(snapshot->bytes());
  info.sequence = snapshot->sequence();
  return info;
}

}  // namespace vigie
