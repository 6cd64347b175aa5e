// The rows and columns that a heatmap counts values into. Pure. Internal to console/dashboard.
// Source: Grafana's public/app/features/transformers/calculateHeatmap/heatmap.ts.
#pragma once

#include <QJsonObject>
#include <QtGlobal>

#include <vector>

namespace vigie::console::impl {

/// Bounds of the rows for values from `low` to `high`, rising, by `yBuckets` of a panel's "calculation": so many, of
/// one size, or powers of a base, each cut into parts. Never empty, never over 500 rows.
std::vector<double> rowEdges(const QJsonObject& yBuckets, double low, double high);

/// Milliseconds of a column by `xBuckets`: a size ("5m"), or so many over the range; at least a step.
qint64 columnWidth(const QJsonObject& xBuckets, qint64 rangeMs, qint64 stepMs);

}  // namespace vigie::console::impl
