// The local stack as the place of a drill: by the lease of drill_lease.h.
#pragma once

#include "console/stack/drill/drill_ground.h"
#include "console/stack/drill/http_json.h"
#include "console/stack/stack_state.h"

#include <QLocalSocket>

namespace vigie::stack {

/// The lease ends with this object's connection: with the process at the latest.
class StackGround : public DrillGround {
 public:
  StackGround(QString controlSocket, const Endpoints& endpoints);
  ~StackGround() override;

  [[nodiscard]] QString name() const override { return "the local stack"; }
  [[nodiscard]] QUrl server() const override { return endpoints_.server; }
  [[nodiscard]] QUrl prometheus() const override { return endpoints_.prometheus; }
  Result<void> take(bool quick) override;
  Result<void> putFault(const QJsonObject& fault) override;
  Result<void> stopServer() override;
  void mend() override;
  [[nodiscard]] bool isThere() const override { return control_.state() == QLocalSocket::ConnectedState; }

 private:
  Result<void> order(const QJsonObject& message);

  QString controlSocket_;
  Endpoints endpoints_;
  QLocalSocket control_;
  HttpJson http_;
  bool isHeld_ = false;
  bool isFaulty_ = false;  ///< a fault of ours is or may be there
};

}  // namespace vigie::stack
