// Graphs before Grafana 8.
// Source: Grafana's public/app/plugins/panel/timeseries/migrations.ts.
#include "console/dashboard/impl/legacy_json.h"
#include "console/dashboard/json_read.h"
#include "console/dashboard/reduce.h"

#include <algorithm>
#include <utility>
#include <vector>

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
  if (!boolOf(at(axis, "show"), true)) custom.insert(QStringLiteral("axisPlacement"), QLatin1String("hidden"));
  if (const QString label = textAt(axis, "label"); !label.isEmpty()) {
    custom.insert(QStringLiteral("axisLabel"), label);
  }
  if (const int base = intOf(at(axis, "logBase")).value_or(1); base > 1) {
    custom.insert(QStringLiteral("scaleDistribution"),
                  Object{{kType, QLatin1String("log")}, {QStringLiteral("log"), base == 2 ? 2 : 10}});
  }
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
  const QString sortedBy = modernCalc(textAt(legend, "sort"), {});
  return {{QStringLiteral("showLegend"), boolOf(at(legend, "show"), true)},
          {QStringLiteral("displayMode"),
           boolOf(at(legend, "alignAsTable"), false) ? QLatin1String("table") : QLatin1String("list")},
          {QStringLiteral("placement"),
           boolOf(at(legend, "rightSide"), false) ? QLatin1String("right") : QLatin1String("bottom")},
          {QStringLiteral("calcs"), calcs},
          {QStringLiteral("sortBy"), sortedBy.isEmpty() ? QString() : calcKey(sortedBy)},
          {QStringLiteral("sortDesc"), boolOf(at(legend, "sortDesc"), false)}};
}

/// Series without a value, or of zeros only, are drawn and not listed.
QJsonArray unlistedOverrides(const Object& legend) {
  QJsonArray overrides;
  for (const auto& [flag, calc] : {std::pair("hideEmpty", "allIsNull"), std::pair("hideZero", "allIsZero")}) {
    if (!boolOf(at(legend, flag), false)) continue;
    const Object rule{{QStringLiteral("reducer"), QLatin1String(calc)},
                      {QStringLiteral("op"), QLatin1String("gte")},
                      {QStringLiteral("value"), 0}};
    const Object hidden{
        {QStringLiteral("viz"), false}, {QStringLiteral("legend"), true}, {QStringLiteral("tooltip"), true}};
    overrides.append(
        Object{{QStringLiteral("matcher"), Object{{QStringLiteral("id"), QLatin1String("byValue")}, {kOptions, rule}}},
               {QStringLiteral("properties"), QJsonArray{property("custom.hideFrom", hidden)}}});
  }
  return overrides;
}

QString thresholdColour(const Object& threshold) {
  const QString mode = textAt(threshold, "colorMode");
  if (mode == QLatin1String("warning")) return QStringLiteral("orange");
  if (mode == QLatin1String("ok")) return QStringLiteral("green");
  if (mode != QLatin1String("custom")) return QStringLiteral("red");
  const QString fill = textAt(threshold, "fillColor");
  return fill.isEmpty() ? textAt(threshold, "lineColor", QStringLiteral("red")) : fill;
}

/// The lines and areas of a graph: {"value", "op": "gt"|"lt", "line", "fill", "colorMode"}.
void readGraphThresholds(const QJsonArray& written, Object& defaults, Object& custom) {
  std::vector<Object> thresholds;
  for (const QJsonValue& item : written) {
    if (numberOf(at(item.toObject(), "value"))) thresholds.push_back(item.toObject());
  }
  if (thresholds.empty()) return;
  std::stable_sort(thresholds.begin(), thresholds.end(), [](const Object& a, const Object& b) {
    return numberOf(at(a, "value")) < numberOf(at(b, "value"));
  });
  const auto step = [](const QJsonValue& from, const QString& colour) {
    return Object{{QStringLiteral("color"), colour}, {QStringLiteral("value"), from}};
  };
  const QString clear = QStringLiteral("transparent");
  QJsonArray steps;
  bool line = false;
  bool area = false;
  for (std::size_t i = 0; i < thresholds.size(); ++i) {
    const Object& threshold = thresholds[i];
    line = line || boolOf(at(threshold, "line"), false);
    area = area || boolOf(at(threshold, "fill"), false);
    const double value = *numberOf(at(threshold, "value"));
    if (textAt(threshold, "op") != QLatin1String("lt")) {
      if (steps.isEmpty()) steps.append(step({}, clear));
      steps.append(step(value, thresholdColour(threshold)));
      continue;
    }
    // What is below it has its colour, up to the next one.
    if (steps.isEmpty()) steps.append(step({}, thresholdColour(threshold)));
    const bool nextIsBelow = i + 1 < thresholds.size() && textAt(thresholds[i + 1], "op") == QLatin1String("lt");
    steps.append(step(value, nextIsBelow ? thresholdColour(thresholds[i + 1]) : clear));
  }
  defaults.insert(QStringLiteral("thresholds"),
                  Object{{QStringLiteral("mode"), QLatin1String("absolute")}, {QStringLiteral("steps"), steps}});
  custom.insert(QStringLiteral("thresholdsStyle"),
                Object{{QStringLiteral("mode"), line && area ? QLatin1String("line+area")
                                                : area       ? QLatin1String("area")
                                                             : QLatin1String("line")}});
}

/// Where the x axis is no time: the values of each series as bars, or how often they fell where.
Object withoutTime(Object panel, const QString& mode, const Object& defaults, const QJsonArray& overrides) {
  const bool counts = mode == QLatin1String("histogram");
  panel.insert(kType, counts ? QLatin1String("histogram") : QLatin1String("bargauge"));
  const Object xAxis = objectAt(panel, "xaxis");
  Object fields = defaults;
  Object options{{QStringLiteral("legend"), graphLegend(objectAt(panel, "legend"))}};
  if (counts) {
    if (const auto buckets = intOf(at(xAxis, "buckets"))) options.insert(QStringLiteral("bucketCount"), *buckets);
    options.insert(QStringLiteral("combine"), true);
  } else {
    const QString calc = modernCalc(arrayAt(xAxis, "values").at(0).toString(), QStringLiteral("sum"));
    options.insert(QStringLiteral("reduceOptions"), Object{{QStringLiteral("calcs"), QJsonArray{calc}}});
    options.insert(QStringLiteral("orientation"), QLatin1String("vertical"));
    options.insert(QStringLiteral("displayMode"), QLatin1String("basic"));
    options.insert(QStringLiteral("showUnfilled"), false);
    fields.insert(QStringLiteral("color"), Object{{QStringLiteral("mode"), QLatin1String("palette-classic")}});
  }
  panel.insert(kFieldConfig, Object{{QStringLiteral("defaults"), fields}, {QStringLiteral("overrides"), overrides}});
  panel.insert(kOptions, options);
  return panel;
}

}  // namespace

Object modernGraph(Object panel) {
  panel.insert(kType, QLatin1String("timeseries"));
  Object defaults;
  Object custom;
  const QJsonArray axes = arrayAt(panel, "yaxes");
  readAxis(axes.at(0).toObject(), defaults, custom);
  // The panel's own decimals were those of its legend and tooltip.
  const auto decimals = intOf(at(panel, "decimals"));
  if (decimals && !defaults.contains(QLatin1String("decimals"))) defaults.insert(QStringLiteral("decimals"), *decimals);
  const bool lines = boolOf(at(panel, "lines"), true);
  const bool bars = boolOf(at(panel, "bars"), false);
  const bool points = boolOf(at(panel, "points"), false);
  custom.insert(QStringLiteral("drawStyle"), drawStyleOf(lines, bars, points));
  custom.insert(QStringLiteral("showPoints"), points ? QLatin1String("always") : QLatin1String("never"));
  const QJsonArray series = arrayAt(panel, "seriesOverrides");
  const bool bands = std::any_of(series.begin(), series.end(), [](const QJsonValue& one) {
    return !textAt(one.toObject(), "fillBelowTo").isEmpty();
  });
  const double gradient = numberOf(at(panel, "fillGradient")).value_or(0);
  // Bands and bars were as full as they were; a gradient's number was its opacity.
  custom.insert(QStringLiteral("fillOpacity"), bars           ? 100
                                               : gradient > 0 ? gradient * 10
                                               : bands        ? 35
                                                              : numberOf(at(panel, "fill")).value_or(1) * 10);
  if (gradient > 0) custom.insert(QStringLiteral("gradientMode"), QLatin1String("opacity"));
  custom.insert(QStringLiteral("lineWidth"), numberOf(at(panel, "linewidth")).value_or(1));
  if (const auto radius = numberOf(at(panel, "pointradius"))) {
    custom.insert(QStringLiteral("pointSize"), 2 + *radius * 2);
  }
  if (boolOf(at(panel, "steppedLine"), false)) {
    custom.insert(QStringLiteral("lineInterpolation"), QLatin1String("stepAfter"));
  }
  if (boolOf(at(panel, "dashes"), false)) {
    custom.insert(QStringLiteral("lineStyle"), dashStyle(true, at(panel, "dashLength"), at(panel, "spaceLength")));
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

  // What Grafana 7 wrote beside the old options holds where these say nothing.
  const Object written = objectAt(objectAt(panel, "fieldConfig"), "defaults");
  for (auto it = written.begin(); it != written.end(); ++it) {
    if (it.key() != kCustom && !defaults.contains(it.key())) defaults.insert(it.key(), it.value());
  }
  QJsonArray overrides = arrayAt(objectAt(panel, "fieldConfig"), "overrides");
  const Object aliases = objectAt(panel, "aliasColors");
  for (auto it = aliases.begin(); it != aliases.end(); ++it) {
    overrides.append(overrideOf(it.key(), {property("color", fixedColour(it.value()))}));
  }
  for (const QJsonValue& item : series) {
    const QJsonArray properties = seriesOverride(item.toObject(), axes);
    if (!properties.isEmpty()) overrides.append(overrideOf(textAt(item.toObject(), "alias"), properties));
  }
  for (const QJsonValue& unlisted : unlistedOverrides(objectAt(panel, "legend"))) overrides.append(unlisted);
  const QString mode = textAt(objectAt(panel, "xaxis"), "mode");
  if (mode == QLatin1String("series") || mode == QLatin1String("histogram"))
    return withoutTime(std::move(panel), mode, defaults, overrides);
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
