// Links out: the same panel, the same time, in Grafana or in Prometheus' own page. Pure.
#pragma once

#include "console/dashboard/time_expression.h"
#include "console/dashboard/time_window.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <utility>
#include <vector>

namespace vigie::console {

/// As a part of an address. QUrlQuery leaves '+' alone, and servers read it as a space.
QString urlEncoded(const QString& text);

/// The time a link opens at: the range as it is written where it moves, else the exact window.
struct LinkTime {
  bool followsClock = true;  ///< ends at the present
  qint64 spanMs = 3'600'000;
  TimeWindow window;
  /// As written; an empty end is "the last n" while it follows the clock, else the window's.
  RawRange raw{QString(), QString()};
  QString zone{};        ///< "utc", "browser", "Europe/Paris"; empty: not said
  qint64 compareMs = 0;  ///< how far back the compared curve lies; 0: none
};

/// Chosen values of variables, one pair a value.
using LinkVariables = std::vector<std::pair<QString, QString>>;

/// "from=now-1h&to=now": the range as a piece of a query string, relative where it follows the clock.
QString urlTimeRange(const LinkTime& time);

/// /d/<uid>?from&to&var-…, and viewPanel for one panel (0: the whole dashboard).
QUrl grafanaDashboardUrl(const QUrl& grafana, const QString& uid, int panelId, const LinkTime& time,
                         const LinkVariables& variables = {});

/// Explore with the queries of a panel; `datasource` is its uid.
QUrl grafanaExploreUrl(const QUrl& grafana, const QString& datasource, const QStringList& expressions,
                       const LinkTime& time);

/// /graph with one panel an expression. Ends at the window's end, or now.
QUrl prometheusGraphUrl(const QUrl& prometheus, const QStringList& expressions, const LinkTime& time);

}  // namespace vigie::console
