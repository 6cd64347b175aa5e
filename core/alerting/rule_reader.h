// Grafana's alerting files, read strictly: a key that Grafana would ignore silently is refused here.
#pragma once

#include "core/alerting/alert_rule.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace vigie::alerting {

/// The rule groups of one file of provisioning/alerting, in their order; none where it holds contact points, policies
/// or templates only. `name` is what errors call the file.
///
/// kInvalidArgument is one line: the file, the line, what is wrong and what would be right. Refused is, beside what is
/// not Grafana's schema: an unknown or doubled key, a uid or title used twice, a query that is not instant, an
/// expression or a label with `$`, a condition that is not one threshold over one query, and noDataState or
/// execErrState other than OK and Alerting. Files over 256 KiB are not read. Pure; any thread.
Result<std::vector<AlertRuleGroup>> readAlertRules(std::string_view text, const std::string& name);

}  // namespace vigie::alerting
