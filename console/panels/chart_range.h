// How far a value axis of a chart reaches. Pure.
#pragma once

#include "console/panels/chart_model.h"

namespace vigie::console {

/// Sets the ends of an axis of `model` from its lines and thresholds (which are at the left) and from what `field` says
/// of it: min and max, soft ones, zero in the middle, a logarithm.
void settleRange(const FieldOptions& field, bool right, ChartModel& model);

}  // namespace vigie::console
