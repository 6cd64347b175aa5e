// A dashboard variable (Grafana's templating.list) as plain data: where its values come from and which are chosen.
#pragma once

#include "console/dashboard/ad_hoc_filter.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <vector>

namespace vigie::console {

/// The value that stands for all of them.
inline const QString kAllValue = QStringLiteral("$__all");

enum class VariableKind { kQuery, kCustom, kConstant, kInterval, kTextBox, kDatasource, kAdHoc, kUnknown };
/// How much of a variable the bar shows.
enum class VariableHide { kNothing, kLabel, kVariable };

struct VariableOption {
  QString text;
  QString value;
  friend bool operator==(const VariableOption&, const VariableOption&) = default;
};

/// What a repeated panel's own variable is, by name.
using ScopedValues = std::map<QString, VariableOption>;

struct Variable {
  QString name;
  QString label;  ///< empty: the name
  QString description;
  VariableKind kind = VariableKind::kUnknown;
  QString kindName;  ///< as written
  QString query;     ///< of a query, list of a custom or interval variable, value of a constant, text of a textbox
  QString regex;
  int sort = 0;  ///< 0 as answered; 1, 2 alphabetical; 3, 4 numerical; 5, 6 without case; 7, 8 natural; even: reversed
  bool followsTime = false;  ///< asked again when the time range changes (Grafana's refresh 2)
  bool multi = false;
  bool includeAll = false;
  QString allValue;  ///< put in for All as it is; empty: all values
  VariableHide hide = VariableHide::kNothing;
  QString datasourceType;
  // Interval variables.
  bool automatic = false;  ///< offers "auto"
  int autoCount = 30;
  QString autoMin = QStringLiteral("10s");
  // Ad-hoc filters.
  std::vector<AdHocFilter> baseFilters;  ///< the dashboard's own: always there, not to be changed
  std::vector<AdHocFilter> filters;

  std::vector<VariableOption> options;  ///< as saved, or of the kind itself; without All
  QStringList chosen;                   ///< values; {kAllValue} for All; empty: nothing saved
  QStringList chosenTexts;
  QJsonObject json;

  [[nodiscard]] bool offers(const QString& value) const;
  /// What an option is called; the value itself when it is none.
  [[nodiscard]] QString textOf(const QString& value) const;
  [[nodiscard]] bool isAllChosen() const { return chosen.contains(kAllValue); }
};

/// The value of an interval variable's "auto".
QString autoIntervalValue(const QString& name);

/// Never fails; a variable of an unknown kind keeps its name and its saved value.
Variable readVariable(const QJsonObject& object);

/// The options of a custom variable: "a, b\, c, text : value".
std::vector<VariableOption> customOptions(const QString& query);
/// The options of an interval variable: "1m,10m,'6h'". The automatic one is not among them.
std::vector<VariableOption> intervalOptions(const QString& query);

}  // namespace vigie::console
