#include "core/metrics/retrieval_metrics.h"

namespace vigie {

namespace {

using Buckets = prometheus::Histogram::BucketBoundaries;

// A search takes 20 µs on the example corpus and some 10 ms at 100,000 passages.
const Buckets& searchBuckets() {
  static const Buckets kBuckets{0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025,
                                0.005,   0.01,     0.025,   0.05,   0.1,     0.25,   1};
  return kBuckets;
}
// From the embedder of this process (tens of µs) to a remote model (seconds).
const Buckets& embeddingBuckets() {
  static const Buckets kBuckets{0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                0.01,    0.025,    0.05,    0.1,    0.25,    0.5,    1,     2.5,    10};
  return kBuckets;
}
const Buckets& resultBuckets() {
  static const Buckets kBuckets{0, 1, 2, 3, 4, 6, 8, 10, 20, 50};
  return kBuckets;
}
const Buckets& scoreBuckets() {
  static const Buckets kBuckets{0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
  return kBuckets;
}

}  // namespace

RetrievalMetrics::RetrievalMetrics(prometheus::Registry& registry, const std::string& embeddingModel)
    : search_{},
      embedding_(prometheus::BuildHistogram()
                     .Name("embedding_duration_seconds")
                     .Help("Time to embed one question or one batch of passages.")
                     .Register(registry)
                     .Add({{"model", embeddingModel}}, embeddingBuckets())),
      vectors_(prometheus::BuildGauge()
                   .Name("faiss_index_vectors")
                   .Help("Passages in the index that searches see.")
                   .Register(registry)
                   .Add({})),
      bytes_(prometheus::BuildGauge()
                 .Name("faiss_index_bytes")
                 .Help("Memory of the index that searches see: vectors and postings.")
                 .Register(registry)
                 .Add({})) {
  auto& duration = prometheus::BuildHistogram()
                       .Name("faiss_search_duration_seconds")
                       .Help("Time of one search of the index, embedding excluded.")
                       .Register(registry);
  auto& results = prometheus::BuildHistogram()
                      .Name("faiss_search_results")
                      .Help("Passages that one search found.")
                      .Register(registry);
  auto& topScore = prometheus::BuildHistogram()
                       .Name("faiss_search_top_score")
                       .Help("Score of the best passage of one search, 0 to 1; searches without a hit are not counted.")
                       .Register(registry);
  for (const auto mode : {wire::SearchMode::kVector, wire::SearchMode::kLexical, wire::SearchMode::kHybrid}) {
    const prometheus::Labels labels{{"mode", std::string(wire::toString(mode))}};
    search_.at(static_cast<std::size_t>(mode)) = {&duration.Add(labels, searchBuckets()),
                                                  &results.Add(labels, resultBuckets()),
                                                  &topScore.Add(labels, scoreBuckets())};
  }
}

void RetrievalMetrics::searched(wire::SearchMode mode, double seconds, std::size_t results, double topScore) {
  const auto& series = search_.at(static_cast<std::size_t>(mode));
  series.duration->Observe(seconds);
  series.results->Observe(static_cast<double>(results));
  if (results > 0) series.topScore->Observe(topScore);
}

void RetrievalMetrics::indexed(std::size_t vectors, std::size_t bytes) {
  vectors_.Set(static_cast<double>(vectors));
  bytes_.Set(static_cast<double>(bytes));
}

}  // namespace vigie
