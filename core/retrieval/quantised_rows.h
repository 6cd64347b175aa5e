// QuantisedRows: vectors in a byte a dimension, which say how near each row can be to a query at most.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vigie {

/// The approximations of a VA-file (Weber, Schek and Blott, VLDB 1998): reading them costs a third of reading the rows,
/// and since the bound is certain, only rows whose bound reaches what is already found have to be compared exactly. The
/// outcome of a search is that of comparing all. Each 16 dimensions of a row have a scale of their own, so that one large
/// value does not coarsen the others. Immutable after construction: any number of threads may read.
class QuantisedRows {
 public:
  /// `rows` holds any number of rows of `dimension` floats.
  QuantisedRows(std::size_t dimension, std::span<const float> rows);

  [[nodiscard]] std::size_t size() const noexcept { return errors_.size(); }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return codes_.size() + (scales_.size() + errors_.size()) * sizeof(float);
  }

  /// Writes to `out` (size() floats) for every row what its inner product with `query` (`dimension` floats) does not
  /// exceed, also when that is summed up in single precision.
  void upperBounds(std::span<const float> query, std::span<float> out) const;

 private:
  std::size_t dimension_;
  std::size_t stride_;  ///< of a row's codes: the dimension, filled up with zeros
  std::vector<std::int8_t> codes_;
  std::vector<float> scales_;  ///< by row and kBlock codes: what one step of these is worth
  std::vector<float> errors_;  ///< by row: the length of what the codes leave out
  float longest_ = 0;          ///< row as its codes have it
};

}  // namespace vigie
