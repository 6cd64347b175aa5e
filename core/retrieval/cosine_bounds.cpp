#include "core/retrieval/cosine_bounds.h"

namespace vigie {

void CosineBounds::ofAll(const VectorIndex& rows, std::span<const float> query) {
  nearest_.clear();
  others_ = -1;
  bounds_.resize(rows.size());
  rows.upperBounds(query, bounds_);
}

void CosineBounds::ofNearest(const VectorGraph& graph, std::span<const float> query, std::size_t breadth) {
  graph.nearest(query, breadth, nearest_);
  others_ = nearest_.size() == graph.size() || nearest_.empty() ? -1.0F : nearest_.back().cosine;
  bounds_.assign(graph.size(), others_);
  for (const auto& [row, cosine] : nearest_) bounds_[row] = cosine;
}

}  // namespace vigie
