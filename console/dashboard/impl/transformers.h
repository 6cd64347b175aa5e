// The transformations themselves: frames in, frames out, options as Grafana writes them.
#pragma once

#include "console/dashboard/data_frame.h"

#include <QJsonObject>

#include <vector>

namespace vigie::console::impl {

using Frames = std::vector<DataFrame>;

// Which columns and rows there are.
Frames organize(Frames frames, const QJsonObject& options);
Frames filterByName(Frames frames, const QJsonObject& options);
Frames filterByRefId(Frames frames, const QJsonObject& options);
Frames filterByValue(Frames frames, const QJsonObject& options);
Frames renameByRegex(Frames frames, const QJsonObject& options);
Frames sortBy(Frames frames, const QJsonObject& options);
Frames limitRows(Frames frames, const QJsonObject& options);

// Several frames into one.
Frames joinByField(Frames frames, const QJsonObject& options);
Frames merge(Frames frames, const QJsonObject& options);
Frames seriesToRows(Frames frames, const QJsonObject& options);
Frames labelsToFields(Frames frames, const QJsonObject& options);

/// Series as rows, one table a query: a column a label, and "Trend #A" with the line and what it comes to.
Frames timeSeriesTable(Frames frames, const QJsonObject& options);

// New values.
Frames reduceFields(Frames frames, const QJsonObject& options);
Frames calculateField(Frames frames, const QJsonObject& options);
Frames groupBy(Frames frames, const QJsonObject& options);

/// Index of the field called `name`, or -1.
int fieldCalled(const DataFrame& frame, const Frames& all, const QString& name);

}  // namespace vigie::console::impl
