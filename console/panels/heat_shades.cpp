#include "console/panels/heat_shades.h"

#include "console/app/theme.h"
#include "console/panels/colour_scheme.h"
#include "console/panels/grafana_colour.h"

#include <QString>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vigie::console {
namespace {

/// More steps than the eye tells apart are a smooth scale.
constexpr int kSmoothSteps = 64;

}  // namespace

HeatShades::HeatShades(const QJsonObject& options, double most, const ThemeTokens& tokens) {
  const QJsonObject colour = options.value(QLatin1String("color")).toObject();
  low_ = colour.value(QLatin1String("min")).toDouble(0);
  high_ = colour.value(QLatin1String("max")).toDouble(most);
  const QJsonObject filter = options.value(QLatin1String("filterValues")).toObject();
  // Grafana's own least value is a hair above zero.
  hiddenUpTo_ = filter.value(QLatin1String("le")).toDouble(1e-9);
  hiddenFrom_ = filter.value(QLatin1String("ge")).toDouble(std::numeric_limits<double>::infinity());

  const bool linear = colour.value(QLatin1String("scale")).toString() == QLatin1String("linear");
  // Grafana's exponent, 0.5 by default: faint cells stay visible beside strong ones.
  const double exponent = linear ? 1 : std::clamp(colour.value(QLatin1String("exponent")).toDouble(0.5), 0.1, 4.0);
  const int steps = std::max(2, colour.value(QLatin1String("steps")).toInt(kSmoothSteps));
  const bool reverse = colour.value(QLatin1String("reverse")).toBool(false);
  const bool byOpacity = colour.value(QLatin1String("mode")).toString() == QLatin1String("opacity");
  const QString scheme = colour.value(QLatin1String("scheme")).toString(QStringLiteral("Oranges"));
  QColor fill = grafanaColour(colour.value(QLatin1String("fill")).toString(QStringLiteral("dark-orange")), tokens);
  if (!fill.isValid()) fill = tokens.accent;
  for (int i = 0; i < kShades; ++i) {
    double share = std::pow(static_cast<double>(i) / (kShades - 1), exponent);
    if (steps < kSmoothSteps) share = std::round(share * (steps - 1)) / (steps - 1);
    if (reverse) share = 1 - share;
    shades_[static_cast<std::size_t>(i)] =
        byOpacity ? blend(tokens.surface, fill, 0.08 + 0.92 * share) : schemeColour(scheme, share, tokens);
  }
}

const QColor& HeatShades::at(double value) const {
  const double share = high_ > low_ ? std::clamp((value - low_) / (high_ - low_), 0.0, 1.0) : 1;
  return shades_[static_cast<std::size_t>(std::lround(share * (kShades - 1)))];
}

}  // namespace vigie::console
