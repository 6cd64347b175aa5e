// The lines of a chart as a picture: areas, bars, lines, points and thresholds. Pure; any thread.
#pragma once

#include "console/panels/chart_model.h"
#include "console/panels/plot_scale.h"

#include <QImage>

#include <memory>

namespace vigie::console {

/// What a drawing is made of: values and an immutable model.
struct SeriesDrawing {
  std::shared_ptr<const ChartModel> model;
  PlotScale scale;  ///< with the size in logical pixels
  double ratio = 1;
  int isolated = -1;  ///< only this line at full strength; -1: all
};

struct DrawnSeries {
  QImage image;        ///< transparent but for the lines, in device pixels
  quint64 points = 0;  ///< of all lines, after thinning
};

DrawnSeries drawSeries(const SeriesDrawing& drawing);

}  // namespace vigie::console
