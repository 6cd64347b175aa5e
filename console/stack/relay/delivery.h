// What an answer of Discord means for a message, and how long to wait before the next try.
#pragma once

#include "console/stack/relay/tries.h"

#include <QByteArray>
#include <QString>

#include <chrono>

namespace vigie::stack {

struct Delivery {
  enum class Fate {
    kPosted,
    kLater,    ///< it may well work later: a limit, a failure of Discord's, no connection
    kBlocked,  ///< Discord does not know or not want this webhook (401, 403, 404): as later, but the operator must act
    kRefused,  ///< this message is wrong for Discord (another 4xx): it will be wrong again
  };
  Fate fate = Fate::kLater;
  /// The least time before anything is posted again: Retry-After, or the end of a used-up allowance.
  std::chrono::milliseconds wait{0};
  QString why;  ///< one line, without the address; empty for kPosted
  Failure failure = Failure::kNone;
};

struct DiscordAnswer {
  int status = 0;              ///< 0: there was none; `failure` says why
  QByteArray retryAfter;       ///< the header, in seconds
  QByteArray limitRemaining;   ///< X-RateLimit-Remaining
  QByteArray limitResetAfter;  ///< X-RateLimit-Reset-After, in seconds
  QByteArray body;
  QString failure;
};

Delivery judge(const DiscordAnswer& answer);

/// The pause after `failures` tries in a row, 1 or more: doubling from a second to a minute, of which a random part of
/// up to a half is left off so that many senders do not come back together. `chance` is in [0, 1).
std::chrono::milliseconds pauseAfter(int failures, double chance);

}  // namespace vigie::stack
