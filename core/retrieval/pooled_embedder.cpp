#include "core/retrieval/pooled_embedder.h"

#include "core/base/clock.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vigie {

namespace asio = boost::asio;

PooledEmbedder::PooledEmbedder(Embedder& inner, RetrievalMetrics& metrics, asio::any_io_executor pool)
    : inner_(inner), metrics_(metrics), pool_(std::move(pool)) {}

asio::awaitable<Result<std::vector<Embedding>>> PooledEmbedder::embedPassages(std::vector<std::string> texts) {
  auto work = passagesOnPool(std::move(texts));
  auto uncancelled = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  co_return co_await asio::co_spawn(pool_, std::move(work), std::move(uncancelled));
}

asio::awaitable<Result<Embedding>> PooledEmbedder::embedQuery(std::string query,
                                                              std::shared_ptr<const TermStatistics> corpus) {
  auto work = queryOnPool(std::move(query), std::move(corpus));
  auto uncancelled = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  co_return co_await asio::co_spawn(pool_, std::move(work), std::move(uncancelled));
}

asio::awaitable<Result<std::vector<Embedding>>> PooledEmbedder::passagesOnPool(std::vector<std::string> texts) {
  const auto started = std::chrono::steady_clock::now();
  auto embedded = co_await inner_.embedPassages(std::move(texts));
  metrics_.embedded(millisecondsBetween(started, std::chrono::steady_clock::now()) / 1000);
  co_return embedded;
}

asio::awaitable<Result<Embedding>> PooledEmbedder::queryOnPool(std::string query,
                                                               std::shared_ptr<const TermStatistics> corpus) {
  const auto started = std::chrono::steady_clock::now();
  auto embedded = co_await inner_.embedQuery(std::move(query), std::move(corpus));
  metrics_.embedded(millisecondsBetween(started, std::chrono::steady_clock::now()) / 1000);
  co_return embedded;
}

}  // namespace vigie
