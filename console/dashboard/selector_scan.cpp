#include "console/dashboard/selector_scan.h"

#include <QSet>
#include <QStringList>

#include <algorithm>

namespace vigie::console {
namespace {

bool isNameStart(QChar c) { return c.isLetter() || c == QLatin1Char('_') || c == QLatin1Char(':'); }
bool isNamePart(QChar c) { return isNameStart(c) || c.isDigit(); }

/// Past a quoted string that starts at `at`.
qsizetype skipString(const QString& expr, qsizetype at) {
  const QChar quote = expr[at];
  for (++at; at < expr.size() && expr[at] != quote; ++at) {
    if (expr[at] == QLatin1Char('\\') && quote != QLatin1Char('`')) ++at;
  }
  return std::min(at + 1, expr.size());
}

/// Past a bracket that opens at `at` and everything in it.
qsizetype skipBracket(const QString& expr, qsizetype at) {
  static const QString kOpen = QStringLiteral("({[");
  static const QString kClose = QStringLiteral(")}]");
  int depth = 0;
  while (at < expr.size()) {
    const QChar c = expr[at];
    if (c == QLatin1Char('"') || c == QLatin1Char('\'') || c == QLatin1Char('`')) {
      at = skipString(expr, at);
      continue;
    }
    ++at;
    if (kOpen.contains(c)) ++depth;
    if (kClose.contains(c) && --depth == 0) break;
  }
  return at;
}

qsizetype skipSpace(const QString& expr, qsizetype at) {
  while (at < expr.size() && expr[at].isSpace()) ++at;
  return at;
}

/// What may stand in front of a bracket, or alone, and is no metric.
bool isKeyword(const QString& name) {
  static const QSet<QString> kWords = {
      QStringLiteral("and"),          QStringLiteral("or"),      QStringLiteral("unless"), QStringLiteral("bool"),
      QStringLiteral("offset"),       QStringLiteral("inf"),     QStringLiteral("nan"),    QStringLiteral("start"),
      QStringLiteral("end"),          QStringLiteral("atan2"),   QStringLiteral("sum"),    QStringLiteral("avg"),
      QStringLiteral("min"),          QStringLiteral("max"),     QStringLiteral("count"),  QStringLiteral("stddev"),
      QStringLiteral("stdvar"),       QStringLiteral("topk"),    QStringLiteral("group"),  QStringLiteral("bottomk"),
      QStringLiteral("count_values"), QStringLiteral("quantile")};
  return kWords.contains(name.toLower());
}

bool isLabelList(const QString& name) {
  static const QSet<QString> kWords = {QStringLiteral("by"),         QStringLiteral("without"),
                                       QStringLiteral("on"),         QStringLiteral("ignoring"),
                                       QStringLiteral("group_left"), QStringLiteral("group_right")};
  return kWords.contains(name.toLower());
}

}  // namespace

std::vector<SelectorSpan> findSelectors(const QString& expr) {
  std::vector<SelectorSpan> selectors;
  qsizetype at = 0;
  while (at < expr.size()) {
    const QChar c = expr[at];
    if (c == QLatin1Char('"') || c == QLatin1Char('\'') || c == QLatin1Char('`')) {
      at = skipString(expr, at);
    } else if (c == QLatin1Char('#')) {
      while (at < expr.size() && expr[at] != QLatin1Char('\n')) ++at;
    } else if (c == QLatin1Char('[')) {
      at = skipBracket(expr, at);
    } else if (c == QLatin1Char('{')) {
      const qsizetype end = skipBracket(expr, at);
      selectors.push_back({at, end, true});
      at = end;
    } else if (c.isDigit()) {
      while (at < expr.size() && (isNamePart(expr[at]) || expr[at] == QLatin1Char('.'))) ++at;
    } else if (isNameStart(c)) {
      const qsizetype begin = at;
      while (at < expr.size() && isNamePart(expr[at])) ++at;
      const QString name = expr.mid(begin, at - begin);
      const qsizetype next = skipSpace(expr, at);
      const QChar follows = next < expr.size() ? expr[next] : QChar();
      if (isLabelList(name)) {
        if (follows == QLatin1Char('(')) at = skipBracket(expr, next);
      } else if (follows == QLatin1Char('(') || isKeyword(name)) {
        continue;
      } else if (follows == QLatin1Char('{')) {
        at = skipBracket(expr, next);
        selectors.push_back({begin, at, true});
      } else {
        selectors.push_back({begin, at, false});
      }
    } else {
      ++at;
    }
  }
  return selectors;
}

QString withFilters(const QString& expr, const std::vector<AdHocFilter>& filters) {
  if (filters.empty()) return expr;
  QStringList matchers;
  for (const AdHocFilter& filter : filters) matchers.append(filterMatcher(filter));
  const QString added = matchers.join(QStringLiteral(", "));
  QString result;
  qsizetype at = 0;
  for (const SelectorSpan& span : findSelectors(expr)) {
    result += expr.mid(at, span.begin - at);
    at = span.end;
    if (!span.hasBraces) {
      result += expr.mid(span.begin, span.end - span.begin) + QLatin1Char('{') + added + QLatin1Char('}');
      continue;
    }
    QString inside = expr.mid(span.begin, span.end - 1 - span.begin).trimmed();
    while (inside.endsWith(QLatin1Char(','))) inside = inside.chopped(1).trimmed();
    const bool isFirst = inside.endsWith(QLatin1Char('{'));
    result += inside + (isFirst ? QString() : QStringLiteral(", ")) + added + QLatin1Char('}');
  }
  return result + expr.mid(at);
}

}  // namespace vigie::console
