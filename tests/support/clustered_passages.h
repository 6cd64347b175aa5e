// Documents with vectors as embedding models make them, seeded: in clusters, and a document's passages near each other.
#pragma once

#include "core/retrieval/search_index.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace vigie::test {

class ClusteredPassages {
 public:
  /// `hidden` independent directions lie behind the `dimension` ones; in as many as that, a graph has neighbourhoods
  /// to follow.
  ClusteredPassages(std::size_t dimension, std::size_t hidden, std::size_t clusters, unsigned seed)
      : dimension_(dimension), random_(seed), centres_(clusters) {
    mixing_.resize(hidden * dimension);
    for (float& x : mixing_) x = normal_(random_);
    for (auto& centre : centres_) centre = around(std::vector<float>(hidden, 0.0F), 1.0F);
  }

  /// Where a document, or a question, lies.
  std::vector<float> place() { return around(centres_[random_() % centres_.size()], 0.7F); }
  /// A vector of length 1 near to it.
  std::vector<float> vector(const std::vector<float>& place) {
    const auto hidden = around(place, 0.3F);
    std::vector<float> out(dimension_, 0.0F);
    for (std::size_t i = 0; i < hidden.size(); ++i) {
      for (std::size_t j = 0; j < dimension_; ++j) out[j] += hidden[i] * mixing_[i * dimension_ + j];
    }
    const float length = std::sqrt(std::inner_product(out.begin(), out.end(), out.begin(), 0.0F));
    for (float& x : out) x /= length;
    return out;
  }
  /// A document of passages that lie together.
  IndexChange document(std::int64_t sequence, std::string id, std::size_t passages, const std::string& text) {
    IndexChange change;
    change.sequence = sequence;
    change.documentId = std::move(id);
    const auto where = place();
    for (std::size_t i = 0; i < passages; ++i) {
      StoredChunk chunk;
      chunk.ordinal = static_cast<int>(i);
      chunk.text = text;
      chunk.embedding = vector(where);
      change.chunks.push_back(std::move(chunk));
    }
    return change;
  }

 private:
  std::vector<float> around(std::vector<float> centre, float spread) {
    for (float& x : centre) x += spread * normal_(random_);
    return centre;
  }

  std::size_t dimension_;
  std::mt19937 random_;
  std::normal_distribution<float> normal_;
  std::vector<float> mixing_;
  std::vector<std::vector<float>> centres_;
};

}  // namespace vigie::test
