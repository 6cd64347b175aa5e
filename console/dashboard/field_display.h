// The values that stat, gauge, bar gauge and pie panels show: one a series, or one a row. Pure.
#pragma once

#include "console/dashboard/panel_data.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace vigie::console {

struct DisplayValue {
  QString name;
  std::optional<double> number;
  QString text;  ///< of a text field; `number` is empty then
  bool isText = false;
  FieldOptions field;
  Labels labels;  ///< of its series
  /// How it got there; null where there is no line to show. Borrowed from the data.
  const Series* trend = nullptr;
};

/// By the panel's reduce options. `data` outlives the result.
std::vector<DisplayValue> displayValues(const PanelModel& panel, const PanelData& data);

/// The least and the most of all values of all series: what a missing min and max stand for. {0, 100} without any.
std::pair<double, double> valueRange(const PanelData& data);

}  // namespace vigie::console
