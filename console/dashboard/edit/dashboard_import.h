// What one gets hold of as a dashboard: a file's text, what the clipboard holds, Grafana's address of one. Pure.
#pragma once

#include "console/dashboard/edit/dashboard_document.h"

#include <QUrl>

#include <map>
#include <optional>
#include <vector>

namespace vigie::console {

/// Something a dashboard from elsewhere asks for before it can be used (Grafana's `__inputs`).
struct ImportInput {
  QString name;   ///< "DS_PROMETHEUS": stands as ${DS_PROMETHEUS} in the dashboard
  QString label;  ///< for people
  QString description;
  bool isDatasource = true;  ///< else a constant
  QString type;              ///< of the data source: "prometheus"
  QString proposed;          ///< a constant's own value; for a data source our only one
};

struct ImportPlan {
  OrderedJson json;
  QString title;
  QString uid;
  int panels = 0;
  std::vector<ImportInput> inputs;
};

/// What a text is: a dashboard, or why not, in the reader's words.
Result<ImportPlan> readImport(const QByteArray& text);

/// The dashboard with its inputs answered, by name; what Grafana adds for sharing (`__inputs`, `__requires`,
/// `__elements`) is gone. A `{"dashboard": …}` from Grafana's API loses its wrapper, so that the file is what Grafana
/// exports.
Result<DashboardDocument> imported(const ImportPlan& plan, const std::map<QString, QString>& answers);

/// The uid in the address of one of Grafana's dashboards: https://host/base/d/<uid>/name?…, or a bare uid. Nothing for
/// what is none.
std::optional<QString> grafanaUid(const QString& text);

}  // namespace vigie::console
