// What Prometheus, Alertmanager and the relay's inbox of the local stack say of one alert, now.
#pragma once

#include "console/stack/drill/alert_silence.h"
#include "console/stack/drill/alert_watch.h"
#include "console/stack/drill/http_json.h"
#include "console/stack/stack_state.h"

namespace vigie::stack {

class LocalAlertWatch : public AlertWatch {
 public:
  LocalAlertWatch(const Endpoints& endpoints, QString inboxDirectory, const QString& alert);

  [[nodiscard]] QString source() const override;
  std::optional<RuleState> rule() override;
  /// Whether Prometheus knows an Alertmanager. After a reload it knows none for up to 5 s (its service discovery), and
  /// an alert that fires then is dropped and sent again a minute later only (--rules.alert.resend-delay).
  bool isDelivering() override;
  std::optional<QString> told(const QString& status, const QDateTime& since) override;
  Silencing silence(int seconds) override { return silence_.put(seconds); }
  bool isSilenced() override { return silence_.holds(); }
  void unsilence() override { silence_.lift(); }
  QJsonArray history(const QDateTime&) override { return {}; }
  [[nodiscard]] const QString& lastError() const override;

 private:
  QJsonDocument ask(const QUrl& url);

  Endpoints endpoints_;
  QString inboxDirectory_;
  QString alert_;
  HttpJson http_;
  AlertSilence silence_;
  QString lastError_;
};

}  // namespace vigie::stack
