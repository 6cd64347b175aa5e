#include "console/stack/stack_state.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <utility>

namespace vigie::stack {
namespace {

constexpr std::array kServiceStatusNames{
    std::pair{ServiceStatus::kWaiting, "waiting"},       std::pair{ServiceStatus::kStarting, "starting"},
    std::pair{ServiceStatus::kRunning, "running"},       std::pair{ServiceStatus::kUnhealthy, "unhealthy"},
    std::pair{ServiceStatus::kRestarting, "restarting"}, std::pair{ServiceStatus::kFailed, "failed"},
    std::pair{ServiceStatus::kStopping, "stopping"},     std::pair{ServiceStatus::kStopped, "stopped"},
};

constexpr std::array kPhaseNames{
    std::pair{StackPhase::kStarting, "starting"}, std::pair{StackPhase::kReady, "ready"},
    std::pair{StackPhase::kDegraded, "degraded"}, std::pair{StackPhase::kStopping, "stopping"},
    std::pair{StackPhase::kStopped, "stopped"},   std::pair{StackPhase::kFailed, "failed"},
};

template <class Table, class Value>
QString nameOf(const Table& table, Value value) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == value; });
  return found == table.end() ? QString() : QString::fromLatin1(found->second);
}

template <class Table>
auto valueOf(const Table& table, const QString& name) {
  using Value = decltype(table.front().first);
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& row) { return name == QLatin1String(row.second); });
  return found == table.end() ? std::nullopt : std::optional<Value>(found->first);
}

}  // namespace

const ServiceState* StackState::service(const QString& name) const {
  const auto found =
      std::find_if(services.begin(), services.end(), [&](const ServiceState& one) { return one.name == name; });
  return found == services.end() ? nullptr : &*found;
}

QString toString(ServiceStatus status) { return nameOf(kServiceStatusNames, status); }
QString toString(StackPhase phase) { return nameOf(kPhaseNames, phase); }

QJsonObject toJson(const StackState& state) {
  QJsonArray services;
  for (const ServiceState& service : state.services) {
    services.append(QJsonObject{{"name", service.name},
                                {"state", toString(service.status)},
                                {"detail", service.detail},
                                {"url", service.url.toString()},
                                {"restarts", service.restarts}});
  }
  QJsonObject object{{"phase", toString(state.phase)},
                     {"services", services},
                     {"endpoints", QJsonObject{{"server", state.endpoints.server.toString()},
                                               {"internal", state.endpoints.internal.toString()},
                                               {"prometheus", state.endpoints.prometheus.toString()},
                                               {"alertmanager", state.endpoints.alertmanager.toString()}}}};
  if (!state.error.isEmpty()) {
    object.insert("error", state.error);
  }
  return object;
}

std::optional<StackState> stateFromJson(const QJsonObject& object) {
  const auto phase = valueOf(kPhaseNames, object.value("phase").toString());
  if (!phase || !object.value("services").isArray() || !object.value("endpoints").isObject()) {
    return std::nullopt;
  }
  StackState state;
  state.phase = *phase;
  state.error = object.value("error").toString();
  const QJsonObject endpoints = object.value("endpoints").toObject();
  state.endpoints.server = QUrl(endpoints.value("server").toString());
  state.endpoints.internal = QUrl(endpoints.value("internal").toString());
  state.endpoints.prometheus = QUrl(endpoints.value("prometheus").toString());
  state.endpoints.alertmanager = QUrl(endpoints.value("alertmanager").toString());
  for (const QJsonValue& value : object.value("services").toArray()) {
    const QJsonObject row = value.toObject();
    const auto status = valueOf(kServiceStatusNames, row.value("state").toString());
    if (!status || row.value("name").toString().isEmpty()) {
      return std::nullopt;
    }
    state.services.append(ServiceState{row.value("name").toString(), *status, row.value("detail").toString(),
                                       QUrl(row.value("url").toString()), row.value("restarts").toInt()});
  }
  return state;
}

}  // namespace vigie::stack
