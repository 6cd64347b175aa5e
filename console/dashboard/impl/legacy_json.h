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

/// A `graph` as a time series.
QJsonObject modernGraph(QJsonObject panel);

}  // namespace vigie::console::impl
