#include "core/retrieval/index_follower.h"

#include "core/base/clock.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace vigie {

namespace asio = boost::asio;

IndexFollower::IndexFollower(asio::any_io_executor executor, DocumentStore& store, Embedder& embedder,
                             std::shared_ptr<SearchIndex> index, SnapshotKeeper& snapshot, RetrievalMetrics& metrics,
                             std::function<void(std::vector<std::string>)> stale, FollowerOptions options)
    : executor_(asio::make_strand(std::move(executor))),
      store_(store),
      embedder_(embedder),
      index_(std::move(index)),
      snapshot_(snapshot),
      metrics_(metrics),
      stale_(std::move(stale)),
      options_(options),
      timer_(executor_) {}

void IndexFollower::start() {
  asio::co_spawn(executor_, run(), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
}

asio::awaitable<void> IndexFollower::run() {
  started_ = std::chrono::steady_clock::now();
  index_->beginLoad();
  co_await snapshot_.open(embedder_.dimension());
  while (!stopping_) {
    nudged_ = false;
    const bool ok = co_await catchUp();
    if (ok && !loaded_ && !stopping_) co_await finishLoading();
    if (stopping_ || nudged_) continue;
    timer_.expires_after(options_.poll);
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<void> IndexFollower::finishLoading() {
  const auto graph = co_await snapshot_.graph();
  index_->endLoad(graph);
  co_await snapshot_.loaded();
  loaded_ = true;
  const auto snapshot = index_->snapshot();
  metrics_.indexed(snapshot->passages(), snapshot->bytes());
  log_.info("index loaded", {{"passages", snapshot->passages()},
                             {"sequence", snapshot->sequence()},
                             {"documents", snapshot->documents()},
                             {"from_snapshot", snapshot_.taken()},
                             {"graph_from_snapshot", snapshot->largest().graph != nullptr},
                             {"ms", millisecondsBetween(started_, std::chrono::steady_clock::now())}});
}

asio::awaitable<Result<std::vector<AnalysedChange>>> IndexFollower::read(std::int64_t after) {
  std::vector<std::int64_t> held;
  if (!loaded_) held = co_await snapshot_.sequencesAfter(after, options_.page);
  std::vector<std::int64_t> without = held;
  auto changes = co_await store_.changesAfter(after, options_.page, std::move(without));
  if (!changes) co_return changes.error();
  if (changes->empty()) co_return std::vector<AnalysedChange>();
  std::vector<std::int64_t> asked = held;
  auto out = co_await snapshot_.complete(std::move(*changes), std::move(asked));
  for (auto& analysed : out) {
    const auto& change = analysed.change;
    if (!analysed.known.empty() || change.chunks.empty() ||
        !std::binary_search(held.begin(), held.end(), change.sequence)) {
      continue;
    }
    // Promised by the snapshot and not kept: another text stands under this number, or the disk failed.
    auto again = co_await store_.changesAfter(change.sequence - 1, 1);
    if (!again) co_return again.error();
    // Where the document changed in the meantime, its newer state comes with a later page.
    if (!again->empty() && again->front().sequence == change.sequence) analysed.change = std::move(again->front());
  }
  co_return out;
}

asio::awaitable<bool> IndexFollower::catchUp() {
  while (!stopping_) {
    const auto after = sequence_.load();
    auto changes = co_await read(after);
    if (!changes) {
      if (!failing_) {
        log_.warning("index changes cannot be read; serving what is loaded",
                     {{"code", toString(changes.error().code)}, {"reason", changes.error().message}});
      }
      failing_ = true;
      co_return false;
    }
    if (failing_) log_.info("index changes are read again");
    failing_ = false;
    if (changes->empty()) co_return true;
    const std::int64_t last = changes->back().change.sequence;
    if (last <= after) co_return true;  // a store that breaks its order must not make this loop spin
    std::vector<std::string> stale;
    for (auto& analysed : *changes) {
      IndexChange& change = analysed.change;
      if (change.deleted || change.embeddingModel.empty() || change.embeddingModel == embedder_.model()) continue;
      // Vectors of two models do not compare, whatever their length.
      for (auto& chunk : change.chunks) chunk.embedding.clear();
      stale.push_back(change.documentId);
    }
    index_->apply(std::move(*changes), last);
    if (!stale.empty()) stale_(std::move(stale));
    sequence_ = last;
    const auto snapshot = index_->snapshot();
    metrics_.indexed(snapshot->passages(), snapshot->bytes());
  }
  co_return true;
}

void IndexFollower::nudge() {
  asio::post(executor_, [this] {
    nudged_ = true;
    timer_.cancel();
  });
}

void IndexFollower::stop() {
  stopping_ = true;
  nudge();
}

}  // namespace vigie
