// How far the value axes of a chart reach. Pure.
#pragma once

#include "console/panels/chart_model.h"

namespace vigie::console {

/// Sets the ends of both axes of `model` from its lines and thresholds and from what the dashboard says of the axis:
/// min and max, soft ones, zero in the middle, a logarithm.
void settleRanges(const FieldOptions& field, ChartModel& model);

}  // namespace vigie::console
