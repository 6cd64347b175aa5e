// What the variables of a set are at the moment; how they get there is in variable_set.cpp.
#include "console/dashboard/interval.h"
#include "console/dashboard/variable_set.h"

#include <algorithm>

namespace vigie::console {
namespace {

/// $__interval of an interval variable's "auto".
QString autoInterval(const Variable& variable, const TimeWindow& window) {
  const qint64 rounded = roundInterval(window.lengthMs() / variable.autoCount);
  return formatInterval(std::max(rounded, parseDuration(variable.autoMin).value_or(1)));
}

VariableValue plainValue(const QString& name, const QString& value) {
  return {name, {value}, false, false, false, false, value};
}

/// What filters are where an expression names them. Source: AdHocFiltersVariable.getValue() in grafana/scenes.
QString matchersOf(const Variable& adHoc) {
  QStringList matchers;
  for (const auto* list : {&adHoc.baseFilters, &adHoc.filters}) {
    for (const AdHocFilter& filter : *list) {
      if (isCompleteFilter(filter) && isPrometheusOperator(filter.op)) matchers.append(filterMatcher(filter));
    }
  }
  return matchers.join(QLatin1Char(','));
}

}  // namespace

std::optional<VariableValue> VariableSet::value(const QString& name, const ScopedValues& scoped) const {
  const Variable* variable = find(name);
  if (const auto own = scoped.find(name); own != scoped.end()) {
    VariableValue value = plainValue(name, own->second.value);
    value.text = own->second.text;
    value.escapesRegex = variable && (variable->multi || variable->includeAll);
    return value;
  }
  if (name == QLatin1String("__from")) return plainValue(name, QString::number(window_.fromMs));
  if (name == QLatin1String("__to")) return plainValue(name, QString::number(window_.toMs));
  if (name == QLatin1String("__url_time_range")) {
    return plainValue(name, QStringLiteral("from=%1&to=%2").arg(window_.fromMs).arg(window_.toMs));
  }
  if (!variable) return std::nullopt;
  if (variable->kind == VariableKind::kAdHoc) return plainValue(name, matchersOf(*variable));

  VariableValue value;
  value.name = name;
  value.isList = variable->multi;
  value.escapesRegex = variable->multi || variable->includeAll;
  if (variable->isAllChosen()) {
    value.isAll = true;
    value.isList = true;
    // Grafana's word, in every language: it is part of titles and links.
    value.text = QStringLiteral("All");
    value.isVerbatim = !variable->allValue.isEmpty();
    if (value.isVerbatim) {
      value.values = {interpolate(
          variable->allValue,
          [this, &name](const QString& other) { return other == name ? std::nullopt : this->value(other); },
          kDefaultFormat)};
    } else {
      for (const VariableOption& option : variable->options) value.values.append(option.value);
    }
    return value;
  }
  QStringList texts;
  for (const QString& chosen : variable->chosen) {
    const bool isAuto = variable->kind == VariableKind::kInterval &&
                        (chosen == autoIntervalValue(name) || chosen == QLatin1String("$__auto"));
    value.values.append(isAuto ? autoInterval(*variable, window_) : chosen);
    texts.append(variable->textOf(chosen));
  }
  // Nothing to choose from is an empty text, as Grafana's "None".
  if (value.values.isEmpty()) value.values = {QString()};
  value.text = texts.join(QStringLiteral(" + "));
  return value;
}

VariableLookup VariableSet::lookup(const ScopedValues& scoped) const {
  return [this, scoped](const QString& name) { return value(name, scoped); };
}

std::vector<VariableOption> VariableSet::chosenOptions(const QString& name) const {
  const Variable* variable = find(name);
  if (!variable) return {};
  if (variable->isAllChosen()) return variable->options;
  std::vector<VariableOption> options;
  for (const QString& chosen : variable->chosen) options.push_back({variable->textOf(chosen), chosen});
  return options;
}

std::vector<std::pair<QString, QString>> VariableSet::urlState() const {
  std::vector<std::pair<QString, QString>> state;
  for (const Variable& variable : variables_) {
    if (variable.kind == VariableKind::kConstant || variable.kind == VariableKind::kDatasource) continue;
    for (const QString& value : variable.chosen) state.emplace_back(variable.name, value);
    // None is said too: the dashboard's saved ones would come back.
    if (variable.kind == VariableKind::kAdHoc && variable.filters.empty()) state.emplace_back(variable.name, QString());
    for (const AdHocFilter& filter : variable.filters) {
      state.emplace_back(variable.name, filterInLink(filter));
    }
  }
  return state;
}

std::vector<AdHocFilter> VariableSet::filters() const {
  std::vector<AdHocFilter> all;
  for (const Variable& variable : variables_) {
    if (variable.kind != VariableKind::kAdHoc) continue;
    for (const auto* list : {&variable.baseFilters, &variable.filters}) {
      for (const AdHocFilter& filter : *list) {
        if (isCompleteFilter(filter)) all.push_back(filter);
      }
    }
  }
  return all;
}

}  // namespace vigie::console
