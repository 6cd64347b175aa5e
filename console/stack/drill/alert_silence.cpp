#include "console/stack/drill/alert_silence.h"

#include <QDateTime>
#include <QJsonArray>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

namespace vigie::stack {

AlertSilence::AlertSilence(HttpJson& http, QUrl alertmanager, QString alert)
    : http_(http), alertmanager_(std::move(alertmanager)), alert_(std::move(alert)) {}

Silencing AlertSilence::put(int seconds) {
  const QDateTime now = QDateTime::currentDateTimeUtc();
  const QJsonObject matcher{{"name", "alertname"}, {"value", alert_}, {"isRegex", false}, {"isEqual", true}};
  const auto answer = http_.call("POST", below(alertmanager_, "/api/v2/silences"),
                                 {{"matchers", QJsonArray{matcher}},
                                  {"startsAt", now.toString(Qt::ISODateWithMs)},
                                  {"endsAt", now.addSecs(seconds).toString(Qt::ISODateWithMs)},
                                  {"createdBy", "vigie-stack drill"},
                                  {"comment", "A drill: acknowledged, and lifted at once"}});
  if (!answer) {
    lastError_ = QString::fromStdString(answer.error().message);
    const bool forbidden = http_.lastStatus() == 401 || http_.lastStatus() == 403;
    return forbidden ? Silencing::kForbidden : Silencing::kFailed;
  }
  id_ = answer->object().value("silenceID").toString();
  return id_.isEmpty() ? Silencing::kFailed : Silencing::kTaken;
}

bool AlertSilence::holds() {
  QUrlQuery query;
  query.addQueryItem("filter", QString::fromLatin1(QUrl::toPercentEncoding("alertname=\"" + alert_ + "\"")));
  const auto answer = http_.get(below(alertmanager_, "/api/v2/alerts", query));
  if (!answer) {
    lastError_ = QString::fromStdString(answer.error().message);
    return false;
  }
  const QJsonArray alerts = answer->array();
  return std::any_of(alerts.begin(), alerts.end(), [this](const QJsonValue& alert) {
    return alert.toObject().value("status").toObject().value("silencedBy").toArray().contains(id_);
  });
}

void AlertSilence::lift() {
  if (!id_.isEmpty()) {
    [[maybe_unused]] const auto lifted = http_.call("DELETE", below(alertmanager_, "/api/v2/silence/" + id_), {});
    id_.clear();
  }
}

}  // namespace vigie::stack
