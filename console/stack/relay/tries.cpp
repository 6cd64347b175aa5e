#include "console/stack/relay/tries.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vigie::stack {
namespace {

constexpr std::array kFailureNames{
    std::pair{Failure::kNone, ""},           std::pair{Failure::kLimited, "limited"},
    std::pair{Failure::kDiscord, "discord"}, std::pair{Failure::kUnreachable, "unreachable"},
    std::pair{Failure::kWebhook, "webhook"}, std::pair{Failure::kMessage, "message"},
};

}  // namespace

QString toString(Failure failure) {
  const auto* const found = std::find_if(kFailureNames.begin(), kFailureNames.end(),
                                         [failure](const auto& row) { return row.first == failure; });
  return QString::fromLatin1(found->second);
}

Failure failureFrom(const QString& name) {
  const auto* const found = std::find_if(kFailureNames.begin(), kFailureNames.end(),
                                         [&](const auto& row) { return name == QLatin1String(row.second); });
  return found == kFailureNames.end() ? Failure::kNone : found->first;
}

void Tries::add(const QDateTime& at, Failure ofThis) {
  ++count;
  if (!first.isValid()) {
    first = at;
  }
  last = at;
  if (ofThis != Failure::kNone) {
    failure = ofThis;
  }
}

QJsonObject toJson(const Tries& tries) {
  QJsonObject object{{"count", tries.count},
                     {"first", tries.first.toUTC().toString(Qt::ISODateWithMs)},
                     {"last", tries.last.toUTC().toString(Qt::ISODateWithMs)}};
  if (tries.failure != Failure::kNone) {
    object.insert("failure", toString(tries.failure));
  }
  return object;
}

Tries triesFrom(const QJsonObject& object) {
  Tries tries;
  tries.count = object.value("count").toInt();
  tries.first = QDateTime::fromString(object.value("first").toString(), Qt::ISODateWithMs);
  tries.last = QDateTime::fromString(object.value("last").toString(), Qt::ISODateWithMs);
  tries.failure = failureFrom(object.value("failure").toString());
  return tries;
}

}  // namespace vigie::stack
