#include "console/dashboard/ad_hoc_filter.h"

#include <QRegularExpression>

#include <algorithm>

namespace vigie::console {
namespace {

bool isOneOf(const AdHocFilter& filter) {
  return filter.op == QLatin1String("=|") || filter.op == QLatin1String("!=|");
}

QString inLink(QString text) {
  text.replace(QLatin1Char('|'), QLatin1String("__gfp__")).replace(QLatin1Char('#'), QLatin1String("__gfh__"));
  return text.replace(QLatin1Char(','), QLatin1String("__gfc__"));
}

QString fromLink(QString text) {
  text.replace(QLatin1String("__gfp__"), QLatin1String("|")).replace(QLatin1String("__gfh__"), QLatin1String("#"));
  return text.replace(QLatin1String("__gfc__"), QLatin1String(","));
}

/// RE2 knows no \Q…\E in Prometheus' selectors as people read them: each special character on its own.
QString regexLiteral(QString text) {
  static const QRegularExpression kSpecial(QStringLiteral(R"(([\\^$*+?.()|\[\]{}]))"));
  return text.replace(kSpecial, QStringLiteral("\\\\1"));
}

}  // namespace

const QStringList& filterOperators() {
  static const QStringList kOperators = {QStringLiteral("="),  QStringLiteral("!="), QStringLiteral("=~"),
                                         QStringLiteral("!~"), QStringLiteral("<"),  QStringLiteral(">")};
  return kOperators;
}

bool isPrometheusOperator(const QString& op) { return op != QLatin1String("<") && op != QLatin1String(">"); }

bool isCompleteFilter(const AdHocFilter& filter) {
  return !filter.key.isEmpty() && !filter.op.isEmpty() && (isOneOf(filter) ? !filter.values.isEmpty() : true);
}

QString filterMatcher(const AdHocFilter& filter) {
  QString op = filter.op;
  QString value = filter.value;
  if (isOneOf(filter)) {
    op = filter.op == QLatin1String("=|") ? QStringLiteral("=~") : QStringLiteral("!~");
    // One that was read from a file of before Grafana knew lists has the value alone.
    const QStringList values = filter.values.isEmpty() ? QStringList{filter.value} : filter.values;
    QStringList literals;
    for (const QString& one : values) literals.append(regexLiteral(one));
    value = literals.join(QLatin1Char('|'));
  }
  value.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
  return QStringLiteral("%1%2\"%3\"").arg(filter.key, op, value);
}

QString filterSelector(const std::vector<AdHocFilter>& filters) {
  // Prometheus wants one matcher that does not match nothing.
  QStringList matchers{QStringLiteral("__name__=~\".+\"")};
  for (const AdHocFilter& filter : filters) {
    if (isCompleteFilter(filter) && isPrometheusOperator(filter.op)) matchers.append(filterMatcher(filter));
  }
  return matchers.size() == 1 ? QString() : QStringLiteral("{%1}").arg(matchers.join(QLatin1Char(',')));
}

QString filterWords(const AdHocFilter& filter) {
  const QString value = isOneOf(filter) && !filter.values.isEmpty() ? filter.values.join(QStringLiteral(" | "))
                        : filter.value.isEmpty()                    ? QStringLiteral("\"\"")
                                                                    : filter.value;
  return QStringLiteral("%1 %2 %3").arg(filter.key, filter.op, value);
}

QString filterInLink(const AdHocFilter& filter) {
  QStringList parts{inLink(filter.key), inLink(filter.op)};
  if (isOneOf(filter) && !filter.values.isEmpty()) {
    // The bar that belongs to the operator is written as one of a value is.
    for (const QString& value : filter.values) parts.append(inLink(value));
  } else {
    parts.append(inLink(filter.value));
  }
  return parts.join(QLatin1Char('|'));
}

std::optional<AdHocFilter> filterFromLink(const QString& text) {
  // What follows a backslash is where the filter came from: Grafana's own business.
  const QStringList parts = text.section(QLatin1Char('\\'), 0, 0).split(QLatin1Char('|'));
  if (parts.size() < 3) return std::nullopt;
  // "value,label": the label is for people.
  const auto part = [&parts](qsizetype i) { return fromLink(parts[i].section(QLatin1Char(','), 0, 0)); };
  AdHocFilter filter{part(0), part(1), part(2)};
  if (isOneOf(filter)) {
    for (qsizetype i = 2; i < parts.size(); ++i) filter.values.append(part(i));
  }
  if (!isCompleteFilter(filter)) return std::nullopt;
  return filter;
}

}  // namespace vigie::console
