#include "console/stack/drill/alert_watch.h"

#include <QJsonArray>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

namespace vigie::stack {
namespace {

QUrl at(QUrl base, const QString& path, const QUrlQuery& query = {}) {
  base.setPath(base.path() + path);
  base.setQuery(query);
  return base;
}

}  // namespace

AlertWatch::AlertWatch(const Endpoints& endpoints, QString inboxDirectory, QString alert)
    : endpoints_(endpoints), inboxDirectory_(std::move(inboxDirectory)), alert_(std::move(alert)) {}

QJsonDocument AlertWatch::ask(const QByteArray& method, const QUrl& url, const QJsonObject& body) {
  const auto answer = http_.call(method, url, body);
  if (!answer) {
    lastError_ = QString::fromStdString(answer.error().message);
    return {};
  }
  return *answer;
}

std::optional<RuleState> AlertWatch::rule() {
  const QJsonDocument answer = ask("GET", at(endpoints_.prometheus, "/api/v1/rules", QUrlQuery("type=alert")));
  for (const QJsonValue& group : answer.object().value("data").toObject().value("groups").toArray()) {
    for (const QJsonValue& value : group.toObject().value("rules").toArray()) {
      const QJsonObject rule = value.toObject();
      if (rule.value("name").toString() == alert_) {
        return RuleState{rule.value("state").toString(), rule.value("query").toString(),
                         rule.value("duration").toDouble()};
      }
    }
  }
  return std::nullopt;
}

bool AlertWatch::isDelivering() {
  const QJsonObject data =
      ask("GET", at(endpoints_.prometheus, "/api/v1/alertmanagers")).object().value("data").toObject();
  return !data.value("activeAlertmanagers").toArray().isEmpty();
}

std::optional<double> AlertWatch::value(const QString& expression) {
  QUrlQuery query;
  query.addQueryItem("query", QString::fromLatin1(QUrl::toPercentEncoding(expression)));
  const QJsonDocument answer = ask("GET", at(endpoints_.prometheus, "/api/v1/query", query));
  const QJsonArray result = answer.object().value("data").toObject().value("result").toArray();
  if (result.isEmpty()) {
    return std::nullopt;
  }
  return result.first().toObject().value("value").toArray().at(1).toString().toDouble();
}

std::optional<InboxEntry> AlertWatch::told(const QString& status, const QDateTime& since) const {
  const QList<InboxEntry> all = readInbox(inboxDirectory_);
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const InboxEntry& entry) {
    return entry.alertName() == alert_ && entry.status() == status && entry.receivedAt >= since &&
           (entry.outcome == Outcome::kPosted || entry.outcome == Outcome::kKept);
  });
  return found == all.rend() ? std::nullopt : std::optional(*found);
}

bool AlertWatch::silence(int seconds) {
  const QDateTime now = QDateTime::currentDateTimeUtc();
  const QJsonObject matcher{{"name", "alertname"}, {"value", alert_}, {"isRegex", false}, {"isEqual", true}};
  const QJsonDocument answer = ask("POST", at(endpoints_.alertmanager, "/api/v2/silences"),
                                   {{"matchers", QJsonArray{matcher}},
                                    {"startsAt", now.toString(Qt::ISODateWithMs)},
                                    {"endsAt", now.addSecs(seconds).toString(Qt::ISODateWithMs)},
                                    {"createdBy", "vigie-stack drill"},
                                    {"comment", "A drill: acknowledged, and lifted at once"}});
  silence_ = answer.object().value("silenceID").toString();
  return !silence_.isEmpty();
}

bool AlertWatch::isSilenced() {
  QUrlQuery query;
  query.addQueryItem("filter", QString::fromLatin1(QUrl::toPercentEncoding("alertname=\"" + alert_ + "\"")));
  const QJsonArray alerts = ask("GET", at(endpoints_.alertmanager, "/api/v2/alerts", query)).array();
  return std::any_of(alerts.begin(), alerts.end(), [this](const QJsonValue& alert) {
    return alert.toObject().value("status").toObject().value("silencedBy").toArray().contains(silence_);
  });
}

void AlertWatch::unsilence() {
  if (!silence_.isEmpty()) {
    ask("DELETE", at(endpoints_.alertmanager, "/api/v2/silence/" + silence_));
    silence_.clear();
  }
}

}  // namespace vigie::stack
