// GraphBuilder: builds the graph of the index' large segment, once somebody searches it by vector.
#pragma once

#include "core/base/log.h"
#include "core/metrics/retrieval_metrics.h"
#include "core/retrieval/search_index.h"
#include "core/retrieval/worker_pool.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>

namespace vigie {

/// From so many passages on a search by a graph takes less than comparing all vectors, by enough to be worth building
/// one: docs/performance.md, docs/adr/0121.
inline constexpr std::size_t kGraphFromPassages = 50'000;

struct GraphOptions {
  std::size_t fromPassages = kGraphFromPassages;
  bool lowPriority = true;  ///< false: for tests, which a busy machine would keep waiting
};

/// A thread of its own ("vigie-graph") that runs when nothing else wants the processor; searches compare all vectors
/// meanwhile. Lexical search asks no vectors, so who uses only that pays for no graph. `metrics` must outlive it.
class GraphBuilder {
 public:
  GraphBuilder(std::shared_ptr<SearchIndex> index, RetrievalMetrics& metrics, GraphOptions options);
  /// stop()s.
  ~GraphBuilder();

  /// This snapshot is searched by vector: what it lacks is built. Any thread; takes no time.
  void searched(const IndexSnapshot& snapshot);
  /// Whether a graph is being built, for tests and benchmarks.
  [[nodiscard]] bool building() const { return busy_; }
  /// Gives up what is being built, within milliseconds, and waits for that.
  void stop();

 private:
  void build(const std::shared_ptr<const IndexSegment>& segment);

  const std::shared_ptr<SearchIndex> index_;
  RetrievalMetrics& metrics_;
  const GraphOptions options_;
  const Log log_{"index"};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> busy_{false};
  std::mutex mutex_;                            // guards hopeless_
  std::weak_ptr<const IndexSegment> hopeless_;  ///< whose graph finds too little, or could not be made
  WorkerPool thread_;
};

}  // namespace vigie
