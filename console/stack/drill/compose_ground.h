// Docker Compose as the place of a drill: the service `web` of docker-compose.yml.
#pragma once

#include "console/stack/drill/compose_cli.h"
#include "console/stack/drill/compose_guard.h"
#include "console/stack/drill/drill_ground.h"

#include <memory>

namespace vigie::stack {

/// `web` is stopped and started by compose, with a guard that starts it when the drill is gone. Faults are put from
/// within the container, since the internal listener is published nowhere; each ends by itself.
class ComposeGround : public DrillGround {
 public:
  /// Asks compose for the published addresses. An Error is one line.
  static Result<std::unique_ptr<ComposeGround>> find(const QString& file);
  ~ComposeGround() override;

  [[nodiscard]] QString name() const override { return "compose"; }
  [[nodiscard]] QUrl server() const override { return server_; }
  [[nodiscard]] QUrl prometheus() const override { return prometheus_; }
  [[nodiscard]] const ComposeCli& compose() const { return compose_; }
  /// Refuses `quick`: the rules are Grafana's.
  Result<void> take(bool quick) override;
  Result<void> putFault(const QJsonObject& fault) override;
  Result<void> stopServer() override;
  void mend() override;
  [[nodiscard]] bool isThere() const override { return true; }

 private:
  ComposeGround(ComposeCli compose, QUrl server, QUrl prometheus);
  Result<void> askInside(const QByteArray& method, const QByteArray& body);

  ComposeCli compose_;
  QUrl server_;
  QUrl prometheus_;
  ComposeGuard guard_;
  int lock_ = -1;  ///< one drill at a time
  bool isFaulty_ = false;
};

}  // namespace vigie::stack
