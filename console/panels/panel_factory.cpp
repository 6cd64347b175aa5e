#include "console/panels/panel_factory.h"

#include "console/panels/stat_body.h"
#include "console/panels/time_series_body.h"

namespace vigie::console {

PanelBody* createPanelBody(const PanelModel& model, const Theme& theme, Crosshair& crosshair, QWidget* parent) {
  if (model.type == QLatin1String("timeseries")) return new TimeSeriesBody(theme, crosshair, model, parent);
  if (model.type == QLatin1String("stat")) return new StatBody(theme, model, parent);
  return nullptr;
}

bool drawsPanelType(const QString& type) {
  return type == QLatin1String("timeseries") || type == QLatin1String("stat");
}

}  // namespace vigie::console
