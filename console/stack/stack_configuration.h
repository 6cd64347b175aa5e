// The files that the stack writes for Prometheus and Alertmanager, from those in monitoring/ that were compiled in.
#pragma once

#include "console/stack/stack_plan.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace vigie::stack {

/// `configuration` (monitoring/prometheus/prometheus.yml) with compose's targets replaced by loopback ports, and with
/// the alert rules that Grafana has there (StackPaths::alertRules()); with `alerts`, told to the stack's Alertmanager.
/// An Error when a target does not occur exactly once: the file changed and this did not.
Result<QByteArray> renderPrometheusConfig(QByteArray configuration, const StackPorts& ports, bool alerts);

/// The same of monitoring/alertmanager/alertmanager.yml, whose one target is the relay.
Result<QByteArray> renderAlertmanagerConfig(QByteArray configuration, const StackPorts& ports);

/// The configurations that were compiled in.
QByteArray prometheusTemplate();
QByteArray alertmanagerTemplate();

/// The path of `file`, made by chance at the first time, so that links in messages stay good. An Error where it cannot
/// be written.
Result<QString> unguessablePath(const QString& file);

}  // namespace vigie::stack
