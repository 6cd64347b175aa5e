// What vigie-stack tells about the local stack: each service's state and the addresses to use. Plain values, and
// their JSON as it travels on the control socket and in `vigie-stack status --json`.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QUrl>

#include <optional>

namespace vigie::stack {

enum class ServiceStatus {
  kWaiting,     ///< not started yet: something it needs comes first
  kStarting,    ///< its process runs, its health check has not passed yet
  kRunning,     ///< its last health check passed
  kUnhealthy,   ///< its process runs, its health check fails
  kRestarting,  ///< it ended by itself; the next start is scheduled
  kFailed,      ///< given up: `detail` says why and what to do
  kStopping,
  kStopped,
};

struct ServiceState {
  QString name;  ///< postgresql, vigie-server, prometheus and so on: serviceNames()
  ServiceStatus status = ServiceStatus::kWaiting;
  QString detail;    ///< one sentence where there is something to say (a changed port, the reason of a failure)
  QUrl url;          ///< where it listens; empty for PostgreSQL, which has a private unix socket only
  int restarts = 0;  ///< by itself, since the stack started
  friend bool operator==(const ServiceState&, const ServiceState&) = default;
};

/// Where the running stack is reached. Known, and fixed for the stack's life, from the first state on.
struct Endpoints {
  QUrl server;        ///< the public API, e.g. http://127.0.0.1:8001
  QUrl internal;      ///< the server's internal listener (/metrics), e.g. http://127.0.0.1:8000
  QUrl prometheus;    ///< e.g. http://127.0.0.1:9090
  QUrl alertmanager;  ///< e.g. http://127.0.0.1:9093/3f…; empty where Grafana delivers the alerts
  friend bool operator==(const Endpoints&, const Endpoints&) = default;
};

enum class StackPhase {
  kStarting,  ///< not every service has been ready yet
  kReady,     ///< every service runs
  kDegraded,  ///< all were ready once; one is not now
  kStopping,
  kStopped,
  kFailed,  ///< cannot start: `error` says why and what to do
};

struct StackState {
  StackPhase phase = StackPhase::kStarting;
  QList<ServiceState> services;
  Endpoints endpoints;
  QString error;  ///< only with kFailed: one line with its remedy

  [[nodiscard]] const ServiceState* service(const QString& name) const;
  friend bool operator==(const StackState&, const StackState&) = default;
};

/// Names used in JSON ("running", "degraded", …); also what `vigie-stack status` prints.
QString toString(ServiceStatus status);
QString toString(StackPhase phase);

QJsonObject toJson(const StackState& state);
/// nullopt for anything but an object that toJson() could have made.
std::optional<StackState> stateFromJson(const QJsonObject& object);

}  // namespace vigie::stack

Q_DECLARE_METATYPE(vigie::stack::StackState)
