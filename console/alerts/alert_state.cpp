#include "console/alerts/alert_state.h"

#include <algorithm>
#include <tuple>

namespace vigie::console {
namespace {

/// Rules say "firing", Grafana's alerts "Alerting", "Pending (Error)", "Recovering".
AlertPhase phaseFrom(const QString& said) {
  const QString state = said.toLower();
  for (const auto* word : {"firing", "alerting", "recovering"}) {
    if (state.startsWith(QLatin1String(word))) return AlertPhase::kFiring;
  }
  return state.startsWith(QLatin1String("pending")) ? AlertPhase::kPending : AlertPhase::kInactive;
}

QMap<QString, QString> wordsFrom(const QJsonValue& value) {
  QMap<QString, QString> words;
  const QJsonObject object = value.toObject();
  for (auto one = object.begin(); one != object.end(); ++one) words.insert(one.key(), one.value().toString());
  return words;
}

QDateTime momentFrom(const QJsonValue& value) {
  const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
  // Go's zero time is the year 1: never.
  return time.isValid() && time.date().year() > 1 ? time : QDateTime();
}

AlertState ruleFrom(const QJsonObject& rule) {
  AlertState alert;
  alert.name = rule.value(QLatin1String("name")).toString();
  alert.labels = wordsFrom(rule.value(QLatin1String("labels")));
  alert.annotations = wordsFrom(rule.value(QLatin1String("annotations")));
  alert.query = rule.value(QLatin1String("query")).toString();
  alert.pendingFor = rule.value(QLatin1String("duration")).toDouble();
  alert.problem = rule.value(QLatin1String("lastError")).toString();
  alert.ruleUid = rule.value(QLatin1String("uid")).toString();
  alert.severity = alert.labels.value(QStringLiteral("severity"));
  return alert;
}

/// All that the rule says, and what only this alert says.
AlertState activeFrom(const AlertState& rule, const QJsonObject& active, AlertPhase phase) {
  AlertState alert = rule;
  alert.phase = phase;
  alert.since = momentFrom(active.value(QLatin1String("activeAt")));
  alert.value = active.value(QLatin1String("value")).toString();
  const auto labels = wordsFrom(active.value(QLatin1String("labels")));
  const auto annotations = wordsFrom(active.value(QLatin1String("annotations")));
  if (!labels.isEmpty()) alert.labels = labels;
  if (!annotations.isEmpty()) alert.annotations = annotations;
  alert.severity = alert.labels.value(QStringLiteral("severity"), rule.severity);
  return alert;
}

int weightOf(const QString& severity) { return severity == QLatin1String("critical") ? 0 : 1; }

/// Alertmanager may know more labels than the evaluator does, never fewer.
bool isSame(const AlertState& alert, const QMap<QString, QString>& told) {
  if (told.value(QStringLiteral("alertname")) != alert.name) return false;
  for (auto label = alert.labels.begin(); label != alert.labels.end(); ++label) {
    if (told.value(label.key()) != label.value()) return false;
  }
  return true;
}

}  // namespace

bool AlertState::isDrill() const {
  const QString mark = annotations.value(QStringLiteral("drill"));
  return phase == AlertPhase::kFiring && !mark.isEmpty() && mark != QLatin1String("0") && !mark.contains(u'{');
}

QString AlertState::key() const {
  QStringList parts{name};
  for (auto label = labels.begin(); label != labels.end(); ++label) {
    parts.append(label.key() + QLatin1Char('=') + label.value());
  }
  return parts.join(QChar(0x1f));
}

std::vector<AlertState> alertsFromRules(const QJsonObject& answer) {
  std::vector<AlertState> alerts;
  const QJsonArray groups = answer.value(QLatin1String("data")).toObject().value(QLatin1String("groups")).toArray();
  for (const QJsonValue& group : groups) {
    for (const QJsonValue& value : group.toObject().value(QLatin1String("rules")).toArray()) {
      const QJsonObject object = value.toObject();
      const QString type = object.value(QLatin1String("type")).toString();
      if (object.value(QLatin1String("name")).toString().isEmpty() || type == QLatin1String("recording")) continue;
      const AlertState rule = ruleFrom(object);
      bool isActive = false;
      for (const QJsonValue& one : object.value(QLatin1String("alerts")).toArray()) {
        const AlertPhase phase = phaseFrom(one.toObject().value(QLatin1String("state")).toString());
        if (phase == AlertPhase::kInactive) continue;
        alerts.push_back(activeFrom(rule, one.toObject(), phase));
        isActive = true;
      }
      if (isActive) continue;
      alerts.push_back(rule);
      // A rule that is active without an alert of its own: an older or a stingier version.
      alerts.back().phase = phaseFrom(object.value(QLatin1String("state")).toString());
    }
  }
  std::stable_sort(alerts.begin(), alerts.end(), [](const AlertState& a, const AlertState& b) {
    const auto rank = [](const AlertState& one) {
      return std::make_tuple(static_cast<int>(one.phase), weightOf(one.severity), one.name);
    };
    return rank(a) < rank(b);
  });
  return alerts;
}

void addSilences(std::vector<AlertState>& alerts, const QJsonArray& active, const QJsonArray& silences) {
  QMap<QString, QDateTime> ends;
  for (const QJsonValue& value : silences) {
    const QJsonObject silence = value.toObject();
    ends.insert(silence.value(QLatin1String("id")).toString(), momentFrom(silence.value(QLatin1String("endsAt"))));
  }
  for (const QJsonValue& value : active) {
    const QJsonObject told = value.toObject();
    const QJsonArray by = told.value(QLatin1String("status")).toObject().value(QLatin1String("silencedBy")).toArray();
    if (by.isEmpty()) continue;
    const auto labels = wordsFrom(told.value(QLatin1String("labels")));
    for (AlertState& alert : alerts) {
      if (alert.phase != AlertPhase::kFiring || !isSame(alert, labels)) continue;
      for (const QJsonValue& id : by) {
        alert.silencedBy.append(id.toString());
        const QDateTime end = ends.value(id.toString());
        if (end.isValid() && (!alert.silencedUntil.isValid() || alert.silencedUntil < end)) alert.silencedUntil = end;
      }
    }
  }
}

QJsonObject silenceOf(const AlertState& alert, int seconds, const QDateTime& now, const QString& who,
                      const QString& comment) {
  QMap<QString, QString> labels = alert.labels;
  labels.insert(QStringLiteral("alertname"), alert.name);
  QJsonArray matchers;
  for (auto label = labels.begin(); label != labels.end(); ++label) {
    matchers.append(QJsonObject{{QStringLiteral("name"), label.key()},
                                {QStringLiteral("value"), label.value()},
                                {QStringLiteral("isRegex"), false},
                                {QStringLiteral("isEqual"), true}});
  }
  return {{QStringLiteral("matchers"), matchers},
          {QStringLiteral("startsAt"), now.toUTC().toString(Qt::ISODateWithMs)},
          {QStringLiteral("endsAt"), now.toUTC().addSecs(seconds).toString(Qt::ISODateWithMs)},
          {QStringLiteral("createdBy"), who},
          {QStringLiteral("comment"), comment}};
}

}  // namespace vigie::console
