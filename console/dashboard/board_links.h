// The links of a dashboard, over its panels: addresses, and other dashboards by their tags. Pure.
// Source: Grafana's docs/sources/dashboards/build-dashboards/manage-dashboard-links.
#pragma once

#include "console/dashboard/data_links.h"

#include <QJsonArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace vigie::console {

struct BoardLink {
  QString title;
  QString url;      ///< as written; empty for a link by tags
  QString tooltip;  ///< of an address
  QStringList tags;
  bool byTags = false;
  bool keepTime = false;          ///< the range goes along
  bool includeVariables = false;  ///< and what is chosen
  friend bool operator==(const BoardLink&, const BoardLink&) = default;
};

/// A dashboard's "links"; what is of neither type is left out.
std::vector<BoardLink> readBoardLinks(const QJsonArray& links);

/// Where it leads from `place`. Dashboards by tags are Grafana's list of them, or the console's own where there is no
/// Grafana.
ResolvedLink resolveBoardLink(const BoardLink& link, const LinkPlace& place);

}  // namespace vigie::console
