#include "console/dashboard/edit/grid_edit.h"

#include <algorithm>
#include <numeric>

namespace vigie::console {
namespace {

bool collide(const GridPosition& a, const GridPosition& b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

class Grid {
 public:
  explicit Grid(std::vector<GridPosition> places) : places_(std::move(places)), moved_(places_.size(), false) {}

  void move(std::size_t i, int x, int y, bool byUser) {
    if (places_[i].x == x && places_[i].y == y) return;
    const bool up = places_[i].y >= y;
    places_[i].x = x;
    places_[i].y = y;
    moved_[i] = true;
    std::vector<std::size_t> order = inOrder();
    if (up) std::reverse(order.begin(), order.end());
    std::vector<std::size_t> hit;
    for (const std::size_t j : order) {
      if (j != i && collide(places_[i], places_[j])) hit.push_back(j);
    }
    for (const std::size_t j : hit) {
      if (!moved_[j]) giveWay(i, j, byUser);
    }
  }

  std::vector<GridPosition> compacted() {
    std::vector<std::size_t> placed;
    for (const std::size_t i : inOrder()) {
      GridPosition& place = places_[i];
      while (place.y > 0) {
        --place.y;
        if (!firstHit(placed, place)) continue;
        ++place.y;
        break;
      }
      while (const GridPosition* other = firstHit(placed, place)) place.y = other->y + other->h;
      placed.push_back(i);
    }
    return places_;
  }

 private:
  [[nodiscard]] std::vector<std::size_t> inOrder() const {
    std::vector<std::size_t> order(places_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return places_[a].y != places_[b].y ? places_[a].y < places_[b].y : places_[a].x < places_[b].x;
    });
    return order;
  }

  [[nodiscard]] const GridPosition* firstHit(const std::vector<std::size_t>& among, const GridPosition& place) const {
    const auto hit =
        std::find_if(among.begin(), among.end(), [&](std::size_t j) { return collide(places_[j], place); });
    return hit == among.end() ? nullptr : &places_[*hit];
  }

  /// `j` is in the way of `i`: it goes above where there is room, else one row down.
  void giveWay(std::size_t i, std::size_t j, bool byUser) {
    if (byUser) {
      GridPosition above = places_[j];
      above.y = std::max(places_[i].y - above.h, 0);
      if (!firstHit(inOrder(), above)) return move(j, above.x, above.y, false);
    }
    move(j, places_[j].x, places_[j].y + 1, false);
  }

  std::vector<GridPosition> places_;
  std::vector<bool> moved_;
};

}  // namespace

std::vector<GridPosition> compacted(std::vector<GridPosition> places) { return Grid(std::move(places)).compacted(); }

std::vector<GridPosition> withMoved(const std::vector<GridPosition>& places, std::size_t index, int x, int y) {
  Grid grid(places);
  grid.move(index, std::clamp(x, 0, kGridColumns - places[index].w), std::max(0, y), true);
  return grid.compacted();
}

std::vector<GridPosition> withResized(const std::vector<GridPosition>& places, std::size_t index, int w, int h) {
  std::vector<GridPosition> changed = places;
  GridPosition& place = changed[index];
  place.w = std::clamp(w, 2, kGridColumns - place.x);
  place.h = std::clamp(h, 2, 200);
  return compacted(std::move(changed));
}

int heightOf(const std::vector<GridPosition>& places) {
  int height = 0;
  for (const GridPosition& place : places) height = std::max(height, place.y + place.h);
  return height;
}

namespace {

/// Where the panel is: section and index. Sections' end when it is nowhere.
std::pair<std::size_t, std::size_t> spotIn(const GridSections& sections, int id) {
  for (std::size_t s = 0; s < sections.size(); ++s) {
    for (std::size_t i = 0; i < sections[s].size(); ++i) {
      if (sections[s][i].id == id) return {s, i};
    }
  }
  return {sections.size(), 0};
}

void setPlacesIn(std::vector<SectionPanel>& section, const std::vector<GridPosition>& places) {
  for (std::size_t i = 0; i < section.size(); ++i) section[i].place = places[i];
}

}  // namespace

std::vector<GridPosition> placesIn(const std::vector<SectionPanel>& section) {
  std::vector<GridPosition> places;
  for (const SectionPanel& panel : section) places.push_back(panel.place);
  return places;
}

GridSections withMovedTo(const GridSections& sections, int id, std::size_t section, int x, int y) {
  auto [from, index] = spotIn(sections, id);
  if (from == sections.size() || section >= sections.size()) return sections;
  GridSections next = sections;
  if (from != section) {
    SectionPanel panel = next[from][index];
    next[from].erase(next[from].begin() + static_cast<std::ptrdiff_t>(index));
    setPlacesIn(next[from], compacted(placesIn(next[from])));
    // From below everything, so that it pushes nothing on its way.
    panel.place.y = heightOf(placesIn(next[section])) + y + 1;
    index = next[section].size();
    next[section].push_back(panel);
  }
  setPlacesIn(next[section], withMoved(placesIn(next[section]), index, x, y));
  return next;
}

GridSections withResizedTo(const GridSections& sections, int id, int w, int h) {
  const auto [section, index] = spotIn(sections, id);
  if (section == sections.size()) return sections;
  GridSections next = sections;
  setPlacesIn(next[section], withResized(placesIn(next[section]), index, w, h));
  return next;
}

}  // namespace vigie::console
