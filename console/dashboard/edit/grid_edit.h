// Moving and resizing panels on the grid: the others give way as they do in Grafana. Pure.
// Source: react-grid-layout's moveElement and compact (lib/utils.js), which Grafana's dashboards use.
#pragma once

#include "console/dashboard/panel_model.h"

#include <vector>

namespace vigie::console {

inline constexpr int kGridColumns = 24;

/// Everything moves up until it meets another; what overlaps gives way downwards.
std::vector<GridPosition> compacted(std::vector<GridPosition> places);
/// `index` goes to column `x`, row `y`, kept inside the grid.
std::vector<GridPosition> withMoved(const std::vector<GridPosition>& places, std::size_t index, int x, int y);
/// `index` gets this size, kept inside the grid and no smaller than 2 × 2.
std::vector<GridPosition> withResized(const std::vector<GridPosition>& places, std::size_t index, int w, int h);
/// Rows down to the lowest panel.
int heightOf(const std::vector<GridPosition>& places);

/// A panel under one of a dashboard's rows; its place counts from the row's first.
struct SectionPanel {
  int id = 0;
  GridPosition place;
  friend bool operator==(const SectionPanel&, const SectionPanel&) = default;
};
/// The panels above all rows, then those under each.
using GridSections = std::vector<std::vector<SectionPanel>>;

[[nodiscard]] std::vector<GridPosition> placesIn(const std::vector<SectionPanel>& section);
/// The panel `id` goes to this place of `section`, its own or another one; both close up.
GridSections withMovedTo(const GridSections& sections, int id, std::size_t section, int x, int y);
GridSections withResizedTo(const GridSections& sections, int id, int w, int h);

}  // namespace vigie::console
