// Grafana's alert rules as a rule file of Prometheus, for a stack that runs without Grafana.
#pragma once

#include "core/alerting/alert_rule.h"
#include "core/base/result.h"

#include <string>
#include <vector>

namespace vigie::alerting {

/// A Prometheus rule file whose alerts fire when Grafana's do: the query in parentheses, then the threshold; `for`,
/// labels and annotations as they are, templates translated (annotation_template.h). A group is called "FOLDER/NAME".
///
/// Prometheus has no noDataState: an empty query is silent there, so an expression must not be empty where silence
/// would be wrong. Paused rules are left out. kInvalidArgument names the rule and the annotation. Pure; any thread.
Result<std::string> toPrometheusRules(const std::vector<AlertRuleGroup>& groups);

/// The expression of a rule's alert in there: empty as long as its threshold is kept.
std::string toPrometheusExpression(const AlertRule& rule);

}  // namespace vigie::alerting
