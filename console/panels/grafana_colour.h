// Grafana's colour names in our tokens: green, orange and red are states, hex is taken as it is.
#pragma once

#include "console/dashboard/dashboard.h"

#include <QColor>
#include <QString>

namespace vigie::console {

struct ThemeTokens;

/// "green", "semi-dark-red", "#1f60c4", "rgb(…)", "transparent", "text". An invalid QColor for an unknown name.
QColor grafanaColour(const QString& name, const ThemeTokens& tokens);

/// The colour of the threshold step `value` falls in; invalid without steps. `min` and `max` resolve percentages.
QColor thresholdColour(const FieldOptions& field, double value, const ThemeTokens& tokens);

/// A percentage threshold as a value.
double thresholdValue(const FieldOptions& field, const ThresholdStep& step);

}  // namespace vigie::console
