// What a dashboard says about time: its range, refresh, zone and time picker. Plain data.
#pragma once

#include "console/dashboard/refresh_pace.h"
#include "console/dashboard/time_expression.h"
#include "console/dashboard/time_words.h"

#include <QJsonObject>

#include <chrono>
#include <optional>
#include <vector>

namespace vigie::console {

struct DashboardTime {
  RawRange range;
  TimeRules rules;  ///< zone ("browser" is the system's), week, fiscal year
  RefreshPace refresh;
  std::chrono::milliseconds nowDelay{0};
  bool pickerHidden = false;
  std::vector<RefreshPace> paces;       ///< offered by it; empty: the usual ones
  std::vector<NamedRange> quickRanges;  ///< its own, before the usual ones
};

/// `dashboard` is the inner object. What it does not say, or says wrongly, is Grafana's default.
DashboardTime readDashboardTime(const QJsonObject& dashboard);

}  // namespace vigie::console
