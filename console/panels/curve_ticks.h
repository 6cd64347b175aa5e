// Ticks and labels of an axis of values, straight or not. Pure.
#pragma once

#include "console/panels/axis_ticks.h"
#include "console/panels/chart_model.h"

#include <QStringList>

namespace vigie::console {

/// About `count` of them. Ends and ticks are places of the axis' curve.
ValueTicks ticksOf(const ChartAxis& axis, int count);

/// What they say; nothing, one for each, where the axis is hidden.
QStringList labelsOf(const ChartAxis& axis, const ValueTicks& ticks);

}  // namespace vigie::console
