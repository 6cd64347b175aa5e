#include "console/dashboard/json_read.h"
#include "console/dashboard/legacy_panels.h"
#include "console/dashboard/panel_model.h"

#include <algorithm>
#include <limits>

namespace vigie::console {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::durationOf;
using jsonread::intOf;
using jsonread::objectAt;
using jsonread::textAt;

AnswerFormat formatOf(const QString& word) {
  if (word == QLatin1String("table")) return AnswerFormat::kTable;
  return word == QLatin1String("heatmap") ? AnswerFormat::kHeatmap : AnswerFormat::kTimeSeries;
}

/// Whose query it is, by the keys that only that kind has: old dashboards name their sources, and not what they are.
QString sourceByShape(const QJsonObject& target) {
  static const std::pair<const char*, const char*> kShapes[] = {
      {"rawSql", "sql"},         {"bucketAggs", "elasticsearch"}, {"measurement", "influxdb"},
      {"rawQuery", "influxdb"},  {"metricName", "cloudwatch"},    {"scenarioId", "testdata"},
      {"azureMonitor", "azure"}, {"metricQuery", "stackdriver"},  {"aggregator", "opentsdb"}};
  for (const auto& [key, type] : kShapes) {
    if (target.contains(QLatin1String(key))) return QString::fromLatin1(type);
  }
  // Graphite's query is called like that, and nothing else is a text there.
  return at(target, "target").isString() && !textAt(target, "target").isEmpty() ? QStringLiteral("graphite")
                                                                                : QString();
}

Target readTarget(const QJsonObject& object) {
  Target target;
  target.refId = textAt(object, "refId");
  target.expr = textAt(object, "expr");
  target.legendFormat = textAt(object, "legendFormat");
  target.format = formatOf(textAt(object, "format"));
  target.interval = textAt(object, "interval");
  target.intervalFactor = std::clamp(intOf(at(object, "intervalFactor")).value_or(1), 1, 1000);
  target.instant = boolOf(at(object, "instant"), false);
  // Neither: a range, as Grafana does.
  target.range = boolOf(at(object, "range"), false) || !target.instant;
  target.datasourceType = textAt(objectAt(object, "datasource"), "type");
  if (target.datasourceType.isEmpty() && target.expr.isEmpty()) target.datasourceType = sourceByShape(object);
  return target;
}

/// A, B, … Z, AA: the first that is not taken.
QString freeRefId(const std::vector<Target>& taken) {
  for (int n = 0;; ++n) {
    QString id;
    for (int rest = n; rest >= 0; rest = rest / 26 - 1) id.prepend(QChar(u'A' + rest % 26));
    if (std::none_of(taken.begin(), taken.end(), [&id](const Target& t) { return t.refId == id; })) return id;
  }
}

GridPosition readGrid(const QJsonObject& object) {
  GridPosition grid;
  grid.w = std::clamp(intOf(at(object, "w")).value_or(12), 1, 24);
  grid.x = std::clamp(intOf(at(object, "x")).value_or(0), 0, 24 - grid.w);
  grid.y = std::clamp(intOf(at(object, "y")).value_or(0), 0, 100'000);
  grid.h = std::clamp(intOf(at(object, "h")).value_or(8), 1, 200);
  return grid;
}

LegendOptions readLegend(const QJsonObject& legend) {
  LegendOptions options;
  const QString mode = textAt(legend, "displayMode");
  options.show = boolOf(at(legend, "showLegend"), mode != QLatin1String("hidden"));
  options.asTable = mode == QLatin1String("table") || (mode.isEmpty() && boolOf(at(legend, "asTable"), false));
  options.right = textAt(legend, "placement") == QLatin1String("right");
  options.calcs = jsonread::textsOf(at(legend, "calcs"));
  options.sortBy = textAt(legend, "sortBy");
  options.sortFalls = boolOf(at(legend, "sortDesc"), false);
  return options;
}

ReduceOptions readReduce(const QJsonObject& object) {
  ReduceOptions reduce;
  if (const QStringList calcs = jsonread::textsOf(at(object, "calcs")); !calcs.isEmpty()) reduce.calcs = calcs;
  reduce.allValues = boolOf(at(object, "values"), false);
  reduce.limit = std::clamp(intOf(at(object, "limit")).value_or(0), 0, 10'000);
  reduce.fields = textAt(object, "fields");
  return reduce;
}

/// How many copies stand beside each other where only a least width of each is said, as before Grafana 8.
int perRowOf(std::optional<int> leastWidth) {
  if (!leastWidth || *leastWidth <= 0) return 4;
  int most = 1;
  for (const int factor : {1, 2, 3, 4, 6, 8, 12, 24}) {
    if (factor <= 24 / std::min(*leastWidth, 24)) most = factor;
  }
  return most;
}

void readDatasource(const QJsonValue& value, PanelModel& panel) {
  if (value.isObject()) {
    panel.datasourceType = textAt(value.toObject(), "type");
    panel.datasource = textAt(value.toObject(), "uid");
  } else {
    panel.datasource = value.toString();
  }
}

void readQueries(const QJsonObject& object, PanelModel& panel) {
  for (const QJsonValue& item : arrayAt(object, "targets")) {
    const QJsonObject target = item.toObject();
    if (boolOf(at(target, "hide"), false)) continue;
    panel.targets.push_back(readTarget(target));
  }
  for (Target& target : panel.targets) {
    if (target.refId.isEmpty()) target.refId = freeRefId(panel.targets);
  }
  panel.minIntervalMs = durationOf(at(object, "interval"));
  if (panel.minIntervalMs == 0) panel.minInterval = textAt(object, "interval");
  panel.maxDataPoints = std::clamp(intOf(at(object, "maxDataPoints")).value_or(0), 0, 11'000);
  panel.timeFromMs = durationOf(at(object, "timeFrom"));
  panel.timeShiftMs = durationOf(at(object, "timeShift"));
  for (const QJsonValue& item : arrayAt(object, "transformations")) {
    const QJsonObject step = item.toObject();
    if (boolOf(at(step, "disabled"), false)) continue;
    // Those of annotations leave the series alone.
    if (const QString topic = textAt(step, "topic"); !topic.isEmpty() && topic != QLatin1String("series")) continue;
    panel.transformations.push_back({textAt(step, "id"), objectAt(step, "options"), objectAt(step, "filter")});
  }
}

}  // namespace

bool isSavedCopy(const QJsonObject& panel) {
  // Source: cleanUpRepeats() in Grafana's DashboardModel.ts.
  const bool repeats = !textAt(panel, "repeat").isEmpty() && !boolOf(at(panel, "repeatedByRow"), false);
  return !repeats && at(panel, "repeatPanelId").isDouble();
}

/// What Grafana's panels of values have where a dashboard gives no thresholds, as generators do: green, and red
/// from 80. Source: getStandardOptions() in Grafana's public/app/core/components/OptionsUI/registry.tsx.
void addUsualThresholds(const QJsonObject& defaults, PanelModel& panel) {
  static const QStringList kOfValues = {QStringLiteral("stat"), QStringLiteral("gauge"), QStringLiteral("bargauge"),
                                        QStringLiteral("table")};
  const QString& mode = panel.field.colourMode;
  const bool byThreshold = mode.isEmpty() || mode == QLatin1String("thresholds");
  if (!kOfValues.contains(panel.type) || !byThreshold || at(defaults, "thresholds").isObject()) return;
  panel.field.thresholds.steps = {{-std::numeric_limits<double>::infinity(), QStringLiteral("green")},
                                  {80, QStringLiteral("red")}};
}

PanelModel readPanel(const QJsonObject& written) {
  const QJsonObject object = modernised(written);
  PanelModel panel;
  panel.json = written;
  panel.id = intOf(at(object, "id")).value_or(0);
  panel.type = textAt(object, "type");
  panel.title = textAt(object, "title");
  panel.description = textAt(object, "description");
  panel.transparent = boolOf(at(object, "transparent"), false);
  panel.grid = readGrid(objectAt(object, "gridPos"));
  readDatasource(at(object, "datasource"), panel);
  readQueries(object, panel);

  const QJsonObject config = objectAt(object, "fieldConfig");
  panel.field = readFieldOptions(objectAt(config, "defaults"));
  panel.overrides = readOverrides(arrayAt(config, "overrides"));
  addUsualThresholds(objectAt(config, "defaults"), panel);
  for (const QJsonValue& item : arrayAt(object, "links")) {
    const QJsonObject link = item.toObject();
    panel.links.push_back({textAt(link, "title"), textAt(link, "url"), boolOf(at(link, "targetBlank"), false)});
  }

  panel.options = objectAt(object, "options");
  panel.legend = readLegend(objectAt(panel.options, "legend"));
  const QJsonObject tooltip = objectAt(panel.options, "tooltip");
  panel.tooltip = {textAt(tooltip, "mode", panel.tooltip.mode), textAt(tooltip, "sort", panel.tooltip.sort)};
  panel.reduce = readReduce(objectAt(panel.options, "reduceOptions"));

  panel.repeat = textAt(object, "repeat");
  if (textAt(object, "repeatDirection") == QLatin1String("v")) panel.repeatDirection = RepeatDirection::kVertical;
  panel.maxPerRow = std::clamp(intOf(at(object, "maxPerRow")).value_or(perRowOf(intOf(at(object, "minSpan")))), 1, 24);

  if (panel.type == QLatin1String("row")) {
    panel.grid = {0, panel.grid.y, 24, 1};
    panel.collapsed = boolOf(at(object, "collapsed"), false);
    for (const QJsonValue& nested : arrayAt(object, "panels")) {
      // Rows do not nest: a dashboard that says so would recurse as deep as it likes.
      if (!nested.isObject() || textAt(nested.toObject(), "type") == QLatin1String("row")) continue;
      if (isSavedCopy(nested.toObject())) continue;
      panel.nested.push_back(readPanel(nested.toObject()));
    }
  }
  return panel;
}

FieldOptions fieldOptionsFor(const PanelModel& panel, const QString& name, const QString& refId, const QString& type) {
  return withOverrides(panel.field, panel.overrides, {name, refId, type});
}

}  // namespace vigie::console
