// Where the panels of a dashboard of before Grafana 5 stand on today's grid: rows with a height, panels with a span of
// 12. Pure. Source: Grafana's own migration to schema 16 (DashboardMigrator.upgradeToGridLayout and RowArea).
#pragma once

#include "console/dashboard/panel_model.h"

#include <QJsonValue>

#include <vector>

namespace vigie::console {

struct LegacyPanel {
  double span = 4;  ///< of 12
  int height = 0;   ///< rows of the grid; 0: as high as its row
};

struct LegacyRow {
  int height = 7;
  bool collapsed = false;
  bool hasHeading = false;  ///< it is collapsed, repeated, or shows its title
  std::vector<LegacyPanel> panels;
};

struct LegacyPlaces {
  bool headings = false;  ///< of all rows, where one has one
  std::vector<GridPosition> rows;
  std::vector<std::vector<GridPosition>> panels;  ///< one list a row
};

LegacyPlaces placesOfLegacyRows(const std::vector<LegacyRow>& rows);

/// "250px", "250" or 250: pixels, in rows of the grid. `fallback` for anything else.
int legacyGridHeight(const QJsonValue& height, int fallback);

}  // namespace vigie::console
