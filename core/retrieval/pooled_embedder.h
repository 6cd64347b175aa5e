// PooledEmbedder: an embedder whose work is done on a pool and measured.
#pragma once

#include "core/metrics/retrieval_metrics.h"
#include "core/retrieval/embedder.h"

#include <boost/asio/any_io_executor.hpp>

namespace vigie {

/// Awaited from any executor, an I/O thread's included. Everything borrowed must outlive it.
class PooledEmbedder final : public Embedder {
 public:
  PooledEmbedder(Embedder& inner, RetrievalMetrics& metrics, boost::asio::any_io_executor pool);

  [[nodiscard]] std::string model() const override { return inner_.model(); }
  [[nodiscard]] std::size_t dimension() const override { return inner_.dimension(); }
  boost::asio::awaitable<Result<std::vector<Embedding>>> embedPassages(std::vector<std::string> texts) override;
  boost::asio::awaitable<Result<Embedding>> embedQuery(std::string query,
                                                       std::shared_ptr<const TermStatistics> corpus) override;

 private:
  boost::asio::awaitable<Result<std::vector<Embedding>>> passagesOnPool(std::vector<std::string> texts);
  boost::asio::awaitable<Result<Embedding>> queryOnPool(std::string query,
                                                        std::shared_ptr<const TermStatistics> corpus);

  Embedder& inner_;
  RetrievalMetrics& metrics_;
  boost::asio::any_io_executor pool_;
};

}  // namespace vigie
