// IndexFollower: keeps a SearchIndex in step with PostgreSQL.
#pragma once

#include "core/base/log.h"
#include "core/metrics/retrieval_metrics.h"
#include "core/retrieval/embedder.h"
#include "core/retrieval/search_index.h"
#include "core/retrieval/snapshot_keeper.h"
#include "core/store/document_store.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vigie {

struct FollowerOptions {
  std::chrono::milliseconds poll{1000};
  std::size_t page = 64;  ///< documents a call
};

/// Reads every change at its start, page by page, then asks for new ones every `poll` and whenever nudged. What the
/// snapshot of an earlier run holds is read from there: of such a document the store gives the text alone. While the
/// store is away it keeps asking at the same pace: the index goes on serving what it has. Documents that another model
/// embedded are found by their words, and handed to `stale` to be embedded anew.
class IndexFollower {
 public:
  /// `executor` runs its one coroutine, which ends soon after stop(); everything borrowed must outlive that.
  IndexFollower(boost::asio::any_io_executor executor, DocumentStore& store, Embedder& embedder,
                std::shared_ptr<SearchIndex> index, SnapshotKeeper& snapshot, RetrievalMetrics& metrics,
                std::function<void(std::vector<std::string> documentIds)> stale, FollowerOptions options = {});

  /// Once. Follows until stop(); the coroutine counts as work of `executor`'s context.
  void start();
  /// Any thread: look now, not at the next poll. What a NOTIFY on vigie_index or a local write calls.
  void nudge();
  /// Any thread: ends it, after the call to the store that is under way.
  void stop();

  /// Any thread: whether the first load is complete, so that an empty result means an empty index.
  [[nodiscard]] bool loaded() const { return loaded_.load(); }
  /// The last change applied with all before it.
  [[nodiscard]] std::int64_t sequence() const { return sequence_.load(); }

 private:
  boost::asio::awaitable<void> run();
  /// One round: everything new. False when the store failed.
  boost::asio::awaitable<bool> catchUp();
  /// The changes after `after`, from the snapshot as far as that has them.
  boost::asio::awaitable<Result<std::vector<AnalysedChange>>> read(std::int64_t after);
  boost::asio::awaitable<void> finishLoading();

  boost::asio::any_io_executor executor_;
  DocumentStore& store_;
  Embedder& embedder_;
  std::shared_ptr<SearchIndex> index_;
  SnapshotKeeper& snapshot_;
  RetrievalMetrics& metrics_;
  std::function<void(std::vector<std::string>)> stale_;
  const FollowerOptions options_;
  const Log log_{"index"};
  boost::asio::steady_timer timer_;
  std::atomic<bool> loaded_{false};
  std::atomic<bool> stopping_{false};
  std::atomic<std::int64_t> sequence_{0};
  bool nudged_ = false;  ///< on executor_
  bool failing_ = false;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace vigie
