// VectorGraph: which vectors are near to which, so that a search among many compares few.
#pragma once

#include "core/retrieval/graph_links.h"
#include "core/retrieval/vector_index.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace vigie {

/// FAISS' HNSW (Malkov and Yashunin, 2016) over the rows of a VectorIndex, which stay where they are. Immutable once it
/// is there: any number of threads may read. It finds nearly always what comparing all would; how nearly is measured
/// when it is built. Why it is as it is: docs/adr/0121.
class VectorGraph {
 public:
  /// How well it finds, and what for.
  struct Quality {
    std::size_t breadth = 0;  ///< rows that a search must keep in view for that
    double recall = 0;        ///< share of the ten nearest that it found of a sample of questions
  };
  /// Below this recall a graph is not used.
  static constexpr double kLeastRecall = 0.99;

  /// Links every row and measures; takes minutes for many. Null once `stop` says so, which is asked every few
  /// milliseconds. `progress` hears the share that is done.
  static std::shared_ptr<const VectorGraph> build(std::shared_ptr<const VectorIndex> rows,
                                                  const std::function<bool()>& stop,
                                                  const std::function<void(double)>& progress = {});
  /// From links made of the same rows. Null when they do not fit(): no lie in them leads a search astray.
  static std::shared_ptr<const VectorGraph> adopt(std::shared_ptr<const VectorIndex> rows, const GraphLinks& links,
                                                  Quality quality);
  ~VectorGraph();
  VectorGraph(const VectorGraph&) = delete;
  VectorGraph& operator=(const VectorGraph&) = delete;

  struct Near {
    std::uint32_t row;
    float cosine;
  };
  /// Writes to `out` the rows nearest to `query`, nearest first: as many as it keeps in view, or all there are.
  void nearest(std::span<const float> query, std::size_t breadth, std::vector<Near>& out) const;

  [[nodiscard]] std::size_t size() const noexcept;
  /// Of the links alone.
  [[nodiscard]] std::size_t bytes() const noexcept;
  [[nodiscard]] const Quality& quality() const noexcept { return quality_; }
  [[nodiscard]] GraphLinks links() const;

 private:
  struct Impl;
  explicit VectorGraph(std::shared_ptr<const VectorIndex> rows);
  bool measure(const std::function<bool()>& stop);

  std::unique_ptr<Impl> impl_;
  Quality quality_;
};

}  // namespace vigie
