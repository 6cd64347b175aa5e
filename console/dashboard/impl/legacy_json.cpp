#include "console/dashboard/impl/legacy_json.h"

#include "console/dashboard/json_read.h"

#include <QHash>

namespace vigie::console::impl {

using jsonread::at;
using jsonread::numberOf;
using jsonread::textAt;

QJsonObject property(const char* id, const QJsonValue& value) {
  return {{QStringLiteral("id"), QLatin1String(id)}, {QStringLiteral("value"), value}};
}

QJsonObject overrideOf(const QString& name, const QJsonArray& properties) {
  const bool isRegex = name.size() > 1 && name.startsWith(QLatin1Char('/'));
  return {{QStringLiteral("matcher"),
           QJsonObject{{QStringLiteral("id"), isRegex ? QLatin1String("byRegexp") : QLatin1String("byName")},
                       {kOptions, name}}},
          {QStringLiteral("properties"), properties}};
}

QJsonObject fixedColour(const QJsonValue& colour) {
  return {{QStringLiteral("mode"), QLatin1String("fixed")}, {QStringLiteral("fixedColor"), colour}};
}

QString modernCalc(const QString& name, const QString& otherwise) {
  static const QHash<QString, QString> kCalcs = {
      {QStringLiteral("avg"), QStringLiteral("mean")},    {QStringLiteral("current"), QStringLiteral("lastNotNull")},
      {QStringLiteral("total"), QStringLiteral("sum")},   {QStringLiteral("first"), QStringLiteral("firstNotNull")},
      {QStringLiteral("delta"), QStringLiteral("delta")}, {QStringLiteral("diff"), QStringLiteral("diff")},
      {QStringLiteral("range"), QStringLiteral("range")}, {QStringLiteral("min"), QStringLiteral("min")},
      {QStringLiteral("max"), QStringLiteral("max")},     {QStringLiteral("count"), QStringLiteral("count")}};
  return kCalcs.value(name, otherwise);
}

QJsonObject absoluteSteps(const QJsonArray& values, const QJsonArray& colours) {
  QJsonArray steps{QJsonObject{{QStringLiteral("color"), colours.at(0)}, {QStringLiteral("value"), {}}}};
  int next = 1;
  for (const QJsonValue& value : values) {
    if (const auto number = numberOf(value))
      steps.append(QJsonObject{{QStringLiteral("color"), colours.at(next++)}, {QStringLiteral("value"), *number}});
  }
  return {{QStringLiteral("mode"), QLatin1String("absolute")}, {QStringLiteral("steps"), steps}};
}

QJsonArray modernMappings(const QJsonObject& panel) {
  const QJsonArray values = jsonread::arrayAt(panel, "valueMaps");
  const QJsonArray ranges = jsonread::arrayAt(panel, "rangeMaps");
  const int said = jsonread::intOf(at(panel, "mappingType")).value_or(0);
  const bool byRange = said == 2 || (said == 0 && values.isEmpty());
  QJsonArray mappings;
  for (const QJsonValue& item : byRange ? ranges : values) {
    QJsonObject mapping = item.toObject();
    mapping.insert(kType, byRange ? 2 : 1);
    mappings.append(mapping);
  }
  return mappings;
}

}  // namespace vigie::console::impl
