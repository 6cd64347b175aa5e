// What a bar chart draws: groups of bars, one bar in each a column. Pure.
#pragma once

#include "console/dashboard/panel_data.h"

#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace vigie::console {

struct BarColumn {
  QString name;
  FieldOptions field;
  Labels labels;
  std::vector<double> values;  ///< one a group; NaN: no bar
};

struct BarColumns {
  QStringList groups;
  std::vector<BarColumn> columns;
  /// The labels of a group's own series, where each group is one.
  std::vector<Labels> groupLabels;
  std::size_t leftOut = 0;  ///< groups of the data that are not among these
};

/// A group a row of the data, a bar a numeric column; or, where each series has one value, a group a series. No more
/// than some thousands of bars.
BarColumns barColumns(const PanelModel& panel, const PanelData& data);

/// Where each bar of a group starts and ends: beside each other from zero, or on top of one another; what is below zero
/// hangs. In per cent they fill 100. Columns for which `isShown` is false have none.
std::vector<std::vector<std::pair<double, double>>> barEnds(const BarColumns& columns, Stacking stacking,
                                                            const std::vector<bool>& isShown);

}  // namespace vigie::console
