#include "console/panels/series_brush.h"

#include "console/panels/colour_scheme.h"
#include "console/panels/grafana_colour.h"

#include <QLinearGradient>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vigie::console {
namespace {

QColor withAlpha(QColor colour, double alpha) {
  colour.setAlphaF(static_cast<float>(std::clamp(alpha, 0.0, 1.0) * colour.alphaF()));
  return colour;
}

/// The hue turned by `degrees`, the lightness by `lightness` (-1 … 1).
QColor turned(const QColor& colour, int degrees, double lightness) {
  const QColor hsl = colour.toHsl();
  if (hsl.hslHue() < 0) return colour;
  const double light = std::clamp(hsl.lightnessF() + lightness, 0.05, 0.95);
  return QColor::fromHslF(static_cast<float>((hsl.hslHue() + degrees + 360) % 360) / 360.0F, hsl.hslSaturationF(),
                          static_cast<float>(light));
}

QLinearGradient uprightGradient(const PlotScale& plot) { return {QPointF(0, 0), QPointF(0, plot.size.height())}; }

/// Each stop at the height of its value; where a stop is hard, the colour before it reaches up to it.
QLinearGradient schemeGradient(const ChartLine& line, const PlotScale& plot, double opacity) {
  QLinearGradient gradient = uprightGradient(plot);
  const double height = std::max(1.0, plot.size.height());
  // Qt counts from the top; positions have to fall as values rise.
  double last = 1;
  QColor before = withAlpha(line.scheme.front().colour, opacity);
  gradient.setColorAt(1, before);
  for (const ColourStop& stop : line.scheme) {
    const double at = std::clamp(plot.y(stop.value, line.rightAxis) / height, 0.0, last);
    const QColor colour = withAlpha(stop.colour, opacity);
    constexpr double kHair = 1e-4;
    if (stop.hard) gradient.setColorAt(std::min(1.0, at + kHair), before);
    gradient.setColorAt(at, colour);
    before = colour;
    last = at;
  }
  return gradient;
}

}  // namespace

LineGradient gradientOf(const QString& mode) {
  if (mode == QLatin1String("opacity")) return LineGradient::kOpacity;
  if (mode == QLatin1String("hue")) return LineGradient::kHue;
  return mode == QLatin1String("scheme") ? LineGradient::kScheme : LineGradient::kNone;
}

std::vector<ColourStop> colourStops(const FieldOptions& field, std::pair<double, double> range,
                                    const ThemeTokens& tokens) {
  std::vector<ColourStop> stops;
  if (field.colourMode == QLatin1String("thresholds")) {
    for (const ThresholdStep& step : field.thresholds.steps) {
      const QColor colour = grafanaColour(step.colour, tokens);
      const double from = std::isfinite(step.from) ? thresholdValue(field, step) : -std::numeric_limits<double>::max();
      if (colour.isValid()) stops.push_back({from, colour, true});
    }
  } else if (field.colourMode.startsWith(QLatin1String("continuous"))) {
    constexpr int kParts = 8;
    const double low = field.min.value_or(range.first);
    const double high = field.max.value_or(range.second);
    for (int part = 0; part <= kParts; ++part) {
      const double share = static_cast<double>(part) / kParts;
      stops.push_back({low + (high - low) * share, schemeColour(field.colourMode, share, tokens), false});
    }
  }
  return stops;
}

QBrush areaBrush(const ChartLine& line, const PlotScale& plot, double opacity) {
  const QColor& colour = line.style.colour;
  QLinearGradient gradient = uprightGradient(plot);
  switch (line.gradient) {
    case LineGradient::kNone:
      return withAlpha(colour, opacity);
    case LineGradient::kOpacity:
      gradient.setColorAt(0, withAlpha(colour, opacity));
      gradient.setColorAt(1, withAlpha(colour, 0));
      return gradient;
    case LineGradient::kHue:
      gradient.setColorAt(0, withAlpha(turned(colour, 25, 0.12), opacity));
      gradient.setColorAt(1, withAlpha(turned(colour, -25, -0.12), opacity));
      return gradient;
    case LineGradient::kScheme:
      return line.scheme.empty() ? QBrush(withAlpha(colour, opacity)) : schemeGradient(line, plot, opacity);
  }
  return colour;
}

QPen linePen(const ChartLine& line, const PlotScale& plot, double ratio) {
  const bool coloured = line.gradient == LineGradient::kScheme && !line.scheme.empty();
  // Cosmetic, a whole number of device pixels: Qt's raster engine has a fast path for exactly that.
  QPen pen(coloured ? QBrush(schemeGradient(line, plot, 1)) : QBrush(line.style.colour), 1);
  pen.setCosmetic(true);
  pen.setWidthF(std::max(1.0, std::round(line.lineWidth * ratio)));
  pen.setJoinStyle(Qt::BevelJoin);
  if (!line.style.dashes.isEmpty()) {
    QList<qreal> dashes = line.style.dashes;
    // Dashes count in pen widths; a dot, which Grafana writes as 0, is one of them long.
    for (qreal& dash : dashes) dash = std::max(1.0, dash * ratio / pen.widthF());
    pen.setDashPattern(dashes);
    pen.setCapStyle(Qt::FlatCap);
  }
  return pen;
}

}  // namespace vigie::console
