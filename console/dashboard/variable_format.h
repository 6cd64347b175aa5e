// A variable's value as text: every format Grafana knows, and the one it uses inside PromQL.
// Source: Grafana's format registry (grafana/scenes, variables/interpolation/formatRegistry.ts) and its Prometheus data
// source's interpolateQueryExpr.
#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace vigie::console {

/// What a variable is at the moment.
struct VariableValue {
  QString name;
  QStringList values;
  bool isList = false;        ///< several may be chosen: a list, though it may hold one
  bool escapesRegex = false;  ///< multi-value or with All: goes into `=~`
  bool isVerbatim = false;    ///< a custom "all" value: put in as it is
  bool isAll = false;
  QString text;  ///< as the variable bar shows it
};

/// The format inside PromQL, where none is written.
inline const QString kPromQlFormat = QStringLiteral("promql");
/// In links and free text, where none is written.
inline const QString kDefaultFormat = QStringLiteral("glob");
/// In titles.
inline const QString kTextFormat = QStringLiteral("text");

/// `format` as it stands after the colon, arguments included: "csv", "date:iso", "join:;". An unknown one is as glob.
QString formatVariable(const VariableValue& value, const QString& format);

/// `\` and `'` as Grafana escapes them for a variable with one value.
QString escapeForPromQl(QString text);
/// Each of `\ $^*{}[]'+?.()|` behind two backslashes: a value inside a regular expression inside a PromQL string.
QString escapeForPromQlRegex(const QString& text);

using VariableLookup = std::function<std::optional<VariableValue>(const QString& name)>;

/// `$name`, `${name}`, `${name:format}`, `${name.field:format}`, `[[name]]`, `[[name:format]]`. What `lookup` does not
/// know stays as it is written.
QString interpolate(const QString& text, const VariableLookup& lookup, const QString& defaultFormat);

/// The names of all variables a text mentions, in order, each once.
QStringList variablesIn(const QString& text);

}  // namespace vigie::console
