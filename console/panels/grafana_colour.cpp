#include "console/panels/grafana_colour.h"

#include "console/app/theme.h"
#include "console/dashboard/value_text.h"
#include "console/panels/colour_scheme.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vigie::console {

QColor grafanaColour(const QString& name, const ThemeTokens& tokens) {
  if (name.isEmpty()) return {};
  if (name == QLatin1String("transparent")) return Qt::transparent;
  if (name == QLatin1String("text")) return tokens.text;
  // The web writes the opacity last, Qt first.
  if (name.startsWith(QLatin1Char('#')) && name.size() == 9)
    return QColor(QLatin1Char('#') + name.mid(7) + name.mid(1, 6));
  if (name.startsWith(QLatin1Char('#'))) return QColor(name);
  if (name.startsWith(QLatin1String("rgb"))) {
    QStringList parts = name.mid(name.indexOf(QLatin1Char('(')) + 1).chopped(1).split(QLatin1Char(','));
    if (parts.size() < 3) return {};
    QColor colour(parts[0].trimmed().toInt(), parts[1].trimmed().toInt(), parts[2].trimmed().toInt());
    if (parts.size() > 3 && colour.isValid()) colour.setAlphaF(std::clamp(parts[3].trimmed().toFloat(), 0.0F, 1.0F));
    return colour;
  }
  // "semi-dark-red" is red, a little darker: the shades Grafana names.
  const QString hue = name.section(QLatin1Char('-'), -1);
  QColor colour;
  if (hue == QLatin1String("green")) colour = tokens.good;
  if (hue == QLatin1String("yellow")) colour = blend(tokens.warning, QColor(0xfa, 0xde, 0x2a), 0.45);
  if (hue == QLatin1String("orange")) colour = tokens.warning;
  if (hue == QLatin1String("red")) colour = tokens.critical;
  if (hue == QLatin1String("blue")) colour = tokens.accent;
  if (hue == QLatin1String("purple")) colour = Theme::series(5).colour;
  if (!colour.isValid()) return QColor(name);
  if (name.startsWith(QLatin1String("super-light-"))) return blend(colour, Qt::white, 0.45);
  if (name.startsWith(QLatin1String("semi-dark-"))) return blend(colour, Qt::black, 0.12);
  if (name.startsWith(QLatin1String("light-"))) return blend(colour, Qt::white, 0.25);
  if (name.startsWith(QLatin1String("dark-"))) return blend(colour, Qt::black, 0.25);
  return colour;
}

namespace {

/// The nth of a family of one colour: lighter and darker by turns, ever farther from it.
QColor shadeOf(const QColor& colour, int index) {
  if (index <= 0 || !colour.isValid()) return colour;
  const double share = std::min(0.6, 0.16 * ((index + 1) / 2));
  return blend(colour, index % 2 == 1 ? QColor(Qt::white) : QColor(Qt::black), share);
}

}  // namespace

QColor valueColour(const FieldOptions& field, std::optional<double> value, int index, std::pair<double, double> range,
                   const ThemeTokens& tokens) {
  QColor colour;
  if (field.colourMode == QLatin1String("fixed")) {
    colour = grafanaColour(field.fixedColour, tokens);
  } else if (field.colourMode == QLatin1String("shades")) {
    colour = shadeOf(grafanaColour(field.fixedColour, tokens), index);
  } else if (field.colourMode.startsWith(QLatin1String("palette"))) {
    colour = Theme::series(index).colour;
  } else if (field.colourMode.startsWith(QLatin1String("continuous"))) {
    if (value) colour = schemeColour(field.colourMode, shareOf(field, *value, range.first, range.second), tokens);
  } else {
    // Nothing has the colour below all thresholds.
    colour = thresholdColour(field, value.value_or(-std::numeric_limits<double>::infinity()), tokens);
  }
  return colour.isValid() ? colour : tokens.accent;
}

QColor areaColour(const QColor& colour, const ThemeTokens& tokens) {
  if (tokens.dark) return colour;
  if (colour == tokens.warning) return {0xf0, 0x94, 0x2c};
  if (colour == tokens.good) return {0x35, 0xa9, 0x7c};
  if (colour == tokens.critical) return {0xe0, 0x4f, 0x4a};
  return colour;
}

QColor readableOn(const QColor& background) {
  return contrastRatio(background, Qt::black) >= contrastRatio(background, Qt::white) ? QColor(0x10, 0x14, 0x1a)
                                                                                      : QColor(Qt::white);
}

double thresholdValue(const FieldOptions& field, const ThresholdStep& step) {
  if (!field.thresholds.percentage) return step.from;
  const double low = field.min.value_or(0);
  const double high = field.max.value_or(100);
  return low + (high - low) * step.from / 100.0;
}

QColor thresholdColour(const FieldOptions& field, double value, const ThemeTokens& tokens) {
  QColor colour;
  for (const ThresholdStep& step : field.thresholds.steps) {
    if (value >= thresholdValue(field, step)) colour = grafanaColour(step.colour, tokens);
  }
  return colour;
}

}  // namespace vigie::console
