// Ticks and labels of the left axis of a chart, straight or not. Pure.
#pragma once

#include "console/panels/axis_ticks.h"
#include "console/panels/chart_model.h"

#include <QStringList>

namespace vigie::console {

/// About `count` of them. Ends and ticks are places of the model's curve.
ValueTicks leftTicks(const ChartModel& model, int count);

/// What they say; nothing, one for each, where the axis is hidden.
QStringList leftLabels(const ChartModel& model, const ValueTicks& ticks);

}  // namespace vigie::console
