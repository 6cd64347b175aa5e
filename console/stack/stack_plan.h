// Which services a stack has, and how each is run: from directories, programs and ports to specifications.
#pragma once

#include "console/stack/ports.h"
#include "console/stack/programs.h"
#include "console/stack/service_spec.h"
#include "console/stack/stack_paths.h"
#include "console/stack/stack_state.h"
#include "core/base/result.h"

#include <QList>
#include <QMap>
#include <QProcessEnvironment>

namespace vigie::stack {

struct StackPorts {
  ChosenPort server;
  ChosenPort internal;
  ChosenPort prometheus;
  ChosenPort nodeExporter;
  ChosenPort postgresExporter;
  ChosenPort alertmanager;
  ChosenPort relay;
};

/// An Error when not even the kernel has a free port.
Result<StackPorts> choosePorts(bool anyPort);

/// False where the caller names a Grafana (GRAFANA_URL), which then delivers the alerts: never two messengers.
bool deliversAlerts(const QProcessEnvironment& caller);

/// PostgreSQL first, in the order they are shown.
QList<ServiceSpec> planServices(const StackPaths& paths, const Programs& programs, const StackPorts& ports,
                                const QProcessEnvironment& caller, const QString& knowledge);

Endpoints endpointsOf(const StackPorts& ports, bool alerts);

/// The names of all services that a stack may have, for `vigie-stack logs`.
QStringList serviceNames();

/// `configuration` (monitoring/prometheus/prometheus.yml) with compose's targets replaced by loopback ports, and with
/// the alert rules that Grafana has there (StackPaths::alertRules()); with `alerts`, told to the stack's Alertmanager.
/// An Error when a target does not occur exactly once: the file changed and this did not.
Result<QByteArray> renderPrometheusConfig(QByteArray configuration, const StackPorts& ports, bool alerts);

/// The same of monitoring/alertmanager/alertmanager.yml, whose one target is the relay.
Result<QByteArray> renderAlertmanagerConfig(QByteArray configuration, const StackPorts& ports);

/// The configurations that were compiled in.
QByteArray prometheusTemplate();
QByteArray alertmanagerTemplate();

}  // namespace vigie::stack
