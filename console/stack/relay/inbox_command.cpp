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
  if (!entry.why.isEmpty()) {
    object.insert("why", entry.why);
  }
  return object;
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
              .arg(titleOf(entry), entry.why.isEmpty() ? QString() : "\n    " + entry.why));
  }
  return 0;
}

}  // namespace vigie::stack
