// A silence of one alert, in Alertmanager or in Grafana's own: both speak Alertmanager's API below their address.
#pragma once

#include "console/stack/drill/alert_watch.h"
#include "console/stack/drill/http_json.h"

#include <QString>
#include <QUrl>

namespace vigie::stack {

class AlertSilence {
 public:
  /// `alertmanager` is what /api/v2 is below. `http` must outlive this.
  AlertSilence(HttpJson& http, QUrl alertmanager, QString alert);

  Silencing put(int seconds);
  /// Whether an active alert is silenced by it.
  bool holds();
  /// Ends it; one that fails ends by itself.
  void lift();
  [[nodiscard]] const QString& lastError() const { return lastError_; }

 private:
  HttpJson& http_;
  QUrl alertmanager_;
  QString alert_;
  QString id_;
  QString lastError_;
};

}  // namespace vigie::stack
