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
  /// Where below its port Alertmanager is, "/" and 32 hexadecimal digits: it answers any web page that knows its
  /// address, so none may guess it (docs/adr/0091).
  QString alertmanagerPath;
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

}  // namespace vigie::stack
