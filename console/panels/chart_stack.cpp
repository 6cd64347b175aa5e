#include "console/panels/chart_stack.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace vigie::console {
namespace {

/// Grafana's own opacity of a band for which a dashboard gives none.
constexpr double kBandOpacity = 0.35;

/// Downwards: it has values below zero and none above.
bool hangsDown(const ChartLine& line) {
  bool below = false;
  for (const double value : line.values) {
    if (value > 0) return false;
    below = below || value < 0;
  }
  return below;
}

struct StackGroup {
  Stacking mode = Stacking::kNone;
  QString name;
  bool rightAxis = false;
  bool bars = false;
  bool hangs = false;
  [[nodiscard]] auto key() const { return std::tie(mode, name, rightAxis, bars, hangs); }
  friend bool operator<(const StackGroup& a, const StackGroup& b) { return a.key() < b.key(); }
};

using Heights = std::map<qint64, double>;

Heights totalsOf(const std::vector<ChartLine*>& lines) {
  Heights total;
  for (const ChartLine* line : lines) {
    for (std::size_t i = 0; i < line->times.size(); ++i) {
      if (std::isfinite(line->values[i])) total[line->times[i]] += line->values[i];
    }
  }
  return total;
}

void stackGroup(const std::vector<ChartLine*>& lines, bool asShare) {
  const Heights total = asShare ? totalsOf(lines) : Heights();
  Heights height;
  for (ChartLine* line : lines) {
    line->base.resize(line->values.size());
    for (std::size_t i = 0; i < line->values.size(); ++i) {
      double& below = height[line->times[i]];
      line->base[i] = below;
      if (!std::isfinite(line->values[i])) continue;
      const double sum = asShare ? std::abs(total.at(line->times[i])) : 0;
      below += asShare && sum > 0 ? 100.0 * line->values[i] / sum : line->values[i];
      line->values[i] = below;
    }
  }
}

}  // namespace

void stackLines(std::vector<ChartLine>& lines) {
  std::map<StackGroup, std::vector<ChartLine*>> groups;
  for (ChartLine& line : lines) {
    if (line.stacking == Stacking::kNone || line.values.empty()) continue;
    groups[{line.stacking, line.stackGroup, line.rightAxis, line.bars, hangsDown(line)}].push_back(&line);
  }
  for (const auto& [group, members] : groups) stackGroup(members, group.mode == Stacking::kPercent);
}

void fillBetweenLines(std::vector<ChartLine>& lines) {
  for (ChartLine& line : lines) {
    if (line.fillBelowTo.isEmpty() || line.stacking != Stacking::kNone) continue;
    const auto lower = std::find_if(lines.begin(), lines.end(), [&line](const ChartLine& other) {
      return other.name == line.fillBelowTo && other.rightAxis == line.rightAxis && !other.times.empty();
    });
    if (lower == lines.end()) continue;
    line.base.resize(line.values.size());
    for (std::size_t i = 0; i < line.times.size(); ++i) {
      // Where the lower line has no sample there is no area.
      const auto at = nearestSample(lower->times, line.times[i], 0);
      line.base[i] = at && std::isfinite(lower->values[*at]) ? lower->values[*at] : line.values[i];
    }
    if (line.fillOpacity <= 0) line.fillOpacity = kBandOpacity;
  }
}

}  // namespace vigie::console
