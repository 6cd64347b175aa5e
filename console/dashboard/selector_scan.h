// The vector selectors of a PromQL expression: a scan, not a parser. What it does not understand it leaves out. Pure.
#pragma once

#include "console/dashboard/variable.h"

#include <QString>

#include <vector>

namespace vigie::console {

/// `metric`, `metric{a="b"}` or `{__name__=~"x"}` without range and offset: expr[begin, end).
struct SelectorSpan {
  qsizetype begin = 0;
  qsizetype end = 0;
  bool hasBraces = false;
};

/// In order. Groupings, strings, ranges and comments hold none.
std::vector<SelectorSpan> findSelectors(const QString& expr);

/// Every selector narrowed by the ad-hoc filters, as Grafana does: `a{b="c"}` → `a{b="c", key="value"}`.
QString withFilters(const QString& expr, const std::vector<AdHocFilter>& filters);

}  // namespace vigie::console
