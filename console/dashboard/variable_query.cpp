#include "console/dashboard/variable_query.h"

#include "console/dashboard/field_options.h"

#include <QCollator>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

/// The first run of digits; -1 without one.
double firstNumber(const QString& text) {
  static const QRegularExpression kDigits(QStringLiteral(R"(\d+)"));
  const QRegularExpressionMatch match = kDigits.match(text);
  return match.hasMatch() ? match.captured().toDouble() : -1;
}

using Less = bool (*)(const VariableOption&, const VariableOption&);

Less lessFor(int sort) {
  switch ((sort + 1) / 2) {
    case 1:
      return [](const VariableOption& a, const VariableOption& b) { return a.text < b.text; };
    case 2:
      return [](const VariableOption& a, const VariableOption& b) { return firstNumber(a.text) < firstNumber(b.text); };
    case 3:
      return [](const VariableOption& a, const VariableOption& b) { return a.text.toLower() < b.text.toLower(); };
    default:
      return [](const VariableOption& a, const VariableOption& b) {
        QCollator natural(QLocale::c());
        natural.setNumericMode(true);
        return natural.compare(a.text, b.text) < 0;
      };
  }
}

/// Nothing where the expression does not match.
std::optional<VariableOption> cut(const QString& text, const QRegularExpression& regex) {
  const QRegularExpressionMatch match = regex.match(text);
  if (!match.hasMatch()) return std::nullopt;
  const QString namedText = match.captured(QStringLiteral("text"));
  const QString namedValue = match.captured(QStringLiteral("value"));
  if (!namedText.isEmpty() || !namedValue.isEmpty()) {
    return VariableOption{namedText.isEmpty() ? namedValue : namedText, namedValue.isEmpty() ? namedText : namedValue};
  }
  if (regex.captureCount() == 0) return VariableOption{text, text};
  const QString first = match.captured(1);
  return VariableOption{first, first};
}

}  // namespace

VariableQuery readVariableQuery(const QString& written) {
  using Kind = VariableQuery::Kind;
  static const QRegularExpression kLabelNames(QStringLiteral(R"(^label_names\(\)\s*$)"));
  static const QRegularExpression kLabelNamesOf(QStringLiteral(R"(^label_names\((.+)\)\s*$)"));
  static const QRegularExpression kLabelValues(
      QStringLiteral(R"(^label_values\((?:(.+),\s*)?([a-zA-Z_$][a-zA-Z0-9_]*)\s*\)\s*$)"),
      QRegularExpression::DotMatchesEverythingOption);
  static const QRegularExpression kMetrics(QStringLiteral(R"(^metrics\((.+)\)\s*$)"));
  static const QRegularExpression kQueryResult(QStringLiteral(R"(^query_result\((.+)\)\s*$)"),
                                               QRegularExpression::DotMatchesEverythingOption);
  const QString query = written.trimmed();
  if (kLabelNames.match(query).hasMatch()) return {Kind::kLabelNames, {}, {}};
  if (const auto m = kLabelNamesOf.match(query); m.hasMatch()) {
    return {Kind::kLabelNames, {}, QStringLiteral("{__name__=~\".*%1.*\"}").arg(m.captured(1))};
  }
  if (const auto m = kLabelValues.match(query); m.hasMatch()) {
    QString match = m.captured(1).trimmed();
    // A blank filter is none.
    if (QString(match).remove(QLatin1Char(' ')) == QLatin1String("{}")) match.clear();
    return {Kind::kLabelValues, m.captured(2), match};
  }
  if (const auto m = kMetrics.match(query); m.hasMatch()) return {Kind::kMetrics, {}, m.captured(1)};
  if (const auto m = kQueryResult.match(query); m.hasMatch()) return {Kind::kQueryResult, {}, m.captured(1)};
  if (query.isEmpty() || query == QLatin1String("label_values()") || query == QLatin1String("metrics()") ||
      query == QLatin1String("query_result()")) {
    return {};
  }
  return {Kind::kSeries, {}, query};
}

QStringList queryResultTexts(const Frame& frame) {
  QStringList texts;
  for (const Series& series : frame.series) {
    if (series.values.empty()) continue;
    texts.append(QStringLiteral("%1 %2 %3")
                     .arg(seriesText(series.labels),
                          QString::number(series.values.back(), 'f', QLocale::FloatingPointShortest),
                          QString::number(series.timesMs.back())));
  }
  return texts;
}

std::vector<VariableOption> optionsFrom(const QStringList& answered, const QString& regex, int sort) {
  const QRegularExpression pattern(regexPattern(regex));
  const bool filters = !regex.isEmpty() && pattern.isValid();
  std::vector<VariableOption> options;
  QSet<QString> seen;
  for (const QString& text : answered) {
    const std::optional<VariableOption> option = filters ? cut(text, pattern) : VariableOption{text, text};
    if (!option || seen.contains(option->value)) continue;
    seen.insert(option->value);
    options.push_back(*option);
  }
  if (sort <= 0) return options;
  std::stable_sort(options.begin(), options.end(), lessFor(sort));
  if (sort % 2 == 0) std::reverse(options.begin(), options.end());
  return options;
}

}  // namespace vigie::console
