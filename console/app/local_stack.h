// The local stack in the console: attaches to it, follows its addresses, says how it is.
#pragma once

#include "console/app/health_monitor.h"
#include "console/stack/stack_client.h"

#include <QObject>

namespace vigie::console {

class Endpoints;

class LocalStack : public QObject {
  Q_OBJECT
 public:
  LocalStack(Endpoints& endpoints, PrometheusClient& prometheus, QObject* parent = nullptr);

  void attach() { client_.attach(); }
  /// "Local stack starting", with what each service is at; kGood when all of it runs.
  [[nodiscard]] const HealthItem& health() const { return health_; }

 Q_SIGNALS:
  void changed();

 private:
  void follow();

  Endpoints& endpoints_;
  PrometheusClient& prometheus_;
  stack::StackClient client_;
  HealthItem health_;
};

}  // namespace vigie::console
