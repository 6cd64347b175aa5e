// A Grafana dashboard (classic JSON) as plain data. Anything unknown is tolerated and kept: a panel of another type
// keeps its title, place and queries; a field of the wrong type counts as missing. Reading never fails on a field,
// only on a document that is no dashboard.
#pragma once

#include "console/dashboard/annotation.h"
#include "console/dashboard/board_links.h"
#include "console/dashboard/dashboard_time.h"
#include "console/dashboard/panel_model.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace vigie::console {

struct Dashboard {
  QString uid;
  QString title;
  QString description;
  QStringList tags;
  std::vector<PanelModel> panels;  ///< in reading order
  std::optional<qint64> spanMs;    ///< "time.from" where it is "now-…"
  QString timeFrom;                ///< as written: "now-6h", "2026-01-01T00:00:00Z"
  QString timeTo;
  std::optional<qint64> refreshMs;
  DashboardTime time;
  std::vector<AnnotationQuery> annotations;
  int graphTooltip = 1;             ///< what panels share of the pointer: 0 nothing, 1 the line, 2 the tooltip
  std::vector<Variable> variables;  ///< in the order in which they are shown
  std::vector<BoardLink> links;
  QJsonObject json;  ///< the document, wrapper included, unknown keys and all
};

/// Classic JSON, `{"dashboard": {…}}` and the V1 resource (`spec`). The V2 schema is refused by name.
Result<Dashboard> parseDashboard(const QByteArray& json);

}  // namespace vigie::console
