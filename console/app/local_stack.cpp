#include "console/app/local_stack.h"

#include "console/settings/endpoints.h"

namespace vigie::console {

LocalStack::LocalStack(Endpoints& endpoints, PrometheusClient& prometheus, QObject* parent)
    : QObject(parent), endpoints_(endpoints), prometheus_(prometheus) {
  connect(&client_, &stack::StackClient::endpointsKnown, this, [this](const stack::Endpoints& known) {
    endpoints_.setAlertmanager(known.alertmanager);
    endpoints_.set(known.server, known.prometheus, endpoints_.grafana(), true);
  });
  connect(&client_, &stack::StackClient::stateChanged, this, [this] {
    // A service that has just come up is asked at once, not when the pause for an absent one is over.
    prometheus_.retryNow();
    follow();
  });
  connect(&client_, &stack::StackClient::linkChanged, this, &LocalStack::follow);
  follow();
}

void LocalStack::follow() {
  using Link = stack::StackClient::Link;
  QStringList services;
  for (const stack::ServiceState& service : client_.state().services) {
    if (service.status == stack::ServiceStatus::kRunning) continue;
    services.append(
        QStringLiteral("%1: %2 %3").arg(service.name, stack::toString(service.status), service.detail).trimmed());
  }
  const QString detail = services.join(QLatin1Char('\n'));
  if (client_.link() == Link::kFailed) {
    health_ = {HealthLevel::kCritical, tr("Local stack not running"), client_.lastError()};
  } else if (client_.link() != Link::kAttached) {
    health_ = {HealthLevel::kUnknown, tr("Local stack starting"), detail};
  } else {
    switch (client_.state().phase) {
      case stack::StackPhase::kReady:
        health_ = {HealthLevel::kGood, tr("Local stack"), {}};
        break;
      case stack::StackPhase::kStarting:
        health_ = {HealthLevel::kUnknown, tr("Local stack starting"), detail};
        break;
      case stack::StackPhase::kDegraded:
        health_ = {HealthLevel::kWarning, tr("Local stack degraded"), detail};
        break;
      case stack::StackPhase::kStopping:
      case stack::StackPhase::kStopped:
        health_ = {HealthLevel::kWarning, tr("Local stack stopped"), detail};
        break;
      case stack::StackPhase::kFailed:
        health_ = {HealthLevel::kCritical, tr("Local stack not running"), client_.state().error};
        break;
    }
  }
  Q_EMIT changed();
}

}  // namespace vigie::console
