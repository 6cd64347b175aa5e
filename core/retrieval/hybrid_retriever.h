// HybridRetriever: searches by vector, by words, or by both.
#pragma once

#include "core/metrics/retrieval_metrics.h"
#include "core/retrieval/embedder.h"
#include "core/retrieval/retriever.h"
#include "core/retrieval/search_index.h"

#include <boost/asio/thread_pool.hpp>

#include <memory>

namespace vigie {

/// Embeds the question and searches the current snapshot on `pool`. Everything borrowed must outlive it and every
/// search under way.
class HybridRetriever final : public Retriever {
 public:
  HybridRetriever(std::shared_ptr<SearchIndex> index, Embedder& embedder, RetrievalMetrics& metrics,
                  boost::asio::any_io_executor pool);

  boost::asio::awaitable<Result<wire::SearchResponse>> search(const wire::SearchRequest& request) override;
  /// Hybrid: best on every collection measured, docs/adr/0017.
  [[nodiscard]] wire::SearchMode defaultMode() const override { return wire::SearchMode::kHybrid; }
  [[nodiscard]] wire::IndexInfo index() const override;

 private:
  boost::asio::awaitable<Result<wire::SearchResponse>> onPool(const wire::SearchRequest* request);

  std::shared_ptr<SearchIndex> index_;
  Embedder& embedder_;
  RetrievalMetrics& metrics_;
  boost::asio::any_io_executor pool_;
};

}  // namespace vigie
