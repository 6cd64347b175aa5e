// The alert inbox: every message of Alertmanager, what Discord would show of it and what became of it, in one file that
// is synced to the disk at each step. What is not settled is the queue, so nothing is lost with a process.
//
// A line of inbox.jsonl is one step. Do not change or reuse the words below; they are on disks:
//   {"event":"received","id":17,"at":ISO,"group":{…Alertmanager's webhook body…},"outcome":"repeated"?}
//   {"event":"rendered","id":17,"message":{…the body for Discord…}}
//   {"event":"deferred","id":17,"until":ISO,"why":TEXT}   a try failed, and the next one comes no sooner
//   {"event":"settled","id":17,"at":ISO,"outcome":"posted|kept|refused","why":TEXT?}
// Each but the first has what was tried until then, where something was: "tried":{…tries.h}, and "why" the last one
// failed.
#pragma once

#include "console/stack/relay/tries.h"
#include "core/base/result.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace vigie::stack {

enum class Outcome {
  kPending,   ///< waits to be rendered or posted
  kPosted,    ///< Discord took it
  kKept,      ///< no webhook is set: recorded only
  kRepeated,  ///< says nothing that was not said already: recorded only
  kRefused,   ///< Discord does not take this message, whatever is tried; `why` says what it said
};
QString toString(Outcome outcome);

struct InboxEntry {
  qint64 id = 0;
  QDateTime receivedAt;
  QJsonObject group;    ///< as Alertmanager sent it
  QJsonObject message;  ///< what Discord is sent; empty until it is rendered
  QDateTime notBefore;  ///< valid after a try that failed
  Outcome outcome = Outcome::kPending;
  QDateTime settledAt;
  Tries tries;
  QString why;  ///< of the last try that failed, in English; stays when a later one succeeds

  [[nodiscard]] QString status() const {
    return group.value(QLatin1String("status")).toString();
  }  ///< firing, resolved
  [[nodiscard]] QString alertName() const;
};

/// One writer; its thread. Each call that changes something returns after the disk has it.
class AlertInbox {
 public:
  AlertInbox() = default;
  ~AlertInbox();
  AlertInbox(const AlertInbox&) = delete;
  AlertInbox& operator=(const AlertInbox&) = delete;

  /// Reads what is there, makes it where nothing is, and drops a last line that a crash left incomplete.
  /// An Error is one line with its remedy.
  Result<void> open(const QString& directory);

  /// Appends a group. It is to be told, unless each of its alerts was told already with this fingerprint, status and
  /// start: Alertmanager sends a group again when our answer was lost, and as a reminder after hours, which is told
  /// unless its first message still waits. kUnavailable when the disk or the queue is full: ask again later.
  Result<void> receive(const QJsonObject& group, const QDateTime& now);
  Result<void> recordMessage(qint64 id, const QJsonObject& message);
  /// A post that began at `at`, and why it failed where it did. It goes to the disk with the next step of the message.
  void countTry(qint64 id, const QDateTime& at, Failure failure = Failure::kNone, const QString& why = {});
  Result<void> defer(qint64 id, const QDateTime& until);
  Result<void> settle(qint64 id, Outcome outcome, const QDateTime& now);

  /// The oldest entry that is pending; with `unrendered`, the oldest that has no message yet.
  [[nodiscard]] const InboxEntry* next(bool unrendered) const;
  [[nodiscard]] const QList<InboxEntry>& entries() const { return entries_; }

  static QString fileIn(const QString& directory) { return directory + QLatin1String("/inbox.jsonl"); }

 private:
  struct Told {
    qint64 id = 0;
    QString status;
    QString startsAt;
    QDateTime at;
  };

  InboxEntry* find(qint64 id);
  [[nodiscard]] bool isNews(const QJsonObject& group, const QDateTime& now) const;
  void remember(const InboxEntry& entry, const QDateTime& at);
  Result<void> append(const QJsonObject& step);
  Result<void> shrink();

  QString path_;
  int descriptor_ = -1;
  qint64 size_ = 0;
  qint64 sizeAfterShrinking_ = 0;
  qint64 lastId_ = 0;
  QList<InboxEntry> entries_;
  QHash<QString, Told> told_;  ///< by fingerprint: the newest that was or will be told
};

/// What an inbox holds, for those who only look. Lines that cannot be read are left out; empty where there is no inbox.
QList<InboxEntry> readInbox(const QString& directory);

}  // namespace vigie::stack
