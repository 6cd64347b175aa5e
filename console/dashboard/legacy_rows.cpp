#include "console/dashboard/legacy_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace vigie::console {
namespace {

constexpr int kLegacyColumns = 24;
constexpr int kLeastHeightPx = 90;
constexpr int kCellPx = 38;
constexpr int kTallest = 200;

/// How far down each column of one row is taken. Panels are put at the right of those before them, as Grafana does.
class RowArea {
 public:
  RowArea(int height, int top) : top_(top), height_(height) {}

  [[nodiscard]] int top() const { return top_; }

  GridPosition place(int width, int height) {
    auto spot = find(width);
    if (!spot) {
      top_ += height_;
      taken_.fill(0);
      spot = find(width);
    }
    // A width of the whole grid fits an empty row always.
    const GridPosition position{spot->first, top_ + spot->second, width, height};
    for (int x = position.x; x < position.x + width; ++x) {
      int& taken = taken_[static_cast<std::size_t>(x)];
      taken = std::max(taken, spot->second + height);
    }
    return position;
  }

 private:
  /// Column and depth: the free columns at the right end that go down like stairs.
  [[nodiscard]] std::optional<std::pair<int, int>> find(int width) const {
    int start = kLegacyColumns;
    for (int x = kLegacyColumns - 1; x >= 0; --x) {
      const int taken = taken_[static_cast<std::size_t>(x)];
      if (taken >= height_) break;
      if (x < kLegacyColumns - 1 && taken > taken_[static_cast<std::size_t>(x) + 1]) break;
      start = x;
    }
    if (kLegacyColumns - start < width) return std::nullopt;
    return std::pair(start, *std::max_element(taken_.begin() + start, taken_.end()));
  }

  std::array<int, kLegacyColumns> taken_{};
  int top_;
  int height_;
};

int widthOf(double span) {
  return std::clamp(static_cast<int>(std::floor(std::clamp(span, 1.0, 12.0))) * 2, 2, kLegacyColumns);
}

}  // namespace

LegacyPlaces placesOfLegacyRows(const std::vector<LegacyRow>& rows) {
  LegacyPlaces places;
  places.headings = std::any_of(rows.begin(), rows.end(), [](const LegacyRow& row) { return row.hasHeading; });
  int y = 0;
  for (const LegacyRow& row : rows) {
    places.rows.push_back({0, y, kLegacyColumns, 1});
    if (places.headings) ++y;
    RowArea area(row.height, y);
    std::vector<GridPosition> panels;
    int bottom = y;
    for (const LegacyPanel& panel : row.panels) {
      panels.push_back(area.place(widthOf(panel.span), panel.height > 0 ? panel.height : row.height));
      bottom = std::max(bottom, panels.back().y + panels.back().h);
    }
    // What is folded away takes no room.
    if (!row.collapsed && !panels.empty()) y = bottom;
    places.panels.push_back(std::move(panels));
  }
  return places;
}

int legacyGridHeight(const QJsonValue& height, int fallback) {
  QString text = height.isString() ? height.toString() : QString::number(height.toDouble(0));
  text.remove(QStringLiteral("px"));
  const double pixels = text.toDouble();
  if (!(pixels > 0)) return fallback;
  return std::clamp(static_cast<int>(std::ceil(std::max(pixels, double(kLeastHeightPx)) / kCellPx)), 3, kTallest);
}

}  // namespace vigie::console
