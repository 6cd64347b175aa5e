// Colours along the height of a plot: the gradients of Grafana's `gradientMode`, and the pen of a line. Pure.
// Source: Grafana's public/app/core/components/TimeSeries (getOpacityGradientFn, getHueGradientFn, getScaleGradientFn).
#pragma once

#include "console/panels/chart_model.h"
#include "console/panels/plot_scale.h"

#include <QBrush>
#include <QPen>
#include <QString>

#include <utility>
#include <vector>

namespace vigie::console {

/// Grafana's word for it.
LineGradient gradientOf(const QString& mode);

/// The colours of a field's thresholds, or of its continuous scheme over `range` where min and max are not set; nothing
/// for a field of one colour.
std::vector<ColourStop> colourStops(const FieldOptions& field, std::pair<double, double> range,
                                    const ThemeTokens& tokens);

/// What fills the area or the bars of a line, `opacity` strong where it is strongest.
QBrush areaBrush(const ChartLine& line, const PlotScale& plot, double opacity);

/// A pen a whole number of device pixels wide; its colour follows the height where the line's does.
QPen linePen(const ChartLine& line, const PlotScale& plot, double ratio);

}  // namespace vigie::console
