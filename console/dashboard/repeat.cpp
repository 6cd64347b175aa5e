#include "console/dashboard/repeat.h"

#include <algorithm>

namespace vigie::console {
namespace {

constexpr std::size_t kMostCopies = 100;
constexpr int kColumns = 24;

std::vector<VariableOption> valuesFor(const PanelModel& panel, const RepeatOptions& options) {
  if (panel.repeat.isEmpty()) return {};
  std::vector<VariableOption> values = options(panel.repeat);
  if (values.size() > kMostCopies) values.resize(kMostCopies);
  return values;
}

/// The copies of one panel, from its own place on; `extra` is how many grid rows they need beyond its own.
std::vector<PanelModel> copiesOf(const PanelModel& panel, const std::vector<VariableOption>& values, int& extra) {
  extra = 0;
  if (values.empty()) return {panel};
  std::vector<PanelModel> copies;
  const auto count = static_cast<int>(values.size());
  const int perRow = std::max(1, std::min(count, panel.maxPerRow));
  const int width = std::max(kColumns / perRow, 1);
  int x = 0;
  int y = panel.grid.y;
  for (const VariableOption& value : values) {
    PanelModel copy = panel;
    copy.scoped[panel.repeat] = value;
    if (panel.repeatDirection == RepeatDirection::kVertical) {
      copy.grid.y = y;
      y += panel.grid.h;
    } else {
      if (x + width > kColumns) {
        x = 0;
        y += panel.grid.h;
      }
      copy.grid = {x, y, width, panel.grid.h};
      x += width;
    }
    copies.push_back(std::move(copy));
  }
  extra = copies.back().grid.y - panel.grid.y;
  return copies;
}

void giveScope(std::vector<PanelModel>& panels, const QString& name, const VariableOption& value) {
  for (PanelModel& panel : panels) panel.scoped[name] = value;
}

int bottomOf(const std::vector<PanelModel>& panels, int fallback) {
  int bottom = fallback;
  for (const PanelModel& panel : panels) bottom = std::max(bottom, panel.grid.y + panel.grid.h);
  return bottom;
}

/// Panels without rows: each repeated, the ones below moved down.
std::vector<PanelModel> repeatedPanels(std::vector<PanelModel> panels, const RepeatOptions& options) {
  std::vector<PanelModel> result;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    int extra = 0;
    for (PanelModel& copy : copiesOf(panels[i], valuesFor(panels[i], options), extra))
      result.push_back(std::move(copy));
    if (extra == 0) continue;
    const int bottom = panels[i].grid.y + panels[i].grid.h;
    for (std::size_t below = i + 1; below < panels.size(); ++below) {
      if (panels[below].grid.y >= bottom) panels[below].grid.y += extra;
    }
  }
  return result;
}

struct RowSection {
  PanelModel heading;
  bool hasHeading = false;
  std::vector<PanelModel> panels;
};

}  // namespace

std::vector<PanelModel> withRepeats(const std::vector<PanelModel>& panels, const RepeatOptions& options) {
  std::vector<RowSection> sections(1);
  for (const PanelModel& panel : panels) {
    if (panel.type == QLatin1String("row")) {
      sections.push_back({panel, true, {}});
    } else {
      sections.back().panels.push_back(panel);
    }
  }

  std::vector<PanelModel> result;
  int shift = 0;
  for (const RowSection& section : sections) {
    std::vector<VariableOption> rows =
        section.hasHeading ? valuesFor(section.heading, options) : std::vector<VariableOption>();
    const bool isRepeated = !rows.empty();
    if (!isRepeated) rows.resize(1);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      PanelModel heading = section.heading;
      std::vector<PanelModel> content = section.panels;
      std::vector<PanelModel> nested = section.heading.nested;
      if (isRepeated) {
        heading.scoped[heading.repeat] = rows[r];
        giveScope(content, heading.repeat, rows[r]);
        giveScope(nested, heading.repeat, rows[r]);
      }
      const int top = section.hasHeading ? heading.grid.y : 0;
      const int before = bottomOf(content, top + (section.hasHeading ? 1 : 0));
      content = repeatedPanels(std::move(content), options);
      const int after = bottomOf(content, top + (section.hasHeading ? 1 : 0));
      heading.nested = repeatedPanels(std::move(nested), options);
      heading.grid.y += shift;
      for (PanelModel& panel : content) panel.grid.y += shift;
      if (section.hasHeading) result.push_back(std::move(heading));
      for (PanelModel& panel : content) result.push_back(std::move(panel));
      // The next copy of the row stands below this one; the next section only where this one grew.
      shift += r + 1 < rows.size() ? after - top : after - before;
    }
  }
  return result;
}

bool hasRepeats(const std::vector<PanelModel>& panels) {
  return std::any_of(panels.begin(), panels.end(),
                     [](const PanelModel& panel) { return !panel.repeat.isEmpty() || hasRepeats(panel.nested); });
}

}  // namespace vigie::console
