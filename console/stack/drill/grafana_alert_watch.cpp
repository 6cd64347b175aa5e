#include "console/stack/drill/grafana_alert_watch.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <utility>
#include <vector>

namespace vigie::stack {
namespace {

// Of monitoring/grafana/provisioning/alerting/contact-points.yaml.
constexpr const char* kContactPoint = "discord-default";
constexpr int kMostAnnotations = 100;

/// Go's HTTP errors quote the address, which is the webhook's secret.
QString withoutAddresses(QString text) {
  static const QRegularExpression address(R"(https?://[^\s"']+)");
  return text.replace(address, "(the webhook)").simplified().left(300);
}

/// Of a rule. Newer versions have more words: an alert that recovers is not over yet.
QString stateFrom(const QString& said) {
  const QString state = said.toLower();
  if (state.startsWith("firing") || state.startsWith("alerting") || state.startsWith("recovering")) {
    return "firing";
  }
  return state.startsWith("pending") ? "pending" : "inactive";
}

}  // namespace

GrafanaAlertWatch::GrafanaAlertWatch(const QUrl& grafana, const QByteArray& token, const QString& alert,
                                     QString condition)
    : grafana_(grafana),
      alert_(alert),
      condition_(std::move(condition)),
      http_(token),
      silence_(http_, below(grafana, "/api/alertmanager/grafana"), alert) {}

QString GrafanaAlertWatch::source() const { return "Grafana at " + grafana_.toString(QUrl::RemoveUserInfo); }

QJsonDocument GrafanaAlertWatch::ask(const QUrl& url) {
  const auto answer = http_.get(url);
  if (answer) {
    return *answer;
  }
  lastError_ = QString::fromStdString(answer.error().message);
  if (http_.lastStatus() == 401) {
    lastError_ =
        "Grafana wants to know who asks: give a service account's token in GRAFANA_TOKEN or GRAFANA_TOKEN_FILE";
  } else if (http_.lastStatus() == 403) {
    lastError_ = "Grafana's token may not read alerts: its service account needs the role Viewer";
  }
  return {};
}

std::optional<RuleState> GrafanaAlertWatch::rule() {
  const QJsonDocument answer = ask(below(grafana_, "/api/prometheus/grafana/api/v1/rules"));
  if (answer.isNull()) {
    return std::nullopt;
  }
  for (const QJsonValue& group : answer.object().value("data").toObject().value("groups").toArray()) {
    for (const QJsonValue& value : group.toObject().value("rules").toArray()) {
      const QJsonObject rule = value.toObject();
      if (rule.value("name").toString() == alert_) {
        return RuleState{stateFrom(rule.value("state").toString()), condition_, rule.value("duration").toDouble()};
      }
    }
  }
  lastError_ = "It evaluates other rules; is monitoring/grafana/provisioning mounted?";
  return std::nullopt;
}

bool GrafanaAlertWatch::isDelivering() {
  const QJsonArray receivers = ask(below(grafana_, "/api/alertmanager/grafana/config/api/v1/receivers")).array();
  return std::any_of(receivers.begin(), receivers.end(),
                     [](const QJsonValue& one) { return one.toObject().value("name").toString() == kContactPoint; });
}

std::optional<QString> GrafanaAlertWatch::told(const QString&, const QDateTime& since) {
  const QJsonArray receivers = ask(below(grafana_, "/api/alertmanager/grafana/config/api/v1/receivers")).array();
  for (const QJsonValue& receiver : receivers) {
    if (receiver.toObject().value("name").toString() != kContactPoint) {
      continue;
    }
    for (const QJsonValue& value : receiver.toObject().value("integrations").toArray()) {
      const QJsonObject integration = value.toObject();
      // Before the first attempt it is Go's zero time, the year 1.
      const QDateTime at = QDateTime::fromString(integration.value("lastNotifyAttempt").toString(), Qt::ISODateWithMs);
      if (!at.isValid() || at < since) {
        continue;
      }
      const QString failure = integration.value("lastNotifyAttemptError").toString();
      if (failure.isEmpty()) {
        return QString("told by Grafana's contact point %1").arg(kContactPoint);
      }
      lastError_ = QString("Grafana's contact point %1 fails: %2").arg(kContactPoint, withoutAddresses(failure));
    }
  }
  return std::nullopt;
}

Silencing GrafanaAlertWatch::silence(int seconds) {
  const Silencing taken = silence_.put(seconds);
  if (taken == Silencing::kForbidden) {
    lastError_ = "Grafana's token may not silence: its service account needs the role Editor";
  } else if (taken == Silencing::kFailed) {
    lastError_ = silence_.lastError();
  }
  return taken;
}

QJsonArray GrafanaAlertWatch::history(const QDateTime& since) {
  QUrlQuery query;
  query.addQueryItem("type", "alert");
  query.addQueryItem("from", QString::number(since.toMSecsSinceEpoch()));
  query.addQueryItem("to", QString::number(QDateTime::currentMSecsSinceEpoch()));
  query.addQueryItem("limit", QString::number(kMostAnnotations));
  std::vector<std::pair<qint64, QString>> changes;
  for (const QJsonValue& value : ask(below(grafana_, "/api/annotations", query)).array()) {
    const QJsonObject annotation = value.toObject();
    const QString text = annotation.value("text").toString();
    if (annotation.value("alertName").toString() == alert_ || text.startsWith(alert_ + " ")) {
      changes.emplace_back(annotation.value("time").toInteger(), annotation.value("newState").toString());
    }
  }
  std::sort(changes.begin(), changes.end());
  QJsonArray list;
  for (const auto& [time, state] : changes) {
    list.append(QJsonObject{{"at", QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODateWithMs)},
                            {"state", state}});
  }
  return list;
}

}  // namespace vigie::stack
