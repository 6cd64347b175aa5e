#include "console/dashboard/legacy_panels.h"

#include "console/dashboard/impl/legacy_json.h"
#include "console/dashboard/json_read.h"

#include <QHash>

#include <algorithm>

namespace vigie::console {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

using Object = QJsonObject;

using impl::fixedColour;
using impl::kFieldConfig;
using impl::kOptions;
using impl::kType;
using impl::overrideOf;
using impl::property;

/// "50,80" and three colours.
Object singleStatThresholds(const Object& panel) {
  const QJsonArray colours = arrayAt(panel, "colors");
  QJsonArray steps{Object{{QStringLiteral("color"), colours.at(0)}, {QStringLiteral("value"), {}}}};
  int next = 1;
  for (const QString& part : textAt(panel, "thresholds").split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (const auto value = numberOf(QJsonValue(part.trimmed()))) {
      steps.append(Object{{QStringLiteral("color"), colours.at(next++)}, {QStringLiteral("value"), *value}});
    }
  }
  return {{QStringLiteral("mode"), QLatin1String("absolute")}, {QStringLiteral("steps"), steps}};
}

Object modernSingleStat(Object panel) {
  const bool gauge = boolOf(at(objectAt(panel, "gauge"), "show"), false);
  panel.insert(kType, gauge ? QLatin1String("gauge") : QLatin1String("stat"));
  Object defaults{{QStringLiteral("unit"), textAt(panel, "format")},
                  {QStringLiteral("thresholds"), singleStatThresholds(panel)},
                  {QStringLiteral("color"), Object{{QStringLiteral("mode"), QLatin1String("thresholds")}}}};
  if (const auto decimals = intOf(at(panel, "decimals"))) defaults.insert(QStringLiteral("decimals"), *decimals);
  if (gauge) {
    defaults.insert(QStringLiteral("min"), numberOf(at(objectAt(panel, "gauge"), "minValue")).value_or(0));
    defaults.insert(QStringLiteral("max"), numberOf(at(objectAt(panel, "gauge"), "maxValue")).value_or(100));
  }
  QJsonArray mappings;
  for (const QJsonValue& item : arrayAt(panel, "valueMaps")) {
    Object mapping = item.toObject();
    mapping.insert(kType, 1);
    mappings.append(mapping);
  }
  defaults.insert(QStringLiteral("mappings"), mappings);
  static const QHash<QString, QString> kCalcs = {
      {QStringLiteral("avg"), QStringLiteral("mean")},    {QStringLiteral("current"), QStringLiteral("lastNotNull")},
      {QStringLiteral("total"), QStringLiteral("sum")},   {QStringLiteral("first"), QStringLiteral("firstNotNull")},
      {QStringLiteral("delta"), QStringLiteral("delta")}, {QStringLiteral("diff"), QStringLiteral("diff")},
      {QStringLiteral("range"), QStringLiteral("range")}, {QStringLiteral("min"), QStringLiteral("min")},
      {QStringLiteral("max"), QStringLiteral("max")}};
  const QString calc = kCalcs.value(textAt(panel, "valueName"), QStringLiteral("mean"));
  const bool background = boolOf(at(panel, "colorBackground"), false);
  const bool value = boolOf(at(panel, "colorValue"), false);
  panel.insert(kFieldConfig, Object{{QStringLiteral("defaults"), defaults}});
  panel.insert(kOptions, Object{{QStringLiteral("reduceOptions"), Object{{QStringLiteral("calcs"), QJsonArray{calc}}}},
                                {QStringLiteral("graphMode"), boolOf(at(objectAt(panel, "sparkline"), "show"), false)
                                                                  ? QLatin1String("area")
                                                                  : QLatin1String("none")},
                                {QStringLiteral("colorMode"), background ? QLatin1String("background")
                                                              : value    ? QLatin1String("value")
                                                                         : QLatin1String("none")}});
  return panel;
}

Object modernTable(Object panel) {
  panel.insert(kType, QLatin1String("table"));
  QJsonArray overrides;
  Object defaults;
  for (const QJsonValue& item : arrayAt(panel, "styles")) {
    const Object style = item.toObject();
    QJsonArray properties;
    if (const QString unit = textAt(style, "unit"); !unit.isEmpty()) properties.append(property("unit", unit));
    if (const auto decimals = intOf(at(style, "decimals"))) properties.append(property("decimals", *decimals));
    if (const QString alias = textAt(style, "alias"); !alias.isEmpty()) {
      properties.append(property("displayName", alias));
    }
    if (textAt(style, "type") == QLatin1String("hidden")) properties.append(property("custom.hidden", true));
    const QString pattern = textAt(style, "pattern");
    if (pattern == QLatin1String("/.*/")) {
      if (!textAt(style, "unit").isEmpty()) defaults.insert(QStringLiteral("unit"), textAt(style, "unit"));
    } else if (!properties.isEmpty()) {
      overrides.append(overrideOf(pattern, properties));
    }
  }
  panel.insert(kFieldConfig, Object{{QStringLiteral("defaults"), defaults}, {QStringLiteral("overrides"), overrides}});
  if (textAt(panel, "transform") == QLatin1String("timeseries_aggregations")) {
    QJsonArray reducers;
    for (const QJsonValue& column : arrayAt(panel, "columns")) {
      const QString value = textAt(column.toObject(), "value");
      reducers.append(value == QLatin1String("avg") ? QStringLiteral("mean") : value);
    }
    panel.insert(QStringLiteral("transformations"),
                 QJsonArray{Object{{QStringLiteral("id"), QLatin1String("reduce")},
                                   {kOptions, Object{{QStringLiteral("reducers"), reducers}}}}});
  } else {
    panel.insert(QStringLiteral("transformations"),
                 QJsonArray{Object{{QStringLiteral("id"), QLatin1String("merge")}, {kOptions, Object()}}});
  }
  return panel;
}

Object modernHeatmap(Object panel) {
  // Before Grafana 9.1 its options stood at the top.
  const Object colour = objectAt(panel, "color");
  const bool buckets = textAt(panel, "dataFormat") == QLatin1String("tsbuckets");
  panel.insert(
      kOptions,
      Object{{QStringLiteral("calculate"), !buckets},
             {QStringLiteral("color"), Object{{QStringLiteral("scheme"), textAt(colour, "colorScheme")}}},
             {QStringLiteral("yAxis"), Object{{QStringLiteral("unit"), textAt(objectAt(panel, "yAxis"), "format")},
                                              {QStringLiteral("reverse"), at(panel, "reverseYBuckets")}}}});
  return panel;
}

}  // namespace

QJsonObject modernised(const QJsonObject& panel) {
  const QString type = textAt(panel, "type");
  const bool hasOptions = at(panel, "options").isObject();
  if (type == QLatin1String("graph")) return impl::modernGraph(panel);
  if (type == QLatin1String("singlestat")) return modernSingleStat(panel);
  if (type == QLatin1String("table-old") ||
      (type == QLatin1String("table") && panel.contains(QLatin1String("styles")))) {
    return modernTable(panel);
  }
  if (type == QLatin1String("heatmap") && !hasOptions && panel.contains(QLatin1String("dataFormat"))) {
    return modernHeatmap(panel);
  }
  QJsonObject result = panel;
  if (type == QLatin1String("text") && !hasOptions) {
    result.insert(kOptions, Object{{QStringLiteral("content"), at(panel, "content")},
                                   {QStringLiteral("mode"), at(panel, "mode")}});
  } else if (type == QLatin1String("grafana-piechart-panel")) {
    result.insert(kType, QLatin1String("piechart"));
  }
  return result;
}

}  // namespace vigie::console
