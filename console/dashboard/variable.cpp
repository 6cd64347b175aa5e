#include "console/dashboard/variable.h"

#include "console/dashboard/json_read.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace vigie::console {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::objectAt;
using jsonread::textAt;

VariableKind kindOf(const QString& word) {
  static const QHash<QString, VariableKind> kKinds = {
      {QStringLiteral("query"), VariableKind::kQuery},       {QStringLiteral("custom"), VariableKind::kCustom},
      {QStringLiteral("constant"), VariableKind::kConstant}, {QStringLiteral("interval"), VariableKind::kInterval},
      {QStringLiteral("textbox"), VariableKind::kTextBox},   {QStringLiteral("datasource"), VariableKind::kDatasource},
      {QStringLiteral("adhoc"), VariableKind::kAdHoc}};
  return kKinds.value(word, VariableKind::kUnknown);
}

/// "value" of `current` and of options: a string, a number or a list of them.
QStringList valuesOf(const QJsonValue& value) {
  QStringList values;
  if (value.isArray()) {
    for (const QJsonValue& item : value.toArray()) values.append(item.toVariant().toString());
  } else if (!value.isNull() && !value.isUndefined() && !value.isObject()) {
    values.append(value.toVariant().toString());
  }
  return values;
}

/// Query variables of Prometheus are a string, or an object with the string in "query".
QString queryOf(const QJsonObject& object) {
  const QJsonValue query = at(object, "query");
  const QString text = query.isObject() ? textAt(query.toObject(), "query") : query.toVariant().toString();
  return text.isEmpty() ? textAt(object, "definition") : text;
}

void readOptions(const QJsonObject& object, Variable& variable) {
  switch (variable.kind) {
    case VariableKind::kCustom:
      variable.options = customOptions(variable.query);
      break;
    case VariableKind::kInterval:
      variable.options = intervalOptions(variable.query);
      break;
    case VariableKind::kConstant:
    case VariableKind::kTextBox:
      variable.options = {{variable.query, variable.query}};
      break;
    default:
      for (const QJsonValue& item : arrayAt(object, "options")) {
        const QJsonObject option = item.toObject();
        const QString value = at(option, "value").toVariant().toString();
        if (value != kAllValue) variable.options.push_back({at(option, "text").toVariant().toString(), value});
      }
      break;
  }
}

std::vector<AdHocFilter> filtersAt(const QJsonObject& object, const char* list) {
  std::vector<AdHocFilter> filters;
  for (const QJsonValue& item : arrayAt(object, list)) {
    const QJsonObject filter = item.toObject();
    const AdHocFilter next{textAt(filter, "key"), textAt(filter, "operator", QStringLiteral("=")),
                           textAt(filter, "value"), jsonread::textsOf(at(filter, "values"))};
    if (!next.key.isEmpty()) filters.push_back(next);
  }
  return filters;
}

}  // namespace

bool Variable::offers(const QString& value) const {
  return std::any_of(options.begin(), options.end(),
                     [&value](const VariableOption& option) { return option.value == value; });
}

QString Variable::textOf(const QString& value) const {
  for (const VariableOption& option : options) {
    if (option.value == value) return option.text;
  }
  return value;
}

QString autoIntervalValue(const QString& name) { return QStringLiteral("$__auto_interval_") + name; }

std::vector<VariableOption> customOptions(const QString& query) {
  static const QRegularExpression kItem(QStringLiteral(R"((?:\\,|[^,])+)"));
  static const QRegularExpression kNamed(QStringLiteral(R"(^\s*(.+)\s:\s(.+)$)"));
  std::vector<VariableOption> options;
  for (auto it = kItem.globalMatch(query); it.hasNext();) {
    QString text = it.next().captured();
    text.replace(QStringLiteral("\\,"), QStringLiteral(","));
    text = text.trimmed();
    const QRegularExpressionMatch named = kNamed.match(text);
    if (named.hasMatch()) {
      options.push_back({named.captured(1).trimmed(), named.captured(2).trimmed()});
    } else {
      options.push_back({text, text});
    }
  }
  return options;
}

std::vector<VariableOption> intervalOptions(const QString& query) {
  static const QRegularExpression kItem(QStringLiteral(R"((["'])(.*?)\1|\w+)"));
  std::vector<VariableOption> options;
  for (auto it = kItem.globalMatch(query); it.hasNext();) {
    const QRegularExpressionMatch match = it.next();
    const QString text = match.captured(2).isEmpty() ? match.captured() : match.captured(2);
    options.push_back({text.trimmed(), text.trimmed()});
  }
  return options;
}

Variable readVariable(const QJsonObject& object) {
  Variable v;
  v.json = object;
  v.name = textAt(object, "name");
  v.label = textAt(object, "label");
  v.description = textAt(object, "description");
  v.kindName = textAt(object, "type");
  v.kind = kindOf(v.kindName);
  v.query = queryOf(object);
  v.regex = textAt(object, "regex");
  v.sort = std::clamp(intOf(at(object, "sort")).value_or(0), 0, 8);
  v.followsTime = intOf(at(object, "refresh")) == 2;
  v.multi = boolOf(at(object, "multi"), false);
  v.includeAll = boolOf(at(object, "includeAll"), false);
  v.allValue = textAt(object, "allValue");
  v.hide = static_cast<VariableHide>(std::clamp(intOf(at(object, "hide")).value_or(0), 0, 2));
  v.datasourceType = textAt(objectAt(object, "datasource"), "type");
  v.automatic = boolOf(at(object, "auto"), false);
  v.autoCount = std::clamp(intOf(at(object, "auto_count")).value_or(30), 1, 10'000);
  v.autoMin = textAt(object, "auto_min", v.autoMin);
  readOptions(object, v);
  v.baseFilters = filtersAt(object, "baseFilters");
  v.filters = filtersAt(object, "filters");

  const QJsonObject current = objectAt(object, "current");
  v.chosen = valuesOf(at(current, "value"));
  v.chosenTexts = valuesOf(at(current, "text"));
  // Nothing, as generators write it, and "all" of Grafana before 5.
  if (v.chosen == QStringList{QString()}) v.chosen.clear();
  if (v.includeAll && v.chosen.isEmpty() && v.chosenTexts == QStringList{QStringLiteral("All")}) v.chosen = {kAllValue};
  if (v.kind == VariableKind::kConstant) v.chosen = {v.query};
  if (v.kind == VariableKind::kTextBox && v.chosen.isEmpty()) v.chosen = {v.query};
  return v;
}

}  // namespace vigie::console
