// The pie chart that was a plugin, and heatmaps before Grafana 9.1.
// Source: Grafana's public/app/plugins/panel/piechart/migrations.ts and heatmap/migrations.ts.
#include "console/dashboard/impl/legacy_json.h"
#include "console/dashboard/json_read.h"

namespace vigie::console::impl {
namespace {

using jsonread::at;
using jsonread::boolOf;
using jsonread::intOf;
using jsonread::numberOf;
using jsonread::objectAt;
using jsonread::textAt;

/// How values are counted: by the size of a bucket or by how many there are.
QJsonObject axisBuckets(const QJsonValue& size, const QJsonValue& number, int logBase) {
  QJsonObject buckets;
  if (numberOf(number)) {
    buckets = {{QStringLiteral("mode"), QLatin1String("count")},
               {QStringLiteral("value"), number.toVariant().toString()}};
  } else if (numberOf(size) || size.isString()) {
    buckets = {{QStringLiteral("mode"), QLatin1String("size")}, {QStringLiteral("value"), size.toVariant().toString()}};
  }
  if (logBase > 1) {
    buckets.insert(QStringLiteral("scale"),
                   QJsonObject{{kType, QLatin1String("log")}, {QStringLiteral("log"), logBase == 2 ? 2 : 10}});
  }
  return buckets;
}

QJsonObject heatColour(const QJsonObject& old) {
  const bool opacity = textAt(old, "mode") == QLatin1String("opacity");
  QJsonObject colour{{QStringLiteral("mode"), opacity ? QLatin1String("opacity") : QLatin1String("scheme")},
                     {QStringLiteral("scheme"), textAt(old, "colorScheme", QStringLiteral("interpolateOranges"))},
                     {QStringLiteral("fill"), textAt(old, "cardColor", QStringLiteral("dark-orange"))},
                     // Only opacity had a curve.
                     {QStringLiteral("scale"), opacity ? QLatin1String("exponential") : QLatin1String("linear")},
                     {QStringLiteral("exponent"), numberOf(at(old, "exponent")).value_or(0.5)}};
  if (textAt(old, "colorScale") == QLatin1String("linear"))
    colour.insert(QStringLiteral("scale"), QLatin1String("linear"));
  for (const char* limit : {"min", "max"}) {
    if (const auto number = numberOf(at(old, limit))) colour.insert(QLatin1String(limit), *number);
  }
  return colour;
}

}  // namespace

QJsonObject modernPie(QJsonObject panel) {
  panel.insert(kType, QLatin1String("piechart"));
  const QJsonObject options = objectAt(panel, "options");
  // Saved by a Grafana that had it as its own already.
  if (options.contains(QLatin1String("reduceOptions"))) return panel;
  QJsonObject defaults{{QStringLiteral("unit"), textAt(panel, "format")}};
  if (const auto decimals = intOf(at(panel, "decimals"))) defaults.insert(QStringLiteral("decimals"), *decimals);
  QJsonArray overrides;
  const QJsonObject aliases = objectAt(panel, "aliasColors");
  for (auto it = aliases.begin(); it != aliases.end(); ++it)
    overrides.append(overrideOf(it.key(), {property("color", fixedColour(it.value()))}));

  const QJsonObject legend = objectAt(panel, "legend");
  const QString place = textAt(panel, "legendType", QStringLiteral("Under graph"));
  const bool onGraph = place == QLatin1String("On graph");
  QJsonArray words;
  if (boolOf(at(legend, "values"), false)) words.append(QLatin1String("value"));
  if (boolOf(at(legend, "percentage"), false)) words.append(QLatin1String("percent"));
  QJsonArray labels;
  if (onGraph) {
    labels = words;
    labels.prepend(QLatin1String("name"));
  }
  const bool shown = boolOf(at(legend, "show"), true) && !onGraph;
  panel.insert(kFieldConfig,
               QJsonObject{{QStringLiteral("defaults"), defaults}, {QStringLiteral("overrides"), overrides}});
  panel.insert(
      kOptions,
      QJsonObject{
          {QStringLiteral("pieType"), textAt(panel, "pieType", QStringLiteral("pie"))},
          {QStringLiteral("displayLabels"), labels},
          {QStringLiteral("reduceOptions"),
           QJsonObject{{QStringLiteral("calcs"),
                        QJsonArray{modernCalc(textAt(panel, "valueName"), QStringLiteral("lastNotNull"))}}}},
          {QStringLiteral("legend"),
           QJsonObject{
               {QStringLiteral("showLegend"), shown},
               {QStringLiteral("displayMode"), words.isEmpty() ? QLatin1String("list") : QLatin1String("table")},
               {QStringLiteral("placement"),
                place == QLatin1String("Right side") ? QLatin1String("right") : QLatin1String("bottom")},
               {QStringLiteral("values"), words}}}});
  return panel;
}

QJsonObject modernHeatmap(QJsonObject panel) {
  const QJsonObject axis = objectAt(panel, "yAxis");
  const QJsonObject cards = objectAt(panel, "cards");
  const bool buckets = textAt(panel, "dataFormat") == QLatin1String("tsbuckets");
  QJsonObject y{{QStringLiteral("unit"), textAt(axis, "format")},
                {QStringLiteral("reverse"), at(panel, "reverseYBuckets")}};
  for (const char* key : {"decimals", "min", "max"}) {
    if (const auto number = numberOf(at(axis, key))) y.insert(QLatin1String(key), *number);
  }
  const int base = intOf(at(axis, "logBase")).value_or(1);
  const QJsonObject calculation{
      {QStringLiteral("xBuckets"), axisBuckets(at(panel, "xBucketSize"), at(panel, "xBucketNumber"), 1)},
      {QStringLiteral("yBuckets"), axisBuckets(at(panel, "yBucketSize"), at(panel, "yBucketNumber"), base)}};
  QJsonObject options{{QStringLiteral("calculate"), !buckets},
                      {QStringLiteral("color"), heatColour(objectAt(panel, "color"))},
                      {QStringLiteral("cellGap"), numberOf(at(cards, "cardPadding")).value_or(2)},
                      {QStringLiteral("legend"),
                       QJsonObject{{QStringLiteral("show"), boolOf(at(objectAt(panel, "legend"), "show"), false)}}},
                      {QStringLiteral("tooltip"),
                       QJsonObject{{QStringLiteral("show"), boolOf(at(objectAt(panel, "tooltip"), "show"), true)}}},
                      {QStringLiteral("yAxis"), y}};
  if (!buckets) options.insert(QStringLiteral("calculation"), calculation);
  // Cells without an observation were drawn unless they were hidden.
  if (!boolOf(at(panel, "hideZeroBuckets"), false))
    options.insert(QStringLiteral("filterValues"), QJsonObject{{QStringLiteral("le"), -1e9}});
  panel.insert(kOptions, options);
  return panel;
}

}  // namespace vigie::console::impl
