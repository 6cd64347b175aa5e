// What rewriting old panels needs: pieces of today's JSON.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace vigie::console::impl {

inline const QString kOptions = QStringLiteral("options");
inline const QString kFieldConfig = QStringLiteral("fieldConfig");
inline const QString kType = QStringLiteral("type");
inline const QString kCustom = QStringLiteral("custom");

/// {"id": …, "value": …} of an override.
QJsonObject property(const char* id, const QJsonValue& value);
/// An override of the field called `name`, or of those that match `/name/`.
QJsonObject overrideOf(const QString& name, const QJsonArray& properties);
QJsonObject fixedColour(const QJsonValue& colour);
/// The calculation that "avg", "current", "total" … are called today; `otherwise` for what is none of them.
QString modernCalc(const QString& name, const QString& otherwise);
/// {"mode": "absolute", "steps": […]}: the first colour below `values`, each next one from its value on.
QJsonObject absoluteSteps(const QJsonArray& values, const QJsonArray& colours);
/// `valueMaps` or `rangeMaps`, whichever `mappingType` says.
QJsonArray modernMappings(const QJsonObject& panel);

/// The dashes of a graph, or of one of its series.
QJsonObject dashStyle(bool dashes, const QJsonValue& length, const QJsonValue& space);
/// One of a graph's `seriesOverrides` as the properties of an override; `axes` are its `yaxes`.
QJsonArray seriesOverride(const QJsonObject& from, const QJsonArray& axes);

/// A `graph` as a time series, or as bars where its x axis is series or a histogram.
QJsonObject modernGraph(QJsonObject panel);
/// A `singlestat` as a stat or a gauge.
QJsonObject modernSingleStat(QJsonObject panel);
/// A stat, gauge or bar gauge of Grafana 6: `valueOptions` or `fieldOptions` as today's `reduceOptions` and
/// `fieldConfig`.
QJsonObject modernFieldOptions(QJsonObject panel);
/// A table before Grafana 7.
QJsonObject modernTable(QJsonObject panel);
/// The pie chart that was a plugin.
QJsonObject modernPie(QJsonObject panel);
/// A heatmap before Grafana 9.1.
QJsonObject modernHeatmap(QJsonObject panel);

}  // namespace vigie::console::impl
