#include "console/dashboard/dashboard.h"

#include "console/dashboard/interval.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace vigie::console {
namespace {

QLatin1String operator""_key(const char* text, std::size_t size) { return {text, static_cast<qsizetype>(size)}; }

/// A number, also one that is written as a string (old dashboards).
std::optional<double> numberOf(const QJsonValue& value) {
  if (value.isDouble()) return value.toDouble();
  if (!value.isString()) return std::nullopt;
  bool ok = false;
  const double number = value.toString().toDouble(&ok);
  return ok && std::isfinite(number) ? std::optional<double>(number) : std::nullopt;
}

std::optional<int> intOf(const QJsonValue& value) {
  const auto number = numberOf(value);
  if (!number || std::abs(*number) > 1e9) return std::nullopt;
  return static_cast<int>(*number);
}

qint64 durationOf(const QJsonValue& value) { return parseDuration(value.toString()).value_or(0); }

/// What an override's value is as text: "s", "2", "true", or the field that carries the meaning of an object.
QString overrideText(const QJsonValue& value) {
  if (value.isString()) return value.toString();
  if (value.isDouble()) return QString::number(value.toDouble(), 'g', 17);
  if (value.isBool()) return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
  const QJsonObject object = value.toObject();
  for (const QLatin1String key : {"fixedColor"_key, "mode"_key, "fill"_key}) {
    if (object.value(key).isString()) return object.value(key).toString();
  }
  return {};
}

Thresholds readThresholds(const QJsonObject& object) {
  Thresholds thresholds;
  thresholds.percentage = object.value("mode"_key).toString() == "percentage"_key;
  for (const QJsonValue& item : object.value("steps"_key).toArray()) {
    const QJsonObject step = item.toObject();
    ThresholdStep next;
    if (const auto from = numberOf(step.value("value"_key))) next.from = *from;
    next.colour = step.value("color"_key).toString();
    thresholds.steps.push_back(next);
  }
  std::stable_sort(thresholds.steps.begin(), thresholds.steps.end(),
                   [](const ThresholdStep& a, const ThresholdStep& b) { return a.from < b.from; });
  return thresholds;
}

void readMapping(const QJsonObject& mapping, std::vector<ValueMapping>& out) {
  const QString type = mapping.value("type"_key).toString();
  const QJsonObject options = mapping.value("options"_key).toObject();
  const auto result = [](const QJsonObject& object) {
    ValueMapping m;
    m.text = object.value("text"_key).toString();
    m.colour = object.value("color"_key).toString();
    return m;
  };
  if (type == "value"_key) {
    for (auto it = options.begin(); it != options.end(); ++it) {
      ValueMapping m = result(it.value().toObject());
      m.value = numberOf(QJsonValue(it.key()));
      if (m.value) out.push_back(m);
    }
  } else if (type == "range"_key) {
    ValueMapping m = result(options.value("result"_key).toObject());
    m.from = numberOf(options.value("from"_key)).value_or(-std::numeric_limits<double>::infinity());
    m.to = numberOf(options.value("to"_key)).value_or(std::numeric_limits<double>::infinity());
    out.push_back(m);
  } else if (type == "special"_key) {
    ValueMapping m = result(options.value("result"_key).toObject());
    const QString match = options.value("match"_key).toString();
    m.matchesNull = match.startsWith("null"_key) || match == "nan"_key || match == "null+nan"_key;
    if (m.matchesNull) out.push_back(m);
  }
}

ThresholdDisplay readThresholdDisplay(const QString& mode) {
  const bool area = mode.contains("area"_key);
  const bool line = mode.contains("line"_key) || mode.contains("dashed"_key);
  if (area && line) return ThresholdDisplay::kLineAndArea;
  if (area) return ThresholdDisplay::kArea;
  return line ? ThresholdDisplay::kLine : ThresholdDisplay::kOff;
}

Stacking readStacking(const QString& mode) {
  if (mode == "normal"_key) return Stacking::kNormal;
  return mode == "percent"_key ? Stacking::kPercent : Stacking::kNone;
}

FieldOptions readField(const QJsonObject& defaults) {
  FieldOptions field;
  field.unit = defaults.value("unit"_key).toString();
  field.decimals = intOf(defaults.value("decimals"_key));
  field.min = numberOf(defaults.value("min"_key));
  field.max = numberOf(defaults.value("max"_key));
  field.noValue = defaults.value("noValue"_key).toString();
  field.displayName = defaults.value("displayName"_key).toString();
  const QJsonObject colour = defaults.value("color"_key).toObject();
  field.colourMode = colour.value("mode"_key).toString();
  field.fixedColour = colour.value("fixedColor"_key).toString();
  field.thresholds = readThresholds(defaults.value("thresholds"_key).toObject());
  for (const QJsonValue& mapping : defaults.value("mappings"_key).toArray()) {
    readMapping(mapping.toObject(), field.mappings);
  }
  const QJsonObject custom = defaults.value("custom"_key).toObject();
  field.drawStyle = custom.value("drawStyle"_key).toString(field.drawStyle);
  field.fillOpacity = std::clamp(numberOf(custom.value("fillOpacity"_key)).value_or(0.0), 0.0, 100.0);
  field.lineWidth = std::clamp(numberOf(custom.value("lineWidth"_key)).value_or(1.0), 0.0, 10.0);
  field.stacking = readStacking(custom.value("stacking"_key).toObject().value("mode"_key).toString());
  const QJsonValue spanNulls = custom.value("spanNulls"_key);
  field.spanNulls = spanNulls.toBool(false);
  field.rightAxis = custom.value("axisPlacement"_key).toString() == "right"_key;
  field.axisLabel = custom.value("axisLabel"_key).toString();
  field.thresholdDisplay =
      readThresholdDisplay(custom.value("thresholdsStyle"_key).toObject().value("mode"_key).toString());
  return field;
}

/// The old `graph` panel kept its options at the top.
void readOldGraph(const QJsonObject& object, PanelModel& panel) {
  const QJsonArray axes = object.value("yaxes"_key).toArray();
  const QJsonObject left = axes.isEmpty() ? QJsonObject() : axes.first().toObject();
  FieldOptions& field = panel.field;
  if (field.unit.isEmpty()) field.unit = left.value("format"_key).toString();
  if (!field.min) field.min = numberOf(left.value("min"_key));
  if (!field.max) field.max = numberOf(left.value("max"_key));
  if (!field.decimals) field.decimals = intOf(left.value("decimals"_key));
  field.fillOpacity = std::clamp(numberOf(object.value("fill"_key)).value_or(0.0) * 10.0, 0.0, 100.0);
  field.lineWidth = std::clamp(numberOf(object.value("linewidth"_key)).value_or(1.0), 0.0, 10.0);
  if (object.value("stack"_key).toBool()) {
    field.stacking = object.value("percentage"_key).toBool() ? Stacking::kPercent : Stacking::kNormal;
  }
  if (object.value("bars"_key).toBool()) field.drawStyle = QStringLiteral("bars");
  field.spanNulls = object.value("nullPointMode"_key).toString() == "connected"_key;
  panel.showLegend = object.value("legend"_key).toObject().value("show"_key).toBool(true);
}

Target readTarget(const QJsonObject& object) {
  Target target;
  target.refId = object.value("refId"_key).toString();
  target.expr = object.value("expr"_key).toString();
  target.legendFormat = object.value("legendFormat"_key).toString();
  if (const qint64 ms = durationOf(object.value("interval"_key)); ms > 0) target.intervalMs = ms;
  target.intervalFactor = std::clamp(intOf(object.value("intervalFactor"_key)).value_or(1), 1, 1000);
  target.instant = object.value("instant"_key).toBool(false);
  // Neither: a range, as Grafana does.
  target.range = object.value("range"_key).toBool(!target.instant) || !target.instant;
  return target;
}

std::vector<FieldOverride> readOverrides(const QJsonArray& array) {
  std::vector<FieldOverride> overrides;
  for (const QJsonValue& item : array) {
    const QJsonObject object = item.toObject();
    FieldOverride next;
    next.matcher = object.value("matcher"_key).toObject().value("id"_key).toString();
    next.argument = object.value("matcher"_key).toObject().value("options"_key).toString();
    for (const QJsonValue& property : object.value("properties"_key).toArray()) {
      const QJsonObject p = property.toObject();
      next.properties.emplace_back(p.value("id"_key).toString(), overrideText(p.value("value"_key)));
    }
    overrides.push_back(std::move(next));
  }
  return overrides;
}

PanelModel readPanel(const QJsonObject& object) {
  PanelModel panel;
  panel.id = intOf(object.value("id"_key)).value_or(0);
  panel.type = object.value("type"_key).toString();
  panel.title = object.value("title"_key).toString();
  panel.description = object.value("description"_key).toString();
  const QJsonObject grid = object.value("gridPos"_key).toObject();
  panel.grid.w = std::clamp(intOf(grid.value("w"_key)).value_or(12), 1, 24);
  panel.grid.x = std::clamp(intOf(grid.value("x"_key)).value_or(0), 0, 24 - panel.grid.w);
  panel.grid.y = std::clamp(intOf(grid.value("y"_key)).value_or(0), 0, 100'000);
  panel.grid.h = std::clamp(intOf(grid.value("h"_key)).value_or(8), 1, 200);

  const QJsonValue datasource = object.value("datasource"_key);
  if (datasource.isObject()) panel.datasourceType = datasource.toObject().value("type"_key).toString();
  for (const QJsonValue& target : object.value("targets"_key).toArray()) {
    if (target.toObject().value("hide"_key).toBool(false)) continue;
    panel.targets.push_back(readTarget(target.toObject()));
  }
  panel.minIntervalMs = durationOf(object.value("interval"_key));
  panel.maxDataPoints = std::clamp(intOf(object.value("maxDataPoints"_key)).value_or(0), 0, 11'000);

  const QJsonObject config = object.value("fieldConfig"_key).toObject();
  panel.field = readField(config.value("defaults"_key).toObject());
  panel.overrides = readOverrides(config.value("overrides"_key).toArray());

  const QJsonObject options = object.value("options"_key).toObject();
  const QJsonObject legend = options.value("legend"_key).toObject();
  panel.showLegend = legend.value("showLegend"_key).toBool(legend.value("displayMode"_key).toString() != "hidden"_key);
  const QJsonArray calcs = options.value("reduceOptions"_key).toObject().value("calcs"_key).toArray();
  if (!calcs.isEmpty()) panel.reduceCalc = calcs.first().toString(panel.reduceCalc);
  panel.colorMode = options.value("colorMode"_key).toString(panel.colorMode);
  panel.graphMode = options.value("graphMode"_key).toString(panel.graphMode);
  panel.textMode = options.value("textMode"_key).toString(panel.textMode);

  if (panel.type == "graph"_key) {
    panel.type = QStringLiteral("timeseries");
    readOldGraph(object, panel);
  } else if (panel.type == "row"_key) {
    panel.grid = {0, panel.grid.y, 24, 1};
    panel.collapsed = object.value("collapsed"_key).toBool(false);
    for (const QJsonValue& nested : object.value("panels"_key).toArray()) {
      if (nested.isObject()) panel.nested.push_back(readPanel(nested.toObject()));
    }
  }
  return panel;
}

int legacyHeight(const QJsonValue& value) {
  // "250px", "250" or 250: pixels, in rows of 38.
  QString text = value.isString() ? value.toString() : QString::number(value.toDouble(250));
  text.remove(QStringLiteral("px"));
  const double pixels = text.toDouble();
  return std::clamp(static_cast<int>(std::ceil((pixels > 0 ? pixels : 250.0) / 38.0)), 3, 40);
}

/// Dashboards before Grafana 5 have rows of panels with a span of 12.
std::vector<PanelModel> readLegacyRows(const QJsonArray& rows) {
  std::vector<PanelModel> panels;
  int y = 0;
  for (const QJsonValue& item : rows) {
    const QJsonObject row = item.toObject();
    PanelModel heading;
    heading.type = QStringLiteral("row");
    heading.title = row.value("title"_key).toString();
    heading.collapsed = row.value("collapse"_key).toBool(false);
    heading.grid = {0, y, 24, 1};
    const bool shown = row.value("showTitle"_key).toBool(false) || heading.collapsed || rows.size() > 1;
    if (shown) ++y;

    std::vector<PanelModel> content;
    const int height = legacyHeight(row.value("height"_key));
    int x = 0;
    for (const QJsonValue& child : row.value("panels"_key).toArray()) {
      PanelModel panel = readPanel(child.toObject());
      const double span = numberOf(child.toObject().value("span"_key)).value_or(4);
      const int width = std::clamp(static_cast<int>(std::lround(span * 2)), 2, 24);
      if (x + width > 24) {
        x = 0;
        y += height;
      }
      panel.grid = {x, y, width, height};
      x += width;
      content.push_back(std::move(panel));
    }
    if (!content.empty()) y += height;
    if (heading.collapsed) {
      heading.nested = std::move(content);
      y = heading.grid.y + 1;
      content.clear();
    }
    if (shown) panels.push_back(std::move(heading));
    for (PanelModel& panel : content) panels.push_back(std::move(panel));
  }
  return panels;
}

std::optional<qint64> readSpan(const QString& from) {
  static const QRegularExpression kNowMinus(QStringLiteral(R"(^now-([0-9A-Za-z.]+)(?:/[a-zA-Z]+)?$)"));
  const QRegularExpressionMatch match = kNowMinus.match(from);
  return match.hasMatch() ? parseDuration(match.captured(1)) : std::nullopt;
}

bool matches(const FieldOverride& rule, const QString& seriesName, const QString& refId) {
  if (rule.matcher == "byName"_key) return rule.argument == seriesName;
  if (rule.matcher == "byFrameRefID"_key) return rule.argument == refId;
  if (rule.matcher != "byRegexp"_key) return false;
  QString pattern = rule.argument;
  if (pattern.startsWith(QLatin1Char('/'))) {
    pattern = pattern.mid(1, std::max<qsizetype>(0, pattern.lastIndexOf(QLatin1Char('/')) - 1));
  }
  return QRegularExpression(pattern).match(seriesName).hasMatch();
}

void apply(const QString& id, const QString& value, FieldOptions& field) {
  bool isNumber = false;
  const double number = value.toDouble(&isNumber);
  if (id == "unit"_key) field.unit = value;
  if (id == "displayName"_key) field.displayName = value;
  if (id == "noValue"_key) field.noValue = value;
  if (id == "decimals"_key && isNumber) field.decimals = static_cast<int>(std::clamp(number, 0.0, 12.0));
  if (id == "min"_key && isNumber) field.min = number;
  if (id == "max"_key && isNumber) field.max = number;
  if (id == "custom.fillOpacity"_key && isNumber) field.fillOpacity = std::clamp(number, 0.0, 100.0);
  if (id == "custom.lineWidth"_key && isNumber) field.lineWidth = std::clamp(number, 0.0, 10.0);
  if (id == "custom.drawStyle"_key) field.drawStyle = value;
  if (id == "custom.stacking"_key) field.stacking = readStacking(value);
  if (id == "custom.axisPlacement"_key) field.rightAxis = value == "right"_key;
  if (id == "color"_key) {
    field.colourMode = QStringLiteral("fixed");
    field.fixedColour = value;
  }
}

}  // namespace

Result<Dashboard> parseDashboard(const QByteArray& json) {
  QJsonParseError failed{};
  const QJsonDocument document = QJsonDocument::fromJson(json, &failed);
  if (failed.error != QJsonParseError::NoError) {
    return Error(ErrorCode::kInvalidArgument, "Not valid JSON: " + failed.errorString().toStdString() + " at byte " +
                                                  std::to_string(failed.offset) + ".");
  }
  QJsonObject object = document.object();
  for (const QLatin1String wrapper : {"dashboard"_key, "spec"_key}) {
    if (object.value(wrapper).isObject()) object = object.value(wrapper).toObject();
  }
  if (object.value("elements"_key).isObject()) {
    return Error(ErrorCode::kUnsupportedMedia,
                 "This dashboard is in Grafana's V2 schema, which is not supported. Export it as classic JSON.");
  }
  if (!object.value("panels"_key).isArray() && !object.value("rows"_key).isArray()) {
    return Error(ErrorCode::kInvalidArgument,
                 "Not a Grafana dashboard: neither \"panels\" nor \"rows\". Export the dashboard as classic JSON.");
  }

  Dashboard dashboard;
  dashboard.uid = object.value("uid"_key).toString();
  dashboard.title = object.value("title"_key).toString();
  dashboard.description = object.value("description"_key).toString();
  dashboard.spanMs = readSpan(object.value("time"_key).toObject().value("from"_key).toString());
  if (const qint64 refresh = durationOf(object.value("refresh"_key)); refresh > 0) dashboard.refreshMs = refresh;
  for (const QJsonValue& variable : object.value("templating"_key).toObject().value("list"_key).toArray()) {
    dashboard.variables.append(variable.toObject().value("name"_key).toString());
  }
  if (object.value("panels"_key).isArray()) {
    for (const QJsonValue& panel : object.value("panels"_key).toArray()) {
      if (panel.isObject()) dashboard.panels.push_back(readPanel(panel.toObject()));
    }
    std::stable_sort(dashboard.panels.begin(), dashboard.panels.end(), [](const PanelModel& a, const PanelModel& b) {
      return a.grid.y != b.grid.y ? a.grid.y < b.grid.y : a.grid.x < b.grid.x;
    });
  } else {
    dashboard.panels = readLegacyRows(object.value("rows"_key).toArray());
  }
  return dashboard;
}

FieldOptions fieldOptionsFor(const PanelModel& panel, const QString& seriesName, const QString& refId) {
  FieldOptions field = panel.field;
  for (const FieldOverride& rule : panel.overrides) {
    if (!matches(rule, seriesName, refId)) continue;
    for (const auto& [id, value] : rule.properties) apply(id, value, field);
  }
  return field;
}

}  // namespace vigie::console
