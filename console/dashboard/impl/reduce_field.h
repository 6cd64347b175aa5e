// Calculations over one field of a frame: of numbers, of times, and of texts as far as they have an answer.
// Source: Grafana's packages/grafana-data/src/transformations/fieldReducer.ts.
#pragma once

#include "console/dashboard/data_frame.h"

#include <optional>
#include <vector>

namespace vigie::console::impl {

/// A number, a text, or neither: nothing.
struct Reduced {
  std::optional<double> number;
  std::optional<QString> text;
};

/// Over `rows` of `field`, in that order.
Reduced reduceField(const DataField& field, const std::vector<std::size_t>& rows, const QString& calc);
/// Over all of them.
Reduced reduceField(const DataField& field, const QString& calc);

/// Whether what `calc` makes of a time is a time again, and not a number of something.
bool staysATime(const QString& calc);

/// A column of such values: of texts as soon as one of them is one.
DataField columnOf(const QString& name, const std::vector<Reduced>& values);

}  // namespace vigie::console::impl
