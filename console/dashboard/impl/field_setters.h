// What each property of a field configuration sets, by the name overrides have for it. Internal to console/dashboard.
#pragma once

#include "console/dashboard/field_options.h"

#include <QJsonValue>
#include <QString>

namespace vigie::console::impl {

/// "unit", "custom.fillOpacity" …: sets it; a property that is not known changes nothing.
void applyProperty(const QString& id, const QJsonValue& value, FieldOptions& field);

}  // namespace vigie::console::impl
