#include "core/retrieval/hybrid_retriever.h"

#include "core/base/clock.h"
#include "core/retrieval/spelling.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace vigie {

namespace asio = boost::asio;

namespace {

/// More than one document in a hundred has no vectors yet: a mean of words and vectors would rank by who has them.
bool isBeingEmbedded(const IndexSnapshot& snapshot) { return snapshot.documentsToEmbed() * 100 > snapshot.documents(); }

}  // namespace

HybridRetriever::HybridRetriever(std::shared_ptr<SearchIndex> index, Embedder& embedder, GraphBuilder& graph,
                                 RetrievalMetrics& metrics, asio::any_io_executor pool)
    : index_(std::move(index)), embedder_(embedder), graph_(graph), metrics_(metrics), pool_(std::move(pool)) {}

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
  if (response.mode == wire::SearchMode::kHybrid && isBeingEmbedded(*snapshot)) {
    response.mode = wire::SearchMode::kLexical;
  }
  const bool embeds = response.mode != wire::SearchMode::kLexical;
  if (embeds) {
    std::string asked = question;
    std::shared_ptr<const TermStatistics> corpus = snapshot;
    auto embedding = co_await embedder_.embedQuery(std::move(asked), std::move(corpus));
    if (const bool away = !embedding; embedderAway_.exchange(away) != away) {
      // Not its message: that may be the server's own, and quote the question.
      if (away) {
        log_.warning("embedder away; hybrid search goes by words", {{"code", toString(embedding.error().code)}});
      }
      if (!away) log_.info("embedder is there again");
    }
    if (!embedding && response.mode == wire::SearchMode::kVector) co_return embedding.error();
    if (embedding) {
      query.embedding = std::move(*embedding);
    } else {
      response.mode = wire::SearchMode::kLexical;
    }
  }
  if (response.mode != wire::SearchMode::kLexical) graph_.searched(*snapshot);
  const auto embedded = std::chrono::steady_clock::now();
  response.hits = snapshot->search(query, static_cast<std::size_t>(std::clamp(request->k, 1, 50)), response.mode);
  std::erase_if(response.hits, [request](const wire::Citation& hit) { return hit.score < request->minScore; });
  const auto searched = std::chrono::steady_clock::now();

  response.embedMs = millisecondsBetween(started, embedded);
  response.retrieveMs = millisecondsBetween(embedded, searched);
  if (embeds) metrics_.embedded(response.embedMs / 1000);
  metrics_.searched(response.mode, response.retrieveMs / 1000, response.hits.size(),
                    response.hits.empty() ? 0 : response.hits.front().score);
  co_return response;
}

wire::IndexInfo HybridRetriever::index() const {
  const auto snapshot = index_->snapshot();
  wire::IndexInfo info;
  info.embeddingModel = embedder_.model();
  info.dimension = snapshot->dimension() > 1 ? static_cast<std::int64_t>(snapshot->dimension()) : 0;
  info.vectors = static_cast<std::int64_t>(snapshot->passages());
  info.bytes = static_cast<std::int64_t>(snapshot->bytes());
  info.sequence = snapshot->sequence();
  info.documents = static_cast<std::int64_t>(snapshot->documents());
  info.documentsToEmbed = static_cast<std::int64_t>(snapshot->documentsToEmbed());
  return info;
}

}  // namespace vigie
