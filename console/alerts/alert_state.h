// An alert as its evaluator has it now: Prometheus' /api/v1/rules, or Grafana's, which is made to look like it. Pure.
#pragma once

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include <vector>

namespace vigie::console {

/// The order in which they are shown.
enum class AlertPhase { kFiring, kPending, kInactive };

struct AlertState {
  QString name;
  AlertPhase phase = AlertPhase::kInactive;
  QString severity;  ///< "critical", "warning"; empty: the rule says none
  QDateTime since;   ///< it became active; invalid while it is not
  QString value;     ///< as it was written: "1e+00"; empty while inactive
  QMap<QString, QString> labels;
  QMap<QString, QString> annotations;
  QString query;
  double pendingFor = 0;  ///< its `for`, in seconds
  QString problem;        ///< why the rule could not be evaluated; empty: it was
  QString ruleUid;        ///< Grafana's; empty in Prometheus
  QStringList silencedBy;
  QDateTime silencedUntil;  ///< the end of the last of these silences, where it is known

  [[nodiscard]] bool isDrill() const;
  [[nodiscard]] bool isSilenced() const { return !silencedBy.isEmpty(); }
  /// Of this alert through its phases: name and labels.
  [[nodiscard]] QString key() const;
  [[nodiscard]] QString runbook() const { return annotations.value(QStringLiteral("runbook")); }
  friend bool operator==(const AlertState&, const AlertState&) = default;
};

/// One entry for each active alert, and one for each rule that has none; firing first, critical first, then by name.
/// Unknown states and missing keys are taken as they may be meant: versions differ.
std::vector<AlertState> alertsFromRules(const QJsonObject& answer);

/// Marks those that /api/v2/alerts says are silenced, with the ends that /api/v2/silences gives.
void addSilences(std::vector<AlertState>& alerts, const QJsonArray& active, const QJsonArray& silences);

/// What a silence of this alert is posted as, to both.
QJsonObject silenceOf(const AlertState& alert, int seconds, const QDateTime& now, const QString& who,
                      const QString& comment);

}  // namespace vigie::console
