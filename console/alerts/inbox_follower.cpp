#include "console/alerts/inbox_follower.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <chrono>
#include <utility>

namespace vigie::console {
namespace {

// A look is one stat(2). A watch on the file would be lost whenever the relay shortens it, by renaming.
constexpr std::chrono::milliseconds kLookEvery{700};

QStringList fingerprintsOf(const stack::InboxEntry& entry) {
  QStringList prints;
  for (const QJsonValue& alert : entry.group.value(QLatin1String("alerts")).toArray()) {
    const QJsonObject object = alert.toObject();
    prints.append(object.value(QLatin1String("fingerprint")).toString() +
                  object.value(QLatin1String("startsAt")).toString());
  }
  return prints;
}

}  // namespace

InboxFollower::InboxFollower(QString directory, QObject* parent) : QObject(parent), directory_(std::move(directory)) {
  timer_.setInterval(kLookEvery);
  connect(&timer_, &QTimer::timeout, this, &InboxFollower::look);
}

void InboxFollower::start() {
  timer_.start();
  look();
}

void InboxFollower::look() {
  if (job_.isRunning()) return;
  const QFileInfo file(stack::AlertInbox::fileIn(directory_));
  const qint64 size = file.exists() ? file.size() : 0;
  if (isRead_ && size == size_ && file.lastModified() == writtenAt_) return;
  size_ = size;
  writtenAt_ = file.lastModified();
  job_.start([directory = directory_] { return stack::readInbox(directory); },
             [this](const QList<stack::InboxEntry>& read) {
               entries_ = read;
               isRead_ = true;
               Q_EMIT changed();
             });
}

const stack::InboxEntry* counterpart(const QList<stack::InboxEntry>& all, const stack::InboxEntry& entry) {
  const bool isEnd = entry.status() == QLatin1String("resolved");
  const QStringList prints = fingerprintsOf(entry);
  const stack::InboxEntry* found = nullptr;
  for (const stack::InboxEntry& other : all) {
    const bool otherEnds = other.status() == QLatin1String("resolved");
    if (otherEnds == isEnd || other.outcome == stack::Outcome::kRepeated) continue;
    const QStringList theirs = fingerprintsOf(other);
    const bool same =
        std::any_of(prints.begin(), prints.end(), [&](const QString& one) { return theirs.contains(one); });
    // The first end after it, or the beginning.
    if (same && (isEnd ? other.id < entry.id : other.id > entry.id)) {
      found = &other;
      break;
    }
  }
  return found;
}

bool isDrill(const stack::InboxEntry& entry) {
  const QString title = entry.message.value(QLatin1String("embeds"))
                            .toArray()
                            .first()
                            .toObject()
                            .value(QLatin1String("title"))
                            .toString();
  const QString mark =
      entry.group.value(QLatin1String("commonAnnotations")).toObject().value(QLatin1String("drill")).toString();
  return title.startsWith(QLatin1String("DRILL")) || (!mark.isEmpty() && mark != QLatin1String("0"));
}

}  // namespace vigie::console
