// The cells of a heatmap: how many fell into which bucket at which time. Pure.
#pragma once

#include "console/dashboard/panel_data.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace vigie::console {

struct HeatGrid {
  std::vector<qint64> timesMs;             ///< rising; a column reaches from columnMs before its time to it
  QStringList rows;                        ///< from the bottom up
  std::vector<double> edges;               ///< of the rows, one more than there are; empty: rows are names
  std::vector<std::vector<double>> cells;  ///< [row][column]; NaN where nothing was
  double low = 0;
  double high = 0;
  qint64 columnMs = 0;
};

/// Series that are buckets already (one row each, in the order given), the buckets of native histograms, whose rows are
/// every range that no bound divides, or values to be counted into buckets when the panel asks for that ("calculate",
/// in widths, numbers or powers as its "calculation" says).
HeatGrid heatGrid(const PanelModel& panel, const PanelData& data);

}  // namespace vigie::console
