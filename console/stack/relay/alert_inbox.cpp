#include "console/stack/relay/alert_inbox.h"

#include "console/stack/relay/inbox_steps.h"
#include "console/stack/write_file.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace vigie::stack {
namespace {

// A message that comes again within this time is the one whose answer was lost; Alertmanager reminds after an hour at
// the soonest (monitoring/alertmanager/alertmanager.yml).
constexpr qint64 kReminderAfterSeconds = 30 * 60;
constexpr qint64 kShrinkAtBytes = 4'000'000;
constexpr qint64 kShrinkToBytes = 1'000'000;
// Weeks of an outage of Discord; above it Alertmanager keeps what it has and asks again.
constexpr qint64 kMostBytes = 64'000'000;

Error inboxUnavailable(const QString& what) {
  return {ErrorCode::kUnavailable,
          QString("%1 (%2). Is the disk full?").arg(what, QString::fromLocal8Bit(std::strerror(errno))).toStdString()};
}

bool syncDirectory(const QString& directory) {
  const int descriptor = ::open(QFile::encodeName(directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    return false;
  }
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

}  // namespace

AlertInbox::~AlertInbox() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

Result<void> AlertInbox::open(const QString& directory) {
  path_ = fileIn(directory);
  if (!QDir().mkpath(directory)) {
    return inboxUnavailable("cannot make " + directory);
  }
  descriptor_ = ::open(QFile::encodeName(path_).constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  QFile file;
  if (descriptor_ < 0 || !file.open(descriptor_, QIODevice::ReadOnly) || !syncDirectory(directory)) {
    return inboxUnavailable("cannot open " + path_);
  }
  const QByteArray text = file.readAll();
  size_ = text.lastIndexOf('\n') + 1;
  if (size_ != text.size() && ::ftruncate(descriptor_, size_) != 0) {
    return inboxUnavailable("cannot write " + path_);
  }
  entries_ = inboxFromSteps(text.first(size_));
  for (const InboxEntry& entry : std::as_const(entries_)) {
    lastId_ = std::max(lastId_, entry.id);
    if (entry.outcome != Outcome::kRepeated) {
      remember(entry, entry.settledAt.isValid() ? entry.settledAt : entry.receivedAt);
    }
  }
  return shrink();
}

Result<void> AlertInbox::receive(const QJsonObject& group, const QDateTime& now) {
  if (size_ > kMostBytes) {
    return Error(ErrorCode::kUnavailable, "the alert inbox is full of messages that Discord did not take yet");
  }
  InboxEntry entry;
  entry.id = lastId_ + 1;
  entry.receivedAt = now;
  entry.group = group;
  if (!isNews(group, now)) {
    entry.outcome = Outcome::kRepeated;
    entry.settledAt = now;
  }
  if (const auto written = append(receivedStep(entry)); !written) {
    return written.error();
  }
  lastId_ = entry.id;
  entries_.append(entry);
  if (entry.outcome == Outcome::kPending) {
    remember(entry, now);
  }
  return {};
}

Result<void> AlertInbox::recordMessage(qint64 id, const QJsonObject& message) {
  InboxEntry* entry = find(id);
  InboxEntry rendered = *entry;
  rendered.message = message;
  if (const auto written = append(renderedStep(rendered)); !written) {
    return written.error();
  }
  entry->message = message;
  return {};
}

void AlertInbox::countTry(qint64 id, const QDateTime& at, Failure failure, const QString& why) {
  InboxEntry* entry = find(id);
  entry->tries.add(at, failure);
  if (failure != Failure::kNone) {
    entry->why = why;
  }
}

Result<void> AlertInbox::defer(qint64 id, const QDateTime& until) {
  InboxEntry* entry = find(id);  // holds for this process even where the disk is full
  entry->notBefore = until;
  return append(deferredStep(*entry));
}

Result<void> AlertInbox::settle(qint64 id, Outcome outcome, const QDateTime& now) {
  // First here: a disk that is full must not make us post it again and again; after a restart it may be, once.
  InboxEntry* entry = find(id);
  entry->outcome = outcome;
  entry->settledAt = now;
  remember(*entry, now);
  if (const auto written = append(settledStep(*entry)); !written) {
    return written.error();
  }
  return shrink();
}

const InboxEntry* AlertInbox::next(bool unrendered) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [unrendered](const InboxEntry& entry) {
    return entry.outcome == Outcome::kPending && (!unrendered || entry.message.isEmpty());
  });
  return found == entries_.end() ? nullptr : &*found;
}

InboxEntry* AlertInbox::find(qint64 id) {
  // From the end: it is a recent one.
  const auto found =
      std::find_if(entries_.rbegin(), entries_.rend(), [id](const InboxEntry& entry) { return entry.id == id; });
  Q_ASSERT(found != entries_.rend());
  return &*found;
}

bool AlertInbox::isNews(const QJsonObject& group, const QDateTime& now) const {
  const QJsonArray alerts = group.value("alerts").toArray();
  return std::any_of(alerts.begin(), alerts.end(), [&](const QJsonValue& value) {
    const QJsonObject alert = value.toObject();
    const auto told = told_.constFind(alert.value("fingerprint").toString());
    if (told == told_.constEnd() || told->status != alert.value("status").toString() ||
        told->startsAt != alert.value("startsAt").toString()) {
      return true;
    }
    const bool waits = std::any_of(entries_.begin(), entries_.end(), [&](const InboxEntry& entry) {
      return entry.id == told->id && entry.outcome == Outcome::kPending;
    });
    return !waits && told->at.secsTo(now) > kReminderAfterSeconds;
  });
}

void AlertInbox::remember(const InboxEntry& entry, const QDateTime& at) {
  for (const QJsonValue& value : entry.group.value("alerts").toArray()) {
    const QJsonObject alert = value.toObject();
    Told& told = told_[alert.value("fingerprint").toString()];
    // What was told later stays; an older message that is settled now only moves its own time.
    if (told.id <= entry.id) {
      told = {entry.id, alert.value("status").toString(), alert.value("startsAt").toString(), at};
    }
  }
}

Result<void> AlertInbox::append(const QJsonObject& step) {
  const QByteArray line = inboxLine(step);
  if (::write(descriptor_, line.constData(), static_cast<std::size_t>(line.size())) != line.size() ||
      ::fdatasync(descriptor_) != 0) {
    const Error error = inboxUnavailable("cannot write " + path_);
    // Half a line would swallow the next one.
    [[maybe_unused]] const int cut = ::ftruncate(descriptor_, size_);
    return error;
  }
  size_ += line.size();
  return {};
}

Result<void> AlertInbox::shrink() {
  if (size_ < std::max(kShrinkAtBytes, 2 * sizeAfterShrinking_)) {
    return {};
  }
  QByteArray text;
  QList<InboxEntry> kept;
  for (auto entry = entries_.crbegin(); entry != entries_.crend(); ++entry) {
    const QByteArray lines = inboxLines(*entry);
    if (entry->outcome == Outcome::kPending || text.size() + lines.size() < kShrinkToBytes) {
      kept.prepend(*entry);
      text.prepend(lines);
    }
  }
  if (const auto written = writeFile(path_, text); !written) {
    return written.error();
  }
  const int fresh = ::open(QFile::encodeName(path_).constData(), O_RDWR | O_APPEND | O_CLOEXEC);
  if (fresh < 0) {
    return inboxUnavailable("cannot open " + path_);
  }
  ::close(std::exchange(descriptor_, fresh));
  entries_ = kept;
  size_ = sizeAfterShrinking_ = text.size();
  return {};
}

QList<InboxEntry> readInbox(const QString& directory) {
  QFile file(AlertInbox::fileIn(directory));
  return file.open(QIODevice::ReadOnly) ? inboxFromSteps(file.readAll()) : QList<InboxEntry>();
}

}  // namespace vigie::stack
