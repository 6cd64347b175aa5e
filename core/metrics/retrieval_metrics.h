// The series of retrieval: search, index and embedding (design §6).
#pragma once

#include "core/wire/chat.h"

#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <cstddef>
#include <string>

namespace vigie {

/// Resolved once, so every series exists from the start and observing costs no look-up. Any thread; the registry must
/// outlive it.
class RetrievalMetrics {
 public:
  RetrievalMetrics(prometheus::Registry& registry, const std::string& embeddingModel);

  /// One search that answered: how long the index took (without embedding), how many hits, the best one's score.
  void searched(wire::SearchMode mode, double seconds, std::size_t results, double topScore);
  /// One question embedded, or one batch of passages.
  void embedded(double seconds) { embedding_.Observe(seconds); }
  /// The published snapshot's size.
  void indexed(std::size_t vectors, std::size_t bytes);

 private:
  struct Search {
    prometheus::Histogram* duration;
    prometheus::Histogram* results;
    prometheus::Histogram* topScore;
  };

  std::array<Search, 3> search_;  ///< by wire::SearchMode
  prometheus::Histogram& embedding_;
  prometheus::Gauge& vectors_;
  prometheus::Gauge& bytes_;
};

}  // namespace vigie
