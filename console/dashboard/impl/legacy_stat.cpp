// Single stats, and the stats and gauges of Grafana 6.
// Source: Grafana's packages/grafana-ui/src/components/SingleStatShared/SingleStatBaseOptions.ts.
#include "console/dashboard/impl/legacy_json.h"
#include "console/dashboard/json_read.h"

#include <QRegularExpression>

namespace vigie::console::impl {
namespace {

using jsonread::arrayAt;
using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

void putIfSaid(QJsonObject& object, const char* key, const QJsonValue& value) {
  const bool said = !value.isNull() && !value.isUndefined() && !(value.isString() && value.toString().isEmpty());
  if (said) object.insert(QLatin1String(key), value);
}

/// "50,80"
QJsonArray numbersIn(const QString& text) {
  QJsonArray numbers;
  for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) numbers.append(part.trimmed());
  return numbers;
}

/// [{"value": 50, "color": "red"}], the first of which is below all others.
QJsonObject stepsOf(const QJsonArray& thresholds) {
  QJsonArray steps;
  for (const QJsonValue& item : thresholds) {
    QJsonObject step = item.toObject();
    if (steps.isEmpty()) step.insert(QStringLiteral("value"), QJsonValue());
    steps.append(step);
  }
  return {{QStringLiteral("mode"), QLatin1String("absolute")}, {QStringLiteral("steps"), steps}};
}

/// The defaults of Grafana 6.2 to 6.7 as those of a `fieldConfig`.
QJsonObject modernDefaults(const QJsonObject& fields, const QJsonObject& options) {
  QJsonObject defaults = objectAt(fields, "defaults");
  putIfSaid(defaults, "displayName", defaults.take(QStringLiteral("title")));
  // Before 6.6 beside the defaults, before 6.2 at the top.
  for (const QJsonObject& from : {fields, options}) {
    for (const char* key : {"mappings", "valueMappings"}) {
      if (!arrayAt(from, key).isEmpty() && !defaults.contains(QLatin1String("mappings")))
        defaults.insert(QStringLiteral("mappings"), at(from, key));
    }
    if (!arrayAt(from, "thresholds").isEmpty() && !defaults.contains(QLatin1String("thresholds")))
      defaults.insert(QStringLiteral("thresholds"), at(from, "thresholds"));
  }
  if (at(defaults, "thresholds").isArray())
    defaults.insert(QStringLiteral("thresholds"), stepsOf(arrayAt(defaults, "thresholds")));
  return defaults;
}

}  // namespace

QJsonObject modernSingleStat(QJsonObject panel) {
  const QJsonObject dial = objectAt(panel, "gauge");
  const bool gauge = boolOf(at(dial, "show"), false);
  panel.insert(kType, gauge ? QLatin1String("gauge") : QLatin1String("stat"));
  QJsonObject defaults{
      {QStringLiteral("unit"), textAt(panel, "format")},
      {QStringLiteral("thresholds"), absoluteSteps(numbersIn(textAt(panel, "thresholds")), arrayAt(panel, "colors"))},
      {QStringLiteral("color"), QJsonObject{{QStringLiteral("mode"), QLatin1String("thresholds")}}},
      {QStringLiteral("mappings"), modernMappings(panel)}};
  if (const auto decimals = intOf(at(panel, "decimals"))) defaults.insert(QStringLiteral("decimals"), *decimals);
  putIfSaid(defaults, "noValue", at(panel, "nullText"));
  putIfSaid(defaults, "links", at(panel, "links").isArray() ? QJsonValue() : at(panel, "links"));
  if (gauge) {
    defaults.insert(QStringLiteral("min"), numberOf(at(dial, "minValue")).value_or(0));
    defaults.insert(QStringLiteral("max"), numberOf(at(dial, "maxValue")).value_or(100));
  }
  QJsonObject reduce{
      {QStringLiteral("calcs"), QJsonArray{modernCalc(textAt(panel, "valueName"), QStringLiteral("mean"))}}};
  // Of a table's columns one is shown.
  if (const QString column = textAt(panel, "tableColumn"); !column.isEmpty())
    reduce.insert(QStringLiteral("fields"), QStringLiteral("/^%1$/").arg(QRegularExpression::escape(column)));
  const bool background = boolOf(at(panel, "colorBackground"), false);
  const bool value = boolOf(at(panel, "colorValue"), false);
  const bool line = boolOf(at(objectAt(panel, "sparkline"), "show"), false);
  const bool named = textAt(panel, "valueName") == QLatin1String("name");
  panel.insert(kFieldConfig, QJsonObject{{QStringLiteral("defaults"), defaults}});
  panel.insert(kOptions,
               QJsonObject{{QStringLiteral("reduceOptions"), reduce},
                           {QStringLiteral("orientation"), QLatin1String("horizontal")},
                           {QStringLiteral("justifyMode"), QLatin1String("auto")},
                           {QStringLiteral("textMode"), named ? QLatin1String("name") : QLatin1String("auto")},
                           {QStringLiteral("graphMode"), line ? QLatin1String("area") : QLatin1String("none")},
                           {QStringLiteral("showThresholdMarkers"), boolOf(at(dial, "thresholdMarkers"), true)},
                           {QStringLiteral("showThresholdLabels"), boolOf(at(dial, "thresholdLabels"), false)},
                           {QStringLiteral("colorMode"), background ? QLatin1String("background")
                                                         : value    ? QLatin1String("value")
                                                                    : QLatin1String("none")}});
  return panel;
}

QJsonObject modernFieldOptions(QJsonObject panel) {
  QJsonObject options = objectAt(panel, "options");
  const QJsonObject values = objectAt(options, "valueOptions");
  QJsonObject fields = objectAt(options, "fieldOptions");
  if (fields.isEmpty() && values.isEmpty()) return panel;
  QJsonObject defaults = modernDefaults(fields, options);
  if (!values.isEmpty()) {
    for (const char* key : {"unit", "decimals"}) putIfSaid(defaults, key, at(values, key));
    fields.insert(QStringLiteral("calcs"), QJsonArray{modernCalc(textAt(values, "stat"), textAt(values, "stat"))});
  }
  putIfSaid(defaults, "min", at(options, "minValue"));
  putIfSaid(defaults, "max", at(options, "maxValue"));
  QJsonArray overrides = arrayAt(fields, "overrides");
  if (overrides.isEmpty()) overrides = arrayAt(objectAt(panel, "fieldConfig"), "overrides");
  QJsonObject reduce{{QStringLiteral("values"), boolOf(at(fields, "values"), false)}};
  QJsonArray calcs;
  for (const QJsonValue& calc : arrayAt(fields, "calcs")) calcs.append(modernCalc(calc.toString(), calc.toString()));
  if (!calcs.isEmpty()) reduce.insert(QStringLiteral("calcs"), calcs);
  putIfSaid(reduce, "limit", at(fields, "limit"));
  putIfSaid(reduce, "fields", at(fields, "fields"));
  options.insert(QStringLiteral("reduceOptions"), reduce);
  panel.insert(kOptions, options);
  panel.insert(kFieldConfig,
               QJsonObject{{QStringLiteral("defaults"), defaults}, {QStringLiteral("overrides"), overrides}});
  return panel;
}

}  // namespace vigie::console::impl
