// VectorIndex: an immutable FAISS flat index, searched exactly.
#pragma once

#include "core/retrieval/quantised_rows.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace vigie {

/// Rows are vectors of length 1 (or zero); their inner product with a query of length 1 is the cosine. Immutable after
/// construction: any number of threads may read.
///
/// FAISS keeps the rows (faiss::IndexFlatIP). A search asks upperBounds() of all of them and cosine() of the few that may
/// be among the best: docs/adr/0120. Exact, so recall is 1; no training, no parameters.
class VectorIndex {
 public:
  /// `rows` holds size × dimension floats, row after row.
  VectorIndex(std::size_t dimension, std::span<const float> rows);
  /// The same in several parts, one after another.
  VectorIndex(std::size_t dimension, std::span<const std::span<const float>> parts);
  ~VectorIndex();
  VectorIndex(const VectorIndex&) = delete;
  VectorIndex& operator=(const VectorIndex&) = delete;

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t dimension() const noexcept { return dimension_; }
  /// Of the vectors and their approximations.
  [[nodiscard]] std::size_t bytes() const noexcept;
  [[nodiscard]] std::span<const float> row(std::size_t index) const;

  /// Writes to `out` (size() floats) what the cosine of each row with `query` (dimension() floats) is at most.
  void upperBounds(std::span<const float> query, std::span<float> out) const;
  /// That of one row, exactly.
  [[nodiscard]] float cosine(std::span<const float> query, std::size_t index) const;

 private:
  struct Impl;
  std::size_t dimension_;
  std::unique_ptr<Impl> impl_;
};

/// OpenMP and OpenBLAS to one thread each, for the whole process: a query is too small to be worth a second one, and
/// each calling thread would grow a pool of its own. Call once, before the first search.
void pinMathLibrariesToOneThread();

}  // namespace vigie
