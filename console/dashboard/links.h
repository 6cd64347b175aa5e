// Links out: the same panel, the same time, in Grafana or in Prometheus' own page. Pure.
#pragma once

#include "console/dashboard/time_range.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <utility>
#include <vector>

namespace vigie::console {

/// The time a link opens at: "the last n" while the console follows the clock, else the exact window.
struct LinkTime {
  bool followsClock = true;
  qint64 spanMs = 3'600'000;
  TimeWindow window;
};

/// Chosen values of variables, one pair a value.
using LinkVariables = std::vector<std::pair<QString, QString>>;

/// /d/<uid>?from&to&var-…, and viewPanel for one panel (0: the whole dashboard).
QUrl grafanaDashboardUrl(const QUrl& grafana, const QString& uid, int panelId, const LinkTime& time,
                         const LinkVariables& variables = {});

/// /graph with one panel an expression. Ends at the window's end, or now.
QUrl prometheusGraphUrl(const QUrl& prometheus, const QStringList& expressions, const LinkTime& time);

}  // namespace vigie::console
