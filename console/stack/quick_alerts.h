// Shorter times for alerts, so that a drill takes seconds: `vigie-stack drill … --quick`, and the tests.
//
// Only the rules that there is a drill of (those with a query beside the one of the threshold) are quicker: twenty
// times, windows and `for` alike. They are scraped and evaluated each second and told after one. What an alert means
// stays.
#pragma once

#include "core/alerting/alert_rule.h"
#include "core/base/result.h"

#include <QByteArray>

#include <vector>

namespace vigie::stack {

void quicken(std::vector<alerting::AlertRuleGroup>& groups);

/// monitoring/prometheus/prometheus.yml and monitoring/alertmanager/alertmanager.yml, in place. An Error when the times
/// that are to be shorter are not there: the file changed and this did not.
Result<void> quickScraping(QByteArray& configuration);
Result<void> quickRouting(QByteArray& configuration);

}  // namespace vigie::stack
