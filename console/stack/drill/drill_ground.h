// Where a drill takes place: the local stack (StackGround) or compose (ComposeGround). It causes the fault, and ends it
// whatever becomes of the drill.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>
#include <QUrl>

namespace vigie::stack {

/// Main thread. The destructor ends what is there yet.
class DrillGround {
 public:
  DrillGround() = default;
  virtual ~DrillGround() = default;
  DrillGround(const DrillGround&) = delete;
  DrillGround& operator=(const DrillGround&) = delete;

  /// "the local stack"; for the report.
  [[nodiscard]] virtual QString name() const = 0;
  [[nodiscard]] virtual QUrl server() const = 0;      ///< the public API
  [[nodiscard]] virtual QUrl prometheus() const = 0;  ///< what its alerts are evaluated from

  /// The right to a drill; with `quick`, with the alerts' times shortened, where that can be. One at a time.
  virtual Result<void> take(bool quick) = 0;
  /// PUT /internal/faults. It ends by itself after its `ttl_s`, so that it is to be renewed.
  virtual Result<void> putFault(const QJsonObject& fault) = 0;
  /// Takes the server down, until mend().
  virtual Result<void> stopServer() = 0;
  /// The server starts again, no fault is left. What fails here ends by itself. May be called twice.
  virtual void mend() = 0;
  /// Whether there is a service to drill yet.
  [[nodiscard]] virtual bool isThere() const = 0;
};

}  // namespace vigie::stack
