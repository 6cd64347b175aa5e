#include "console/panels/grafana_colour.h"

#include "console/app/theme.h"

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
  if (name.endsWith(QLatin1String("green"))) return tokens.good;
  if (name.endsWith(QLatin1String("yellow")) || name.endsWith(QLatin1String("orange"))) return tokens.warning;
  if (name.endsWith(QLatin1String("red"))) return tokens.critical;
  if (name.endsWith(QLatin1String("blue"))) return tokens.accent;
  if (name.endsWith(QLatin1String("purple"))) return Theme::series(5).colour;
  return QColor(name);
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
