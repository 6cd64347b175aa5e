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

/// All columns beside each other; shorter ones end in nothing.
Frames concatenate(Frames frames, const QJsonObject& options);
/// Rows by the labels their series share, a column a value of one label.
Frames joinByLabels(Frames frames, const QJsonObject& options);

// One frame into another shape.
Frames rowsToFields(Frames frames, const QJsonObject& options);
Frames groupingToMatrix(Frames frames, const QJsonObject& options);
Frames transpose(Frames frames, const QJsonObject& options);
/// A frame for each different value of some columns.
Frames partitionByValues(Frames frames, const QJsonObject& options);
/// "wide": all over one time; "multi" (once "many"): a frame a series; "long": labels as columns.
Frames prepareTimeSeries(Frames frames, const QJsonObject& options);
/// How many values are in which bucket: "xMin", "xMax", and a column of counts a field.
Frames histogramFrame(Frames frames, const QJsonObject& options);

// Other values in the columns there are.
Frames convertFieldType(Frames frames, const QJsonObject& options);
Frames formatTime(Frames frames, const QJsonObject& options);
Frames formatString(Frames frames, const QJsonObject& options);
/// Columns of what a text holds: JSON, or "name=value".
Frames extractFields(Frames frames, const QJsonObject& options);

/// What one query answers as the options of the others: a limit, a unit, a threshold.
Frames configFromData(Frames frames, const QJsonObject& options);

// New values.
Frames reduceFields(Frames frames, const QJsonObject& options);
Frames calculateField(Frames frames, const QJsonObject& options);
Frames groupBy(Frames frames, const QJsonObject& options);

/// calculateField's running totals and moving averages: a value a row of `values`.
std::vector<double> cumulated(const std::vector<double>& values, const QString& calc);
std::vector<double> overWindow(const std::vector<double>& values, const QJsonObject& options);

/// Index of the field called `name`, or -1.
int fieldCalled(const DataFrame& frame, const Frames& all, const QString& name);

}  // namespace vigie::console::impl
