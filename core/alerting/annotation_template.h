// An annotation of a Grafana rule in Prometheus' words.
#pragma once

#include "core/alerting/alert_rule.h"
#include "core/base/result.h"

#include <string>
#include <string_view>

namespace vigie::alerting {

/// `text`, an annotation of `rule`, as a template of Prometheus that says the same.
///
/// | Grafana | Prometheus |
/// | --- | --- |
/// | `{{ $labels.NAME }}` | as it is |
/// | `{{ $values.A.Value }}`, where the threshold reads A | `{{ $value }}` |
/// | `{{ $values.X.Value }}`, where X is another query | `{{ query "…" \| first \| value }}` |
/// | `{{ FUNCTION $values.….Value }}` | the same function: humanize, humanize1024, humanizeDuration, humanizePercentage
/// | | `{{ printf "%.1f" $values.….Value }}` | the same, any number of digits |
///
/// Anything else between {{ }} is kInvalidArgument: the two systems' templates differ in more than names.
Result<std::string> toPrometheusTemplate(std::string_view text, const AlertRule& rule);

}  // namespace vigie::alerting
