// How often a message was tried, and what it failed of.
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

namespace vigie::stack {

/// What kept a message from arriving: for programs, and for words in the reader's language.
enum class Failure {
  kNone,
  kLimited,      ///< Discord asked to wait
  kDiscord,      ///< Discord failed, or answered what means nothing here
  kUnreachable,  ///< no answer came: no network, refused, lost, too slow
  kWebhook,      ///< Discord does not know or not want the webhook: the operator must act
  kMessage,      ///< Discord does not take the message as it is
};

/// "limited", "discord", …; empty for kNone. Do not change or reuse them: they are on disks.
QString toString(Failure failure);
/// kNone for what is none.
Failure failureFrom(const QString& name);

/// Posts to Discord, each counted when its answer is judged: one that a crash cut off is in none of these.
struct Tries {
  int count = 0;
  QDateTime first;  ///< when it was posted, not answered
  QDateTime last;
  Failure failure = Failure::kNone;  ///< of the last one that failed; stays when a later one succeeds

  void add(const QDateTime& at, Failure ofThis);
};

/// {"count":3,"first":ISO,"last":ISO,"failure":"limited"?}. Do not change or reuse these words: they are on disks.
QJsonObject toJson(const Tries& tries);
Tries triesFrom(const QJsonObject& object);

}  // namespace vigie::stack
