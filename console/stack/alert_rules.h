// Grafana's alert rules for the stack's own Prometheus: one definition for both (docs/adr/0090).
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace vigie::stack {

/// The built-in rules (monitoring/grafana/provisioning/alerting), converted; with `quick`, with the shorter times of
/// quick_alerts.h.
Result<QByteArray> ownAlertRules(bool quick = false);

/// The condition of one of the built-in rules as PromQL: empty as long as nothing is wrong. An Error when there is no
/// such rule.
Result<QString> ownAlertCondition(const QString& alert);

/// The rules of every file in a folder as Grafana reads it, converted. An Error is one line: the file, the line and
/// what is wrong; a file that does not end in .yaml, .yml or .json is wrong as well, since Grafana stops at one.
Result<QByteArray> alertRulesFrom(const QString& folder);

/// `vigie-stack alert-rules`: an empty `folder` takes the built-in rules, an empty `output` prints. The exit code.
int printAlertRules(const QString& folder, const QString& output);

}  // namespace vigie::stack
