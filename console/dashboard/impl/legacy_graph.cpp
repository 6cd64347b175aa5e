#include "console/dashboard/impl/legacy_json.h"
#include "console/dashboard/json_read.h"

#include <QHash>

#include <algorithm>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

using Object = QJsonObject;

QString drawStyleOf(bool lines, bool bars, bool points) {
  if (bars) return QStringLiteral("bars");
  if (!lines && points) return QStringLiteral("points");
  return QStringLiteral("line");
}

void readAxis(const Object& axis, Object& defaults, Object& custom) {
  if (const QString format = textAt(axis, "format"); !format.isEmpty()) {
    defaults.insert(QStringLiteral("unit"), format);
  }
  for (const char* limit : {"min", "max"}) {
    if (const auto number = numberOf(at(axis, limit))) defaults.insert(QLatin1String(limit), *number);
  }
  if (const auto decimals = intOf(at(axis, "decimals"))) defaults.insert(QStringLiteral("decimals"), *decimals);
  if (const QString label = textAt(axis, "label"); !label.isEmpty()) {
    custom.insert(QStringLiteral("axisLabel"), label);
  }
  if (const int base = intOf(at(axis, "logBase")).value_or(1); base > 1) {
    custom.insert(QStringLiteral("scaleDistribution"),
                  Object{{kType, QLatin1String("log")}, {QStringLiteral("log"), base == 2 ? 2 : 10}});
  }
}

QJsonArray seriesOverride(const Object& from, const Object& rightAxis) {
  QJsonArray properties;
  if (intOf(at(from, "yaxis")) == 2) {
    properties.append(property("custom.axisPlacement", QLatin1String("right")));
    if (const QString unit = textAt(rightAxis, "format"); !unit.isEmpty()) properties.append(property("unit", unit));
  }
  if (const auto fill = numberOf(at(from, "fill"))) properties.append(property("custom.fillOpacity", *fill * 10));
  if (const auto width = numberOf(at(from, "linewidth"))) properties.append(property("custom.lineWidth", *width));
  if (from.contains(QLatin1String("bars")) || from.contains(QLatin1String("lines")) ||
      from.contains(QLatin1String("points"))) {
    properties.append(
        property("custom.drawStyle", drawStyleOf(boolOf(at(from, "lines"), true), boolOf(at(from, "bars"), false),
                                                 boolOf(at(from, "points"), false))));
  }
  if (textAt(from, "transform") == QLatin1String("negative-Y")) {
    properties.append(property("custom.transform", QLatin1String("negative-Y")));
  }
  if (boolOf(at(from, "dashes"), false)) {
    properties.append(property("custom.lineStyle", Object{{QStringLiteral("fill"), QLatin1String("dash")}}));
  }
  if (at(from, "stack").isBool() && !at(from, "stack").toBool()) {
    properties.append(property("custom.stacking", Object{{QStringLiteral("mode"), QLatin1String("none")}}));
  }
  if (const QString colour = textAt(from, "color"); !colour.isEmpty()) {
    properties.append(property("color", fixedColour(colour)));
  }
  if (boolOf(at(from, "hiddenSeries"), false)) {
    properties.append(property("custom.hideFrom", Object{{QStringLiteral("viz"), true}}));
  }
  return properties;
}

Object graphLegend(const Object& legend) {
  static const std::pair<const char*, const char*> kCalcs[] = {
      {"min", "min"}, {"max", "max"}, {"avg", "mean"}, {"current", "lastNotNull"}, {"total", "sum"}};
  QJsonArray calcs;
  if (boolOf(at(legend, "values"), false)) {
    for (const auto& [flag, calc] : kCalcs) {
      if (boolOf(at(legend, flag), false)) calcs.append(QLatin1String(calc));
    }
  }
  return {{QStringLiteral("showLegend"), boolOf(at(legend, "show"), true)},
          {QStringLiteral("displayMode"),
           boolOf(at(legend, "alignAsTable"), false) ? QLatin1String("table") : QLatin1String("list")},
          {QStringLiteral("placement"),
           boolOf(at(legend, "rightSide"), false) ? QLatin1String("right") : QLatin1String("bottom")},
          {QStringLiteral("calcs"), calcs}};
}

/// The alert lines of a graph: {"value", "op": "gt"|"lt", "line", "fill", "colorMode"}.
void readGraphThresholds(const QJsonArray& written, Object& defaults, Object& custom) {
  static const QHash<QString, QString> kColours = {{QStringLiteral("critical"), QStringLiteral("red")},
                                                   {QStringLiteral("warning"), QStringLiteral("orange")},
                                                   {QStringLiteral("ok"), QStringLiteral("green")}};
  QJsonArray steps{Object{{QStringLiteral("color"), QLatin1String("transparent")}, {QStringLiteral("value"), {}}}};
  bool line = false;
  bool area = false;
  for (const QJsonValue& item : written) {
    const Object threshold = item.toObject();
    const auto value = numberOf(at(threshold, "value"));
    if (!value) continue;
    line = line || boolOf(at(threshold, "line"), false);
    area = area || boolOf(at(threshold, "fill"), false);
    const QString colour = kColours.value(textAt(threshold, "colorMode"), textAt(threshold, "lineColor"));
    steps.append(Object{{QStringLiteral("color"), colour.isEmpty() ? QStringLiteral("red") : colour},
                        {QStringLiteral("value"), *value}});
  }
  if (steps.size() < 2) return;
  defaults.insert(QStringLiteral("thresholds"),
                  Object{{QStringLiteral("mode"), QLatin1String("absolute")}, {QStringLiteral("steps"), steps}});
  custom.insert(QStringLiteral("thresholdsStyle"),
                Object{{QStringLiteral("mode"), line && area ? QLatin1String("line+area")
                                                : area       ? QLatin1String("area")
                                                             : QLatin1String("line")}});
}

}  // namespace

Object property(const char* id, const QJsonValue& value) {
  return {{QStringLiteral("id"), QLatin1String(id)}, {QStringLiteral("value"), value}};
}

Object overrideOf(const QString& name, const QJsonArray& properties) {
  const bool isRegex = name.size() > 1 && name.startsWith(QLatin1Char('/'));
  return {
      {QStringLiteral("matcher"),
       Object{{QStringLiteral("id"), isRegex ? QLatin1String("byRegexp") : QLatin1String("byName")}, {kOptions, name}}},
      {QStringLiteral("properties"), properties}};
}

Object fixedColour(const QJsonValue& colour) {
  return {{QStringLiteral("mode"), QLatin1String("fixed")}, {QStringLiteral("fixedColor"), colour}};
}

Object modernGraph(Object panel) {
  panel.insert(kType, QLatin1String("timeseries"));
  Object defaults;
  Object custom;
  const QJsonArray axes = arrayAt(panel, "yaxes");
  readAxis(axes.at(0).toObject(), defaults, custom);
  const bool lines = boolOf(at(panel, "lines"), true);
  const bool bars = boolOf(at(panel, "bars"), false);
  const bool points = boolOf(at(panel, "points"), false);
  custom.insert(QStringLiteral("drawStyle"), drawStyleOf(lines, bars, points));
  custom.insert(QStringLiteral("showPoints"), points ? QLatin1String("always") : QLatin1String("never"));
  custom.insert(QStringLiteral("fillOpacity"), numberOf(at(panel, "fill")).value_or(1) * 10);
  custom.insert(QStringLiteral("lineWidth"), numberOf(at(panel, "linewidth")).value_or(1));
  if (const auto radius = numberOf(at(panel, "pointradius"))) {
    custom.insert(QStringLiteral("pointSize"), *radius * 2);
  }
  if (boolOf(at(panel, "steppedLine"), false)) {
    custom.insert(QStringLiteral("lineInterpolation"), QLatin1String("stepAfter"));
  }
  if (boolOf(at(panel, "dashes"), false)) {
    custom.insert(QStringLiteral("lineStyle"), Object{{QStringLiteral("fill"), QLatin1String("dash")}});
  }
  if (boolOf(at(panel, "stack"), false)) {
    custom.insert(QStringLiteral("stacking"),
                  Object{{QStringLiteral("mode"),
                          boolOf(at(panel, "percentage"), false) ? QLatin1String("percent") : QLatin1String("normal")},
                         {QStringLiteral("group"), QLatin1String("A")}});
  }
  custom.insert(QStringLiteral("spanNulls"), textAt(panel, "nullPointMode") == QLatin1String("connected"));
  readGraphThresholds(arrayAt(panel, "thresholds"), defaults, custom);
  defaults.insert(kCustom, custom);

  QJsonArray overrides;
  const Object aliases = objectAt(panel, "aliasColors");
  for (auto it = aliases.begin(); it != aliases.end(); ++it) {
    overrides.append(overrideOf(it.key(), {property("color", fixedColour(it.value()))}));
  }
  for (const QJsonValue& item : arrayAt(panel, "seriesOverrides")) {
    const QJsonArray properties = seriesOverride(item.toObject(), axes.at(1).toObject());
    if (!properties.isEmpty()) overrides.append(overrideOf(textAt(item.toObject(), "alias"), properties));
  }
  panel.insert(kFieldConfig, Object{{QStringLiteral("defaults"), defaults}, {QStringLiteral("overrides"), overrides}});

  const Object tooltip = objectAt(panel, "tooltip");
  static const char* const kSorts[] = {"none", "asc", "desc"};
  panel.insert(kOptions,
               Object{{QStringLiteral("legend"), graphLegend(objectAt(panel, "legend"))},
                      {QStringLiteral("tooltip"),
                       Object{{QStringLiteral("mode"),
                               boolOf(at(tooltip, "shared"), true) ? QLatin1String("multi") : QLatin1String("single")},
                              {QStringLiteral("sort"),
                               QLatin1String(kSorts[std::clamp(intOf(at(tooltip, "sort")).value_or(0), 0, 2)])}}}});
  return panel;
}

}  // namespace vigie::console::impl
