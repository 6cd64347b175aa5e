// Which line belongs to which axis of values, and how the axes look.
// Source: Grafana's buildScaleKey() and UPlotConfigBuilder.addAxis() (packages/grafana-ui/src/components/uPlot).
#pragma once

#include "console/panels/chart_model.h"

#include <vector>

namespace vigie::console {

/// Series of another unit, other limits or another scale have an axis of their own: the first at the left, the next at
/// the right. There are two: what would need a third is at the right too. `fields` are the options of `lines`.
void placeAxes(std::vector<ChartLine>& lines, const std::vector<const FieldOptions*>& fields);

/// The options that say how each axis is: those of the first of its lines; the left one, without lines, is as the panel
/// says. Null at the right: there is none. Borrowed from what was given.
struct AxisFields {
  const FieldOptions* left = nullptr;
  const FieldOptions* right = nullptr;
};

/// Gives both axes of `model` their looks, units and scales.
AxisFields lookOfAxes(ChartModel& model, const FieldOptions& panel, const std::vector<const FieldOptions*>& fields);

}  // namespace vigie::console
