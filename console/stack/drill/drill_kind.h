// The drills there are: the three alert test procedures (docs/alerting.md).
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace vigie::stack {

struct DrillKind {
  QString name;   ///< service-down
  QString alert;  ///< ServiceDown
  /// PUT /internal/faults: what the server does meanwhile, or, for service-down, what marks the drill. Renewed until
  /// the drill ends it; without the drill it ends by itself within half a minute.
  QJsonObject fault;
  bool holdsServer = false;                 ///< the fault is that the server is down
  bool needsLoad = false;                   ///< POST /v1/drill, at least as often as all else is asked
  std::chrono::seconds deliveredWithin{0};  ///< after the fault, with the real times
};

/// A resolved message comes within this after the condition is over, with the real times.
constexpr std::chrono::seconds kResolvedWithin{120};

QStringList drillNames();
std::optional<DrillKind> drillKind(const QString& name);

}  // namespace vigie::stack
