#include "console/dashboard/freshness.h"

#include "console/dashboard/selector_scan.h"

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

}  // namespace

QStringList selectorsOf(const QString& expr) {
  QStringList selectors;
  for (const SelectorSpan& span : findSelectors(expr)) selectors.append(expr.mid(span.begin, span.end - span.begin));
  selectors.removeDuplicates();
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
