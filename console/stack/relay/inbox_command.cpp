#include "console/stack/relay/inbox_command.h"

#include "console/stack/client_commands.h"
#include "console/stack/relay/alert_inbox.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace vigie::stack {
namespace {

QString titleOf(const InboxEntry& entry) {
  const QString title = entry.message.value("embeds").toArray().first().toObject().value("title").toString();
  return title.isEmpty() ? entry.alertName() + " is " + entry.status() : title;
}

QJsonObject entryToJson(const InboxEntry& entry) {
  QJsonObject object{{"id", entry.id},
                     {"received_at", entry.receivedAt.toUTC().toString(Qt::ISODateWithMs)},
                     {"alert", entry.alertName()},
                     {"status", entry.status()},
                     {"outcome", toString(entry.outcome)},
                     {"group", entry.group},
                     {"message", entry.message}};
  if (entry.settledAt.isValid()) {
    object.insert("settled_at", entry.settledAt.toUTC().toString(Qt::ISODateWithMs));
  }
  if (entry.tries.count > 0) {
    object.insert("tried", toJson(entry.tries));
  }
  if (!entry.why.isEmpty()) {
    object.insert("why", entry.why);
  }
  return object;
}

QString timeOf(const QDateTime& at) { return at.toLocalTime().toString("HH:mm:ss"); }

/// How it went to Discord, where that is worth a line: not for what arrived at the first try.
QString triedLine(const InboxEntry& entry) {
  QStringList parts;
  const Tries& tries = entry.tries;
  if (tries.count > 1) {
    parts << QString("tried %1 times from %2 to %3").arg(tries.count).arg(timeOf(tries.first), timeOf(tries.last));
  } else if (tries.count == 1 && !entry.why.isEmpty()) {
    parts << "tried once at " + timeOf(tries.first);
  }
  if (!entry.why.isEmpty()) {
    parts << "last failure: " + entry.why;
  }
  if (entry.outcome == Outcome::kPending && entry.notBefore.isValid()) {
    parts << "next try at " + timeOf(entry.notBefore);
  }
  return parts.isEmpty() ? QString() : "\n    " + parts.join("; ");
}

}  // namespace

int printInbox(const StackPaths& paths, bool json, int count) {
  const QList<InboxEntry> all = readInbox(paths.alertInbox());
  const QList<InboxEntry> newest = all.mid(qMax(qsizetype{0}, all.size() - count));
  if (json) {
    QJsonArray list;
    for (const InboxEntry& entry : newest) {
      list.append(entryToJson(entry));
    }
    print(QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Indented).trimmed()));
    return 0;
  }
  if (newest.isEmpty()) {
    print("No alert yet.");
  }
  for (const InboxEntry& entry : newest) {
    print(QString("%1  %2  %3%4")
              .arg(entry.receivedAt.toLocalTime().toString("yyyy-MM-dd HH:mm:ss"))
              .arg(toString(entry.outcome), -8)
              .arg(titleOf(entry), triedLine(entry)));
  }
  return 0;
}

}  // namespace vigie::stack
