#include "console/stack/relay/delivery.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

// A limit that says no time: Discord's documented one is five posts in two seconds.
constexpr std::chrono::milliseconds kUnknownLimit = 5s;
// What is above it is no wait but a mistake: a day.
constexpr double kLongestWaitSeconds = 86'400;

std::chrono::milliseconds secondsOf(double seconds) {
  return std::chrono::milliseconds(
      static_cast<qint64>(std::ceil(std::clamp(seconds, 0.0, kLongestWaitSeconds) * 1'000)));
}

/// Retry-After, or the retry_after of the body where it is longer: the header is rounded in some answers.
std::chrono::milliseconds waitOf(const DiscordAnswer& answer) {
  const double inBody = QJsonDocument::fromJson(answer.body).object().value("retry_after").toDouble();
  return std::max(secondsOf(answer.retryAfter.toDouble()), secondsOf(inBody));
}

QString said(const DiscordAnswer& answer) {
  const QString message = QJsonDocument::fromJson(answer.body).object().value("message").toString().simplified();
  const QString status = QString("Discord answered %1").arg(answer.status);
  return message.isEmpty() ? status : status + ": " + message.left(200);
}

}  // namespace

Delivery judge(const DiscordAnswer& answer) {
  using Fate = Delivery::Fate;
  if (answer.status == 0) {
    return {Fate::kLater, 0ms, answer.failure, Failure::kUnreachable};
  }
  if (answer.status >= 200 && answer.status < 300) {
    const bool usedUp = answer.limitRemaining == "0";
    return {Fate::kPosted, usedUp ? secondsOf(answer.limitResetAfter.toDouble()) : 0ms, {}, Failure::kNone};
  }
  switch (answer.status) {
    case 429: {
      const auto wait = waitOf(answer);
      return {Fate::kLater, wait > 0ms ? wait : kUnknownLimit, said(answer), Failure::kLimited};
    }
    case 401:
    case 403:
    case 404:
      return {Fate::kBlocked, 0ms,
              said(answer) + ". Make a new webhook in the channel's settings and set DISCORD_WEBHOOK_URL",
              Failure::kWebhook};
    case 408:
    case 425:
      return {Fate::kLater, waitOf(answer), said(answer), Failure::kDiscord};
    default:
      break;
  }
  const bool isTheMessage = answer.status >= 400 && answer.status < 500;
  return {isTheMessage ? Fate::kRefused : Fate::kLater, waitOf(answer), said(answer),
          isTheMessage ? Failure::kMessage : Failure::kDiscord};
}

std::chrono::milliseconds pauseAfter(int failures, double chance) {
  constexpr std::chrono::milliseconds kFirstWait = 1s;
  constexpr std::chrono::milliseconds kLongestWait = 60s;
  const auto whole = std::min(kFirstWait * (1 << std::clamp(failures - 1, 0, 10)), kLongestWait);
  return std::chrono::milliseconds(static_cast<qint64>(static_cast<double>(whole.count()) * (1 - chance / 2)));
}

}  // namespace vigie::stack
