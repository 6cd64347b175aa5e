// Value mappings as every version of Grafana wrote them.
#pragma once

#include "console/dashboard/field_options.h"

#include <QJsonObject>

#include <vector>

namespace vigie::console::impl {

/// Appends what one entry of `mappings` says; nothing for an entry of no known kind.
void readMapping(const QJsonObject& mapping, std::vector<ValueMapping>& out);

}  // namespace vigie::console::impl
