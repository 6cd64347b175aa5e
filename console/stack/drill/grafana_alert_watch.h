// What a Grafana says of one alert, now: its alerting API, as Grafana 9 to 13 have it (docs/adr/0116).
#pragma once

#include "console/stack/drill/alert_silence.h"
#include "console/stack/drill/alert_watch.h"
#include "console/stack/drill/http_json.h"

namespace vigie::stack {

class GrafanaAlertWatch : public AlertWatch {
 public:
  /// `token` is a service account's, or empty for a Grafana that lets anybody read; it is sent to `grafana` only.
  /// `condition` is the rule as PromQL, which Grafana's API does not give.
  GrafanaAlertWatch(const QUrl& grafana, const QByteArray& token, const QString& alert, QString condition);

  [[nodiscard]] QString source() const override;
  std::optional<RuleState> rule() override;
  /// Whether the contact point is there.
  bool isDelivering() override;
  /// Grafana keeps no message; its contact point says when it last told something, and how that went. An attempt that
  /// failed is no answer, and lastError() says why.
  std::optional<QString> told(const QString& status, const QDateTime& since) override;
  Silencing silence(int seconds) override;
  bool isSilenced() override { return silence_.holds(); }
  void unsilence() override { silence_.lift(); }
  /// The changes of state that Grafana annotated.
  QJsonArray history(const QDateTime& since) override;
  [[nodiscard]] const QString& lastError() const override { return lastError_; }

 private:
  QJsonDocument ask(const QUrl& url);

  QUrl grafana_;
  QString alert_;
  QString condition_;
  HttpJson http_;
  AlertSilence silence_;
  QString lastError_;
};

}  // namespace vigie::stack
