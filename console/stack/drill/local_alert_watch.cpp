#include "console/stack/drill/local_alert_watch.h"

#include "console/stack/relay/alert_inbox.h"

#include <QUrlQuery>

#include <algorithm>
#include <utility>

namespace vigie::stack {

LocalAlertWatch::LocalAlertWatch(const Endpoints& endpoints, QString inboxDirectory, const QString& alert)
    : endpoints_(endpoints),
      inboxDirectory_(std::move(inboxDirectory)),
      alert_(alert),
      silence_(http_, endpoints.alertmanager, alert) {}

QString LocalAlertWatch::source() const { return "Prometheus, Alertmanager and the relay of the local stack"; }

QJsonDocument LocalAlertWatch::ask(const QUrl& url) {
  const auto answer = http_.get(url);
  if (!answer) {
    lastError_ = QString::fromStdString(answer.error().message);
    return {};
  }
  return *answer;
}

std::optional<RuleState> LocalAlertWatch::rule() {
  const QJsonDocument answer = ask(below(endpoints_.prometheus, "/api/v1/rules", QUrlQuery("type=alert")));
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

bool LocalAlertWatch::isDelivering() {
  const QJsonObject data = ask(below(endpoints_.prometheus, "/api/v1/alertmanagers")).object().value("data").toObject();
  return !data.value("activeAlertmanagers").toArray().isEmpty();
}

std::optional<QString> LocalAlertWatch::told(const QString& status, const QDateTime& since) {
  const QList<InboxEntry> all = readInbox(inboxDirectory_);
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const InboxEntry& entry) {
    return entry.alertName() == alert_ && entry.status() == status && entry.receivedAt >= since &&
           (entry.outcome == Outcome::kPosted || entry.outcome == Outcome::kKept);
  });
  if (found == all.rend()) {
    return std::nullopt;
  }
  return found->outcome == Outcome::kPosted ? QString("posted to Discord")
                                            : QString("kept in the inbox: DISCORD_WEBHOOK_URL is not set");
}

const QString& LocalAlertWatch::lastError() const {
  return silence_.lastError().isEmpty() ? lastError_ : silence_.lastError();
}

}  // namespace vigie::stack
