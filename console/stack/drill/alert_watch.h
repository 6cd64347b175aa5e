// What Prometheus, Alertmanager and the inbox say of one alert, now.
#pragma once

#include "console/stack/drill/http_json.h"
#include "console/stack/relay/alert_inbox.h"
#include "console/stack/stack_state.h"

#include <QString>

#include <optional>

namespace vigie::stack {

struct RuleState {
  QString state;          ///< inactive, pending, firing
  QString query;          ///< with its threshold: empty as long as nothing is wrong
  double pendingFor = 0;  ///< its `for`, in seconds
};

/// Asks when it is asked; a service that does not answer is an empty answer, and its error is kept.
class AlertWatch {
 public:
  AlertWatch(const Endpoints& endpoints, QString inboxDirectory, QString alert);

  std::optional<RuleState> rule();
  /// Whether Prometheus knows an Alertmanager. After a reload it knows none for up to 5 s (its service discovery), and
  /// an alert that fires then is dropped and sent again a minute later only (--rules.alert.resend-delay).
  bool isDelivering();
  /// The first value of an instant query; nothing where the answer is empty.
  std::optional<double> value(const QString& expression);
  /// The newest message of this alert with this status (firing, resolved) that came after `since` and is not waiting.
  [[nodiscard]] std::optional<InboxEntry> told(const QString& status, const QDateTime& since) const;

  /// Silences the alert for `seconds`; true when Alertmanager has it. unsilence() ends it before.
  bool silence(int seconds);
  bool isSilenced();
  void unsilence();

  [[nodiscard]] const QString& lastError() const { return lastError_; }

 private:
  QJsonDocument ask(const QByteArray& method, const QUrl& url, const QJsonObject& body = {});

  Endpoints endpoints_;
  QString inboxDirectory_;
  QString alert_;
  HttpJson http_;
  QString silence_;
  QString lastError_;
};

}  // namespace vigie::stack
