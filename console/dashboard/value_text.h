// One value as a panel shows it: mapped, in its unit, with the colour a mapping gives it. Any thread.
#pragma once

#include "console/dashboard/field_options.h"
#include "console/dashboard/unit_format.h"

#include <QString>

#include <optional>
#include <vector>

namespace vigie::console {

struct ShownValue {
  FormattedValue text;
  QString colour;  ///< Grafana's name, from a mapping; empty: the field's own rules
};

/// Nothing is the field's "no value" text, or a dash.
ShownValue shownValue(const FieldOptions& field, std::optional<double> value);
ShownValue shownText(const FieldOptions& field, const QString& text);

/// What a mapping says instead of the value; nothing: the value speaks for itself.
std::optional<QString> mappedWord(const std::vector<ValueMapping>& mappings, std::optional<double> value);

/// The colour a mapping gives it, Grafana's name; empty: the field's own rules. Without the cost of its text.
QString mappedColour(const std::vector<ValueMapping>& mappings, std::optional<double> value);

/// Where `value` lies between the field's min and max (0 … 1), with what stands in for a limit that is not set.
double shareOf(const FieldOptions& field, double value, double low, double high);

}  // namespace vigie::console
