#include "console/dashboard/field_options.h"

#include "console/dashboard/impl/field_setters.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/reduce.h"

#include <QRegularExpression>

namespace vigie::console {

using impl::applyProperty;
using jsonread::arrayAt;
using jsonread::at;
using jsonread::objectAt;
using jsonread::textAt;

QString regexPattern(const QString& text) {
  static const QRegularExpression kSlashed(QStringLiteral(R"(^/(.*)/([a-z]*)$)"),
                                           QRegularExpression::DotMatchesEverythingOption);
  const QRegularExpressionMatch match = kSlashed.match(text);
  if (!match.hasMatch()) {
    const bool slashed = text.isEmpty() || text.startsWith(QLatin1Char('/'));
    return slashed ? text : QLatin1Char('^') + text + QLatin1Char('$');
  }
  QString flags;
  for (const QChar flag : match.captured(2)) {
    if (QStringLiteral("ims").contains(flag)) flags += flag;
  }
  return flags.isEmpty() ? match.captured(1) : QStringLiteral("(?%1)%2").arg(flags, match.captured(1));
}

FieldOptions readFieldOptions(const QJsonObject& defaults) {
  FieldOptions field;
  for (auto it = defaults.begin(); it != defaults.end(); ++it) {
    if (it.key() != QLatin1String("custom")) applyProperty(it.key(), it.value(), field);
  }
  const QJsonObject custom = objectAt(defaults, "custom");
  for (auto it = custom.begin(); it != custom.end(); ++it) {
    applyProperty(QStringLiteral("custom.") + it.key(), it.value(), field);
  }
  return field;
}

std::vector<FieldOverride> readOverrides(const QJsonArray& array) {
  std::vector<FieldOverride> overrides;
  for (const QJsonValue& item : array) {
    const QJsonObject object = item.toObject();
    FieldOverride next;
    next.matcher = textAt(objectAt(object, "matcher"), "id");
    next.argument = at(objectAt(object, "matcher"), "options");
    for (const QJsonValue& property : arrayAt(object, "properties")) {
      next.properties.emplace_back(textAt(property.toObject(), "id"), at(property.toObject(), "value"));
    }
    overrides.push_back(std::move(next));
  }
  return overrides;
}

namespace {

/// {"reducer": "max", "op": "gte", "value": 0}
bool matchesValue(const QJsonObject& rule, const std::vector<double>& numbers) {
  const QString calc = textAt(rule, "reducer");
  const auto left = reduce(numbers, calc);
  if (calc == QLatin1String("allIsZero") || calc == QLatin1String("allIsNull")) return left == 1.0;
  const auto right = jsonread::numberOf(at(rule, "value"));
  if (!left || !right) return false;
  const QString op = textAt(rule, "op");
  if (op == QLatin1String("eq")) return *left == *right;
  if (op == QLatin1String("neq")) return *left != *right;
  if (op == QLatin1String("gt")) return *left > *right;
  if (op == QLatin1String("gte")) return *left >= *right;
  if (op == QLatin1String("lt")) return *left < *right;
  return op == QLatin1String("lte") && *left <= *right;
}

}  // namespace

bool matches(const FieldOverride& rule, const FieldIdentity& field) {
  if (rule.matcher == QLatin1String("byName")) return rule.argument.toString() == field.name;
  if (rule.matcher == QLatin1String("byFrameRefID")) return rule.argument.toString() == field.refId;
  if (rule.matcher == QLatin1String("byType")) return rule.argument.toString() == field.type;
  if (rule.matcher == QLatin1String("numeric")) return field.type == QLatin1String("number");
  if (rule.matcher == QLatin1String("byValue"))
    return field.numbers && matchesValue(rule.argument.toObject(), *field.numbers);
  if (rule.matcher == QLatin1String("byNames")) {
    const QJsonObject options = rule.argument.toObject();
    const bool named = jsonread::textsOf(at(options, "names")).contains(field.name);
    return textAt(options, "mode") == QLatin1String("exclude") ? !named : named;
  }
  if (rule.matcher != QLatin1String("byRegexp")) return false;
  const QRegularExpression regex(regexPattern(rule.argument.toString()));
  return regex.isValid() && regex.match(field.name).hasMatch();
}

FieldOptions withConfig(FieldOptions options, const std::vector<std::pair<QString, QJsonValue>>& config) {
  for (const auto& [id, value] : config) applyProperty(id, value, options);
  return options;
}

FieldOptions withOverrides(FieldOptions field, const std::vector<FieldOverride>& overrides,
                           const FieldIdentity& identity) {
  for (const FieldOverride& rule : overrides) {
    if (!matches(rule, identity)) continue;
    for (const auto& [id, value] : rule.properties) applyProperty(id, value, field);
  }
  return field;
}

}  // namespace vigie::console
