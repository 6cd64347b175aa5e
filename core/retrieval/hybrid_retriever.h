// HybridRetriever: searches by vector, by words, or by both.
#pragma once

#include "core/base/log.h"
#include "core/metrics/retrieval_metrics.h"
#include "core/retrieval/embedder.h"
#include "core/retrieval/graph_builder.h"
#include "core/retrieval/retriever.h"
#include "core/retrieval/search_index.h"

#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <memory>

namespace vigie {

/// Embeds the question and searches the current snapshot on `pool`. Hybrid search goes on by words alone, and says so
/// in the response's mode, while the embedder cannot be reached or the documents are being embedded anew. Everything
/// borrowed must outlive it and every search under way.
class HybridRetriever final : public Retriever {
 public:
  HybridRetriever(std::shared_ptr<SearchIndex> index, Embedder& embedder, GraphBuilder& graph,
                  RetrievalMetrics& metrics, boost::asio::any_io_executor pool);

  boost::asio::awaitable<Result<wire::SearchResponse>> search(const wire::SearchRequest& request) override;
  /// Measured: docs/retrieval.md.
  [[nodiscard]] wire::SearchMode defaultMode() const override { return wire::SearchMode::kLexical; }
  [[nodiscard]] wire::IndexInfo index() const override;

 private:
  boost::asio::awaitable<Result<wire::SearchResponse>> onPool(const wire::SearchRequest* request);

  std::shared_ptr<SearchIndex> index_;
  Embedder& embedder_;
  GraphBuilder& graph_;
  RetrievalMetrics& metrics_;
  boost::asio::any_io_executor pool_;
  const Log log_{"retrieval"};
  std::atomic<bool> embedderAway_{false};
};

}  // namespace vigie
