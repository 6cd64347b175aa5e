// CosineBounds: what the cosine of each row with a question is at most, before a search computes any.
#pragma once

#include "core/retrieval/vector_graph.h"
#include "core/retrieval/vector_index.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vigie {

/// Of every row its own bound, or, from a graph, the cosines of the rows nearest to the question and one bound for all
/// others: they are no nearer than the farthest of these, but for what the graph misses. One thread; kept between
/// searches, for its memory.
class CosineBounds {
 public:
  void ofAll(const VectorIndex& rows, std::span<const float> query);
  void ofNearest(const VectorGraph& graph, std::span<const float> query, std::size_t breadth);

  /// By row.
  [[nodiscard]] const std::vector<float>& byRow() const { return bounds_; }
  /// What the rows that are not among the nearest have at most; -1 when each has its own bound.
  [[nodiscard]] float others() const { return others_; }
  /// The nearest rows; none when each has its own bound.
  [[nodiscard]] const std::vector<VectorGraph::Near>& nearest() const { return nearest_; }

 private:
  std::vector<float> bounds_;
  std::vector<VectorGraph::Near> nearest_;
  float others_ = -1;
};

}  // namespace vigie
