// GraphLinks: who is whose neighbour in a VectorGraph, and what is left of that when rows go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vigie {

/// As FAISS' HNSW lays them out. Plain data: copied to disk and back.
struct GraphLinks {
  /// Neighbours of a row on each level, and twice as many on the lowest (M of the paper). 32 found no more than 16 did
  /// (docs/adr/0121) and take twice the memory.
  static constexpr std::size_t kNeighbours = 16;
  static constexpr std::size_t kMostLevels = 8;
  static constexpr std::int32_t kNone = -1;

  std::vector<std::uint8_t> levels;      ///< by row: on how many it is, at least 1
  std::vector<std::int32_t> neighbours;  ///< row after row, its levels from the lowest up; the free places are last

  /// Where the neighbours of a row that is on `levels` levels begin and end within its own.
  static constexpr std::size_t begin(std::size_t level) { return level == 0 ? 0 : (level + 1) * kNeighbours; }
  static constexpr std::size_t places(std::size_t levels) { return (levels + 1) * kNeighbours; }

  /// Whether a search may follow them: each leads to one of `rows` rows, and to one that is on that level.
  [[nodiscard]] bool fit(std::size_t rows) const;
  /// Without the rows that are `gone`; the others are numbered anew, in their order. Where a link led to a row that is
  /// gone it leads to a neighbour of that one, so that what lay behind is still reached.
  [[nodiscard]] GraphLinks without(const std::vector<bool>& gone) const;
};

}  // namespace vigie
