#include "console/panels/panel_factory.h"

#include "console/panels/alert_list_body.h"
#include "console/panels/bar_chart_body.h"
#include "console/panels/bar_gauge_body.h"
#include "console/panels/gauge_body.h"
#include "console/panels/heatmap_body.h"
#include "console/panels/histogram_body.h"
#include "console/panels/pie_body.h"
#include "console/panels/stat_body.h"
#include "console/panels/state_timeline_body.h"
#include "console/panels/table_body.h"
#include "console/panels/text_body.h"
#include "console/panels/time_series_body.h"

#include <QHash>

namespace vigie::console {
namespace {

using Maker = PanelBody* (*)(const PanelModel&, const PanelServices&, QWidget*);

template <typename Body>
PanelBody* drawn(const PanelModel& model, const PanelServices& services, QWidget* parent) {
  return new Body(services.theme, model, parent);
}

template <typename Body>
PanelBody* served(const PanelModel& model, const PanelServices& services, QWidget* parent) {
  return new Body(services, model, parent);
}

PanelBody* timeSeries(const PanelModel& model, const PanelServices& services, QWidget* parent) {
  auto* body = new TimeSeriesBody(services.theme, services.crosshair, model, parent);
  if (services.annotations) body->setAnnotations(*services.annotations);
  return body;
}

const QHash<QString, Maker>& makers() {
  static const QHash<QString, Maker> kMakers = {
      {QStringLiteral("timeseries"), timeSeries},
      {QStringLiteral("stat"), drawn<StatBody>},
      {QStringLiteral("gauge"), drawn<GaugeBody>},
      {QStringLiteral("bargauge"), drawn<BarGaugeBody>},
      {QStringLiteral("table"), drawn<TableBody>},
      {QStringLiteral("heatmap"), served<HeatmapBody>},
      {QStringLiteral("piechart"), drawn<PieBody>},
      {QStringLiteral("barchart"), drawn<BarChartBody>},
      {QStringLiteral("histogram"), drawn<HistogramBody>},
      {QStringLiteral("state-timeline"), served<StateTimelineBody>},
      {QStringLiteral("status-history"), served<StateTimelineBody>},
      {QStringLiteral("text"), served<TextBody>},
      {QStringLiteral("alertlist"), served<AlertListBody>},
  };
  return kMakers;
}

}  // namespace

PanelBody* createPanelBody(const PanelModel& model, const PanelServices& services, QWidget* parent) {
  const Maker make = makers().value(model.type, nullptr);
  return make ? make(model, services, parent) : nullptr;
}

bool drawsPanelType(const QString& type) { return makers().contains(type); }

}  // namespace vigie::console
