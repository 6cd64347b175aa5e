#include "console/dashboard/freshness.h"

#include <QSet>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace vigie::console {
namespace {

const QString kSlotLabel = QStringLiteral("vigie_selector");

qint64 steadyMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

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

}  // namespace

QStringList selectorsOf(const QString& expr) {
  static const QSet<QString> kLabelLists = {QStringLiteral("by"),         QStringLiteral("without"),
                                            QStringLiteral("on"),         QStringLiteral("ignoring"),
                                            QStringLiteral("group_left"), QStringLiteral("group_right")};
  static const QSet<QString> kOperators = {QStringLiteral("and"),  QStringLiteral("or"),     QStringLiteral("unless"),
                                           QStringLiteral("bool"), QStringLiteral("offset"), QStringLiteral("inf"),
                                           QStringLiteral("nan"),  QStringLiteral("start"),  QStringLiteral("end"),
                                           QStringLiteral("atan2")};
  QStringList selectors;
  const auto add = [&selectors](const QString& selector) {
    if (!selectors.contains(selector)) selectors.append(selector);
  };
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
      add(expr.mid(at, end - at));
      at = end;
    } else if (c.isDigit()) {
      while (at < expr.size() && (isNamePart(expr[at]) || expr[at] == QLatin1Char('.'))) ++at;
    } else if (isNameStart(c)) {
      const qsizetype begin = at;
      while (at < expr.size() && isNamePart(expr[at])) ++at;
      const QString name = expr.mid(begin, at - begin);
      const qsizetype next = skipSpace(expr, at);
      const QChar follows = next < expr.size() ? expr[next] : QChar();
      if (kLabelLists.contains(name.toLower())) {
        if (follows == QLatin1Char('(')) at = skipBracket(expr, next);
      } else if (follows == QLatin1Char('(') || kOperators.contains(name.toLower())) {
        continue;
      } else if (follows == QLatin1Char('{')) {
        at = skipBracket(expr, next);
        add(name + expr.mid(next, at - next));
      } else {
        add(name);
      }
    } else {
      ++at;
    }
  }
  // `sum by (x) (…)`: an aggregation whose grouping comes first looks like a bare name.
  static const QSet<QString> kAggregations = {
      QStringLiteral("sum"),   QStringLiteral("avg"),     QStringLiteral("min"),          QStringLiteral("max"),
      QStringLiteral("count"), QStringLiteral("stddev"),  QStringLiteral("stdvar"),       QStringLiteral("topk"),
      QStringLiteral("group"), QStringLiteral("bottomk"), QStringLiteral("count_values"), QStringLiteral("quantile")};
  selectors.erase(std::remove_if(selectors.begin(), selectors.end(),
                                 [](const QString& s) { return kAggregations.contains(s.toLower()); }),
                  selectors.end());
  return selectors;
}

void FreshnessProbe::watch(const QStringList& selectors) {
  QStringList unique = selectors;
  unique.removeDuplicates();
  if (unique == selectors_) return;
  selectors_ = unique;
  for (auto it = newestMs_.begin(); it != newestMs_.end();) {
    it = selectors_.contains(it.key()) ? std::next(it) : newestMs_.erase(it);
  }
}

void FreshnessProbe::refresh() {
  if (selectors_.isEmpty() || ticket_.isPending()) return;
  QStringList parts;
  for (qsizetype i = 0; i < selectors_.size(); ++i) {
    // time() is taken in the same evaluation, so the two machines' clocks need not agree.
    parts.append(QStringLiteral("label_replace(time() - max(timestamp(%1)), \"%2\", \"%3\", \"\", \"\")")
                     .arg(selectors_[i], kSlotLabel)
                     .arg(i));
  }
  const QStringList asked = selectors_;
  ticket_ = client_.ask({parts.join(QStringLiteral(" or "))}, [this, asked](const Result<FramePtr>& result) {
    if (!result) return;
    const qint64 now = steadyMs();
    for (const Series& series : (*result)->series) {
      bool ok = false;
      const qsizetype index = labelValue(series.labels, kSlotLabel).toLongLong(&ok);
      const double ageSeconds = series.values.back();
      if (!ok || index < 0 || index >= asked.size() || !std::isfinite(ageSeconds)) continue;
      const qint64 newest = now - static_cast<qint64>(std::max(0.0, ageSeconds) * 1000);
      qint64& known = newestMs_[asked[index]];
      known = std::max(known, newest);
    }
    Q_EMIT answered();
  });
}

std::optional<qint64> FreshnessProbe::ageMs(const QStringList& selectors) const {
  std::optional<qint64> newest;
  for (const QString& selector : selectors) {
    const auto it = newestMs_.constFind(selector);
    if (it != newestMs_.cend()) newest = std::max(newest.value_or(*it), *it);
  }
  if (!newest) return std::nullopt;
  return steadyMs() - *newest;
}

}  // namespace vigie::console
