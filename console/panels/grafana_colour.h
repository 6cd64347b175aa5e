// Grafana's colour names in our tokens: green, orange and red are states, hex is taken as it is.
#pragma once

#include "console/dashboard/dashboard.h"

#include <QColor>
#include <QString>

#include <optional>
#include <utility>

namespace vigie::console {

struct ThemeTokens;

/// "green", "semi-dark-red", "#1f60c4", "rgb(…)", "transparent", "text". An invalid QColor for an unknown name.
QColor grafanaColour(const QString& name, const ThemeTokens& tokens);

/// The colour of the threshold step `value` falls in; invalid without steps. `min` and `max` resolve percentages.
QColor thresholdColour(const FieldOptions& field, double value, const ThemeTokens& tokens);

/// The colour of one value by the field's own rules: fixed, by threshold, by a continuous scheme over `range` (where
/// min and max are not set), or the `index`th of the palette.
QColor valueColour(const FieldOptions& field, std::optional<double> value, int index, std::pair<double, double> range,
                   const ThemeTokens& tokens);

/// The state colours of the light theme are dark enough for text; an area of them is brighter. Others stay.
QColor areaColour(const QColor& colour, const ThemeTokens& tokens);

/// Black or white, whichever reads better on an opaque colour.
QColor readableOn(const QColor& background);

/// A percentage threshold as a value.
double thresholdValue(const FieldOptions& field, const ThresholdStep& step);

}  // namespace vigie::console
