// The state of a dashboard as a link carries it: Grafana's own address and query string, read and written, so that a
// link copied there opens here and the reverse. Pure; any thread.
// Source: Grafana's url_key conventions (public/app/features/dashboard-scene, DashboardSceneUrlSync and
// SceneTimeRange) and its documentation of dashboard URL variables.
#pragma once

#include "console/dashboard/links.h"
#include "console/dashboard/time_expression.h"
#include "core/base/result.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace vigie::console {

struct DashboardLink {
  QString uid;                     ///< empty: the dashboard that is open
  std::optional<RawRange> range;   ///< nothing: not said, as everything below
  std::optional<QString> zone;     ///< "utc", "browser", "Europe/Paris"
  std::optional<QString> refresh;  ///< "5s", "auto", "" for off
  LinkVariables variables;         ///< one pair a value, in order
  int panelId = 0;                 ///< the panel that fills the page; 0: none
  bool kiosk = false;
  friend bool operator==(const DashboardLink&, const DashboardLink&) = default;
};

/// `?from=…&to=…&var-…`, everything encoded. Without orgId: a link says nothing of who one is.
QString linkQuery(const DashboardLink& link);

/// `<base>/d/<uid>?…`; with an empty base "/d/<uid>?…", which any Grafana takes behind its address, and so do we.
QString linkText(const QUrl& base, const DashboardLink& link);

/// A whole address, its path and query, or the query alone, with or without "?". An Error's message says what was wrong
/// and what would be right.
Result<DashboardLink> readLink(const QString& text);

/// It has the shape of one, be it right or wrong: for text that may be something else as well (a drop, the clipboard).
bool looksLikeLink(const QString& text);

}  // namespace vigie::console
