// How far an alert is, asked where it is decided and told: LocalAlertWatch (Prometheus, Alertmanager, the relay's
// inbox) or GrafanaAlertWatch.
#pragma once

#include <QDateTime>
#include <QJsonArray>
#include <QString>

#include <optional>

namespace vigie::stack {

struct RuleState {
  QString state;          ///< inactive, pending, firing
  QString query;          ///< PromQL with its threshold: empty as long as nothing is wrong
  double pendingFor = 0;  ///< its `for`, in seconds
};

enum class Silencing {
  kTaken,
  kForbidden,  ///< who asks may read and not silence; lastError() says what is needed
  kFailed,
};

/// Asks when it is asked; a service that does not answer is an empty answer, and its error is kept. Each call waits in
/// an event loop, for five seconds at most.
class AlertWatch {
 public:
  AlertWatch() = default;
  virtual ~AlertWatch() = default;
  AlertWatch(const AlertWatch&) = delete;
  AlertWatch& operator=(const AlertWatch&) = delete;

  /// Where it looks, for the report: "Prometheus, Alertmanager and the relay".
  [[nodiscard]] virtual QString source() const = 0;
  virtual std::optional<RuleState> rule() = 0;
  /// Whether what fires now would be told.
  virtual bool isDelivering() = 0;
  /// What became of the message of this status (firing, resolved) that came after `since`, in words for the report;
  /// nothing while there is none or while it waits.
  virtual std::optional<QString> told(const QString& status, const QDateTime& since) = 0;

  /// Silences the alert for `seconds`. unsilence() ends it before.
  virtual Silencing silence(int seconds) = 0;
  virtual bool isSilenced() = 0;
  virtual void unsilence() = 0;

  /// What the source itself wrote down of the alert since then, [{"at": ISO, "state": TEXT}], oldest first; empty where
  /// it writes down nothing.
  virtual QJsonArray history(const QDateTime& since) = 0;

  [[nodiscard]] virtual const QString& lastError() const = 0;
};

}  // namespace vigie::stack
