#include "console/dashboard/grid_layout.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace vigie::console {

std::vector<int> compactedRows(const std::vector<GridPosition>& panels) {
  std::vector<std::size_t> order(panels.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&panels](std::size_t a, std::size_t b) {
    return panels[a].y != panels[b].y ? panels[a].y < panels[b].y : panels[a].x < panels[b].x;
  });
  std::array<int, 24> bottoms{};
  std::vector<int> rows(panels.size());
  for (const std::size_t i : order) {
    const GridPosition& grid = panels[i];
    const auto first = bottoms.begin() + std::clamp(grid.x, 0, 23);
    const auto last = bottoms.begin() + std::clamp(grid.x + grid.w, grid.x + 1, 24);
    rows[i] = *std::max_element(first, last);
    std::fill(first, last, rows[i] + grid.h);
  }
  return rows;
}

}  // namespace vigie::console
