#include "console/panels/grafana_colour.h"

#include "console/app/theme.h"
#include "console/dashboard/value_text.h"

#include <algorithm>
#include <cmath>

namespace vigie::console {

QColor grafanaColour(const QString& name, const ThemeTokens& tokens) {
  if (name.isEmpty()) return {};
  if (name == QLatin1String("transparent")) return Qt::transparent;
  if (name == QLatin1String("text")) return tokens.text;
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

QColor schemeColour(const QString& scheme, double share, const ThemeTokens& t) {
  const QColor yellow = blend(t.warning, QColor(0xfa, 0xde, 0x2a), 0.45);
  QList<QColor> stops;
  if (scheme.startsWith(QLatin1String("continuous-"))) {
    const QString parts = scheme.mid(11);
    for (qsizetype i = 0; i + 1 < parts.size(); i += 2) {
      const QString part = parts.mid(i, 2);
      if (part == QLatin1String("Gr")) stops.append(areaColour(t.good, t));
      if (part == QLatin1String("Yl")) stops.append(yellow);
      if (part == QLatin1String("Rd")) stops.append(areaColour(t.critical, t));
      if (part == QLatin1String("Bl")) stops.append(t.accent);
      if (part == QLatin1String("Pu")) stops.append(Theme::series(5).colour);
    }
    // "continuous-blues" and its like: from faint to full.
    if (stops.size() < 2) stops = {blend(t.surface, t.accent, 0.15), t.accent};
  } else if (scheme == QLatin1String("Oranges") || scheme.isEmpty()) {
    stops = {blend(t.surface, QColor(0xfd, 0x8d, 0x3c), 0.18), QColor(0xfd, 0x8d, 0x3c), QColor(0xc4, 0x3c, 0x02)};
  } else if (scheme == QLatin1String("Reds")) {
    stops = {blend(t.surface, t.critical, 0.12), areaColour(t.critical, t)};
  } else if (scheme == QLatin1String("Greens")) {
    stops = {blend(t.surface, t.good, 0.12), areaColour(t.good, t)};
  } else if (scheme == QLatin1String("RdYlGn")) {
    stops = {areaColour(t.critical, t), yellow, areaColour(t.good, t)};
  } else if (scheme == QLatin1String("Spectral") || scheme == QLatin1String("Turbo")) {
    stops = {t.accent, t.good, yellow, t.critical};
  } else if (scheme == QLatin1String("Viridis") || scheme == QLatin1String("viridis")) {
    stops = {QColor(0x44, 0x01, 0x54), QColor(0x31, 0x68, 0x8e), QColor(0x35, 0xb7, 0x79), QColor(0xfd, 0xe7, 0x25)};
  } else {
    stops = {blend(t.surface, t.accent, 0.12), t.accent};
  }
  const double at = std::clamp(std::isnan(share) ? 0.0 : share, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
  const auto below = std::min<qsizetype>(static_cast<qsizetype>(at), stops.size() - 2);
  return blend(stops[below], stops[below + 1], at - static_cast<double>(below));
}

QColor valueColour(const FieldOptions& field, std::optional<double> value, int index, std::pair<double, double> range,
                   const ThemeTokens& tokens) {
  QColor colour;
  if (field.colourMode == QLatin1String("fixed") || field.colourMode == QLatin1String("shades")) {
    colour = grafanaColour(field.fixedColour, tokens);
  } else if (field.colourMode.startsWith(QLatin1String("palette"))) {
    colour = Theme::series(index).colour;
  } else if (field.colourMode.startsWith(QLatin1String("continuous"))) {
    if (value) colour = schemeColour(field.colourMode, shareOf(field, *value, range.first, range.second), tokens);
  } else if (value) {
    colour = thresholdColour(field, *value, tokens);
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
