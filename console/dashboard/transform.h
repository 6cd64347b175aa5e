// Grafana's transformations, in the order in which a panel lists them. Pure; any thread.
// Source: Grafana's packages/grafana-data/src/transformations/transformers.
#pragma once

#include "console/dashboard/data_frame.h"

#include <QStringList>

#include <vector>

namespace vigie::console {

/// A transformation that is not known leaves the data as it is and its id in `unknown`.
std::vector<DataFrame> transformed(std::vector<DataFrame> frames, const std::vector<Transformation>& steps,
                                   QStringList* unknown = nullptr);

}  // namespace vigie::console
