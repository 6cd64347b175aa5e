#include "console/dashboard/legacy_panels.h"

#include "console/dashboard/impl/legacy_json.h"
#include "console/dashboard/json_read.h"

namespace vigie::console {

using impl::kOptions;
using jsonread::at;
using jsonread::textAt;

QJsonObject modernised(const QJsonObject& panel) {
  const QString type = textAt(panel, "type");
  const bool hasOptions = at(panel, "options").isObject();
  const auto is = [&type](const char* name) { return type == QLatin1String(name); };
  if (is("graph")) return impl::modernGraph(panel);
  if (is("singlestat") || is("grafana-singlestat-panel")) return impl::modernSingleStat(panel);
  const bool oldTable = panel.contains(QLatin1String("styles")) ||
                        (panel.contains(QLatin1String("columns")) && panel.contains(QLatin1String("transform")));
  if (is("table-old") || (is("table") && oldTable)) return impl::modernTable(panel);
  if (is("stat") || is("gauge") || is("bargauge")) return impl::modernFieldOptions(panel);
  if (is("heatmap") && !hasOptions && panel.contains(QLatin1String("dataFormat"))) return impl::modernHeatmap(panel);
  if (is("grafana-piechart-panel")) return impl::modernPie(panel);
  QJsonObject result = panel;
  if (is("text") && !hasOptions) {
    result.insert(kOptions, QJsonObject{{QStringLiteral("content"), at(panel, "content")},
                                        {QStringLiteral("mode"), at(panel, "mode")}});
  }
  return result;
}

}  // namespace vigie::console
