// VectorIndex: an immutable FAISS flat index, searched exactly.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace vigie {

/// Rows are vectors of length 1 (or zero); their inner product with a query of length 1 is the cosine. Immutable after
/// construction: any number of threads may read.
///
/// FAISS keeps the rows (faiss::IndexFlatIP); the scores of one query come from one OpenBLAS sgemv over them, because
/// Debian's FAISS is built without AVX and takes several times as long for a single query: docs/adr/0016 and
/// tests/bench/retrieval_bench.cpp. Exact, so recall is 1; no training, no parameters.
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
  /// Of the vectors.
  [[nodiscard]] std::size_t bytes() const noexcept { return size() * dimension_ * sizeof(float); }
  [[nodiscard]] std::span<const float> row(std::size_t index) const;

  /// Writes the cosine of every row with `query` (dimension() floats) to `out` (size() floats).
  void scores(std::span<const float> query, std::span<float> out) const;

 private:
  struct Impl;
  std::size_t dimension_;
  std::unique_ptr<Impl> impl_;
};

/// OpenMP and OpenBLAS to one thread each, for the whole process: a query is too small to be worth a second one, and
/// each calling thread would grow a pool of its own. Call once, before the first search.
void pinMathLibrariesToOneThread();

}  // namespace vigie
