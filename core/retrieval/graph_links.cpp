#include "core/retrieval/graph_links.h"

#include <algorithm>
#include <span>

namespace vigie {

namespace {

/// Where each row's neighbours begin, and where the last one's end.
std::vector<std::size_t> startsOf(const GraphLinks& links) {
  std::vector<std::size_t> starts;
  starts.reserve(links.levels.size() + 1);
  starts.push_back(0);
  for (const auto levels : links.levels) starts.push_back(starts.back() + GraphLinks::places(levels));
  return starts;
}

}  // namespace

bool GraphLinks::fit(std::size_t rows) const {
  if (levels.size() != rows) return false;
  for (const auto count : levels) {
    if (count == 0 || count > kMostLevels) return false;
  }
  const auto starts = startsOf(*this);
  if (neighbours.size() != starts.back()) return false;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t level = 0; level < levels[row]; ++level) {
      for (std::size_t i = starts[row] + begin(level); i < starts[row] + begin(level + 1); ++i) {
        const auto to = neighbours[i];
        if (to == kNone) continue;
        if (to < 0 || static_cast<std::size_t>(to) >= rows || levels[static_cast<std::size_t>(to)] <= level) {
          return false;
        }
      }
    }
  }
  return true;
}

GraphLinks GraphLinks::without(const std::vector<bool>& gone) const {
  const auto starts = startsOf(*this);
  std::vector<std::int32_t> renumbered(levels.size(), kNone);
  GraphLinks out;
  for (std::size_t row = 0; row < levels.size(); ++row) {
    if (gone[row]) continue;
    renumbered[row] = static_cast<std::int32_t>(out.levels.size());
    out.levels.push_back(levels[row]);
  }
  const auto linksOf = [&](std::size_t row, std::size_t level) {
    return std::span(neighbours).subspan(starts[row] + begin(level), begin(level + 1) - begin(level));
  };
  std::vector<std::int32_t> kept;
  const auto keep = [&](std::size_t row, std::int32_t to) {
    const auto next = renumbered[static_cast<std::size_t>(to)];
    if (static_cast<std::size_t>(to) == row || next == kNone) return false;
    if (std::find(kept.begin(), kept.end(), next) != kept.end()) return false;
    kept.push_back(next);
    return true;
  };
  for (std::size_t row = 0; row < levels.size(); ++row) {
    if (gone[row]) continue;
    for (std::size_t level = 0; level < levels[row]; ++level) {
      kept.clear();
      const auto links = linksOf(row, level);
      for (const auto to : links) {
        if (to == kNone) break;
        if (!gone[static_cast<std::size_t>(to)]) {
          keep(row, to);
          continue;
        }
        for (const auto behind : linksOf(static_cast<std::size_t>(to), level)) {
          if (behind == kNone || keep(row, behind)) break;
        }
      }
      kept.resize(links.size(), kNone);
      out.neighbours.insert(out.neighbours.end(), kept.begin(), kept.end());
    }
  }
  return out;
}

}  // namespace vigie
