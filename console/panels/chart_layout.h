// Where a chart's plot and ticks are: worked out from its model and its room, before anything is moved. Pure but for
// the widths of labels; UI thread.
#pragma once

#include "console/panels/chart_model.h"
#include "console/panels/plot_scale.h"

#include <QColor>
#include <QRect>
#include <QStringList>

#include <vector>

namespace vigie::console {

/// What an axis shows. One that is hidden has labels without words.
struct AxisContent {
  double low = 0;
  double high = 0;
  std::vector<double> at;  ///< ticks
  QStringList labels;      ///< one a tick
  QString title;           ///< upright beside it
  QColor colour;           ///< of its words; invalid: the theme's
  bool grid = true;
  friend bool operator==(const AxisContent&, const AxisContent&) = default;
};

/// What an axis' title takes beside its labels.
inline constexpr int kAxisTitleWidth = 18;

struct ChartLayout {
  QRect chart;  ///< axes and plot
  QRect plot;   ///< inside it
  AxisContent times;
  AxisContent values;
  AxisContent rights;  ///< without ticks where there is no right axis
  PlotScale scale;
};

/// Their axes look the same: nothing of them has to be drawn again.
bool haveSameAxes(const ChartLayout& a, const ChartLayout& b);

/// `chart` begins at its parent's origin.
ChartLayout layOutChart(const ChartModel& model, const QRect& chart);

}  // namespace vigie::console
