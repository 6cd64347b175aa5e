#include "core/retrieval/graph_builder.h"

#include "core/base/clock.h"

#include <boost/asio/post.hpp>

#include <exception>
#include <sys/resource.h>
#include <utility>

namespace vigie {

namespace {

constexpr int kLowestPriority = 19;
constexpr double kBetweenReports = 30'000;  ///< ms
/// One document in so many without vectors, and the graph waits until they are embedded.
constexpr std::size_t kMostUnembedded = 100;

}  // namespace

GraphBuilder::GraphBuilder(std::shared_ptr<SearchIndex> index, RetrievalMetrics& metrics, GraphOptions options)
    : index_(std::move(index)), metrics_(metrics), options_(options), thread_("vigie-graph", 1) {}

GraphBuilder::~GraphBuilder() { stop(); }

void GraphBuilder::stop() {
  stopping_ = true;
  thread_.join();
}

void GraphBuilder::searched(const IndexSnapshot& snapshot) {
  const auto& large = snapshot.largest();
  if (large.graph != nullptr || large.segment->size() < options_.fromPassages || busy_ || stopping_) return;
  if (snapshot.documentsToEmbed() * kMostUnembedded > snapshot.documents()) return;
  {
    const std::lock_guard lock(mutex_);
    if (hopeless_.lock() == large.segment) return;
  }
  if (busy_.exchange(true)) return;
  boost::asio::post(thread_.executor(), [this, segment = large.segment] {
    // Of this thread alone, as Linux has it.
    if (options_.lowPriority) ::setpriority(PRIO_PROCESS, 0, kLowestPriority);
    try {
      build(segment);
    } catch (const std::exception& failure) {  // no memory for it: what is there goes on
      log_.warning("vector graph not built; searches compare all vectors", {{"reason", failure.what()}});
      const std::lock_guard lock(mutex_);
      hopeless_ = segment;
    }
    busy_ = false;
  });
}

void GraphBuilder::build(const std::shared_ptr<const IndexSegment>& segment) {
  const auto outdated = [&] { return index_->snapshot()->largest().segment != segment; };
  if (outdated() || index_->snapshot()->largest().graph != nullptr) return;  // built since it was asked for
  const auto begun = std::chrono::steady_clock::now();
  const auto passed = [&] { return millisecondsBetween(begun, std::chrono::steady_clock::now()); };
  double reported = 0;
  log_.info("vector graph is being built", {{"passages", segment->size()}});
  const auto graph = VectorGraph::build(
      {segment, &segment->vectors()}, [&] { return stopping_ || outdated(); },
      [&](double share) {
        if (passed() < reported + kBetweenReports) return;
        reported = passed();
        log_.info("vector graph is being built", {{"share", share}, {"passages", segment->size()}});
      });
  if (graph == nullptr) {
    if (!stopping_) log_.info("vector graph given up: the index was merged meanwhile");
    return;
  }
  const auto [breadth, recall] = graph->quality();
  if (recall < VectorGraph::kLeastRecall) {
    log_.warning("vector graph not used, it would miss too much; searches compare all vectors",
                 {{"recall", recall}, {"passages", segment->size()}, {"ms", passed()}});
    const std::lock_guard lock(mutex_);
    hopeless_ = segment;
    return;
  }
  if (!index_->use(graph, segment)) return;
  const auto snapshot = index_->snapshot();
  metrics_.indexed(snapshot->passages(), snapshot->bytes());
  log_.info("vector graph built", {{"passages", segment->size()},
                                   {"bytes", graph->bytes()},
                                   {"recall", recall},
                                   {"breadth", breadth},
                                   {"ms", passed()}});
}

}  // namespace vigie
