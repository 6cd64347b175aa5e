#include "console/dashboard/value_text.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

bool maps(const ValueMapping& mapping, std::optional<double> value) {
  if (!value) return mapping.matchesNull;
  if (std::isnan(*value)) return mapping.matchesNan || mapping.matchesNull;
  if (mapping.value) return *mapping.value == *value;
  // A regular expression is for texts only, as in Grafana's valueMappings.ts.
  return mapping.from && mapping.to && *value >= *mapping.from && *value <= *mapping.to;
}

/// The first that is about `value`, null: none is.
const ValueMapping* mappingOf(const std::vector<ValueMapping>& mappings, std::optional<double> value) {
  const auto found = std::find_if(mappings.begin(), mappings.end(),
                                  [&value](const ValueMapping& mapping) { return maps(mapping, value); });
  return found == mappings.end() ? nullptr : &*found;
}

bool mapsText(const ValueMapping& mapping, const QString& text) {
  if (text.isEmpty()) return mapping.matchesEmpty || (text.isNull() && mapping.matchesNull);
  if (mapping.literal) return *mapping.literal == text;
  if (mapping.value) return text == QString::number(*mapping.value, 'g', 15);
  if (mapping.from && mapping.to) {
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber && number >= *mapping.from && number <= *mapping.to;
  }
  return !mapping.pattern.isEmpty() && QRegularExpression(mapping.pattern).match(text).hasMatch();
}

/// A regular expression replaces what it matches, and may use its groups.
QString mappedText(const ValueMapping& mapping, const QString& text) {
  if (mapping.pattern.isEmpty()) return mapping.text;
  const QRegularExpressionMatch match = QRegularExpression(mapping.pattern).match(text);
  QString result = mapping.text;
  for (int group = match.lastCapturedIndex(); group > 0; --group) {
    result.replace(QStringLiteral("$%1").arg(group), match.captured(group));
  }
  return text.left(match.capturedStart()) + result + text.mid(match.capturedEnd());
}

}  // namespace

ShownValue shownValue(const FieldOptions& field, std::optional<double> value) {
  ShownValue shown;
  if (value && !std::isnan(*value)) {
    shown.text = UnitFormat(field.unit, field.decimals).format(*value);
  } else {
    shown.text = {field.noValue.isEmpty() ? QStringLiteral("–") : field.noValue, {}, {}};
  }
  if (const ValueMapping* mapping = mappingOf(field.mappings, value)) {
    if (!mapping->text.isEmpty()) shown.text = {mapping->text, {}, {}};
    shown.colour = mapping->colour;
  }
  return shown;
}

ShownValue shownText(const FieldOptions& field, const QString& text) {
  ShownValue shown{{text, {}, {}}, {}};
  if (text.isNull() && !field.noValue.isEmpty()) shown.text.number = field.noValue;
  for (const ValueMapping& mapping : field.mappings) {
    if (!mapsText(mapping, text)) continue;
    if (!mapping.text.isEmpty()) shown.text.number = mappedText(mapping, text);
    shown.colour = mapping.colour;
    break;
  }
  return shown;
}

std::optional<QString> mappedWord(const std::vector<ValueMapping>& mappings, std::optional<double> value) {
  const ValueMapping* mapping = mappingOf(mappings, value);
  // A mapping may only colour.
  return mapping == nullptr || mapping->text.isEmpty() ? std::nullopt : std::optional(mapping->text);
}

QString mappedColour(const std::vector<ValueMapping>& mappings, std::optional<double> value) {
  const ValueMapping* mapping = mappingOf(mappings, value);
  return mapping == nullptr ? QString() : mapping->colour;
}

double shareOf(const FieldOptions& field, double value, double low, double high) {
  const double bottom = field.min.value_or(low);
  const double top = field.max.value_or(high);
  if (!(top > bottom) || std::isnan(value)) return 0;
  return std::clamp((value - bottom) / (top - bottom), 0.0, 1.0);
}

}  // namespace vigie::console
