#include "console/stack/drill/local_alert_watch.h"

#include "console/stack/relay/alert_inbox.h"

#include <QUrlQuery>

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
  lastError_.clear();
  const QList<InboxEntry> all = readInbox(inboxDirectory_);
  for (auto entry = all.crbegin(); entry != all.crend(); ++entry) {
    if (entry->alertName() != alert_ || entry->status() != status || entry->receivedAt < since) {
      continue;
    }
    const int tries = entry->tries.count;
    if (entry->outcome == Outcome::kKept) {
      return QString("kept in the inbox: DISCORD_WEBHOOK_URL is not set");
    }
    if (entry->outcome == Outcome::kPosted) {
      return tries < 2 ? QString("posted to Discord")
                       : QString("posted to Discord at try %1; the last failure: %2").arg(tries).arg(entry->why);
    }
    if (tries > 0) {
      lastError_ = QString("It was tried %1 time(s); the last failure: %2").arg(tries).arg(entry->why);
    }
  }
  return std::nullopt;
}

const QString& LocalAlertWatch::lastError() const {
  return silence_.lastError().isEmpty() ? lastError_ : silence_.lastError();
}

}  // namespace vigie::stack
