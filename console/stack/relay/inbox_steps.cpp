#include "console/stack/relay/inbox_steps.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

namespace vigie::stack {
namespace {

constexpr std::array kOutcomeNames{
    std::pair{Outcome::kPending, "pending"}, std::pair{Outcome::kPosted, "posted"},
    std::pair{Outcome::kKept, "kept"},       std::pair{Outcome::kRepeated, "repeated"},
    std::pair{Outcome::kRefused, "refused"},
};

Outcome outcomeFrom(const QString& name) {
  const auto* const found = std::find_if(kOutcomeNames.begin(), kOutcomeNames.end(),
                                         [&](const auto& row) { return name == QLatin1String(row.second); });
  return found == kOutcomeNames.end() ? Outcome::kPending : found->first;
}

QString written(const QDateTime& time) { return time.toUTC().toString(Qt::ISODateWithMs); }

QJsonObject withTries(QJsonObject step, const InboxEntry& entry) {
  if (entry.tries.count > 0) {
    step.insert("tried", toJson(entry.tries));
  }
  if (!entry.why.isEmpty()) {
    step.insert("why", entry.why);
  }
  return step;
}

QDateTime timeFrom(const QJsonValue& value) { return QDateTime::fromString(value.toString(), Qt::ISODateWithMs); }

}  // namespace

QString toString(Outcome outcome) {
  const auto* const found = std::find_if(kOutcomeNames.begin(), kOutcomeNames.end(),
                                         [outcome](const auto& row) { return row.first == outcome; });
  return QString::fromLatin1(found->second);
}

QString InboxEntry::alertName() const {
  return group.value("commonLabels").toObject().value("alertname").toString("alerts");
}

QJsonObject receivedStep(const InboxEntry& entry) {
  QJsonObject step{{"event", "received"}, {"id", entry.id}, {"at", written(entry.receivedAt)}, {"group", entry.group}};
  if (entry.outcome == Outcome::kRepeated) {
    step.insert("outcome", toString(entry.outcome));
  }
  return step;
}

QJsonObject renderedStep(const InboxEntry& entry) {
  return withTries({{"event", "rendered"}, {"id", entry.id}, {"message", entry.message}}, entry);
}

QJsonObject deferredStep(const InboxEntry& entry) {
  return withTries({{"event", "deferred"}, {"id", entry.id}, {"until", written(entry.notBefore)}}, entry);
}

QJsonObject settledStep(const InboxEntry& entry) {
  return withTries(
      {{"event", "settled"}, {"id", entry.id}, {"at", written(entry.settledAt)}, {"outcome", toString(entry.outcome)}},
      entry);
}

QByteArray inboxLine(const QJsonObject& step) { return QJsonDocument(step).toJson(QJsonDocument::Compact) + '\n'; }

QByteArray inboxLines(const InboxEntry& entry) {
  QByteArray lines = inboxLine(receivedStep(entry));
  if (!entry.message.isEmpty()) {
    lines += inboxLine(renderedStep(entry));
  }
  if (entry.outcome == Outcome::kPending && entry.notBefore.isValid()) {
    lines += inboxLine(deferredStep(entry));
  }
  if (entry.outcome != Outcome::kPending && entry.outcome != Outcome::kRepeated) {
    lines += inboxLine(settledStep(entry));
  }
  return lines;
}

QList<InboxEntry> inboxFromSteps(const QByteArray& lines) {
  QList<InboxEntry> entries;
  QHash<qint64, qsizetype> places;
  for (const QByteArray& line : lines.split('\n')) {
    const QJsonObject step = QJsonDocument::fromJson(line).object();
    const QString event = step.value("event").toString();
    const qint64 id = step.value("id").toInteger();
    if (event == "received" && id > 0 && !places.contains(id)) {
      InboxEntry entry;
      entry.id = id;
      entry.receivedAt = timeFrom(step.value("at"));
      entry.group = step.value("group").toObject();
      entry.outcome = outcomeFrom(step.value("outcome").toString());
      if (entry.outcome != Outcome::kPending) {
        entry.settledAt = entry.receivedAt;
      }
      places.insert(id, entries.size());
      entries.append(entry);
      continue;
    }
    const auto place = places.constFind(id);
    if (place == places.constEnd()) {
      continue;
    }
    InboxEntry& entry = entries[*place];
    if (event == "rendered") {
      entry.message = step.value("message").toObject();
    } else if (event == "deferred") {
      entry.notBefore = timeFrom(step.value("until"));
    } else if (event == "settled") {
      entry.outcome = outcomeFrom(step.value("outcome").toString());
      entry.settledAt = timeFrom(step.value("at"));
    }
    if (step.contains("tried")) {
      entry.tries = triesFrom(step.value("tried").toObject());
    }
    // A step without one came after a try that succeeded, in what older relays wrote: the last failure stays known.
    if (step.contains("why")) {
      entry.why = step.value("why").toString();
    }
  }
  return entries;
}

}  // namespace vigie::stack
