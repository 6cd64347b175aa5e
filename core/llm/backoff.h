// Backoff: how long to wait before a retry.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace vigie {

/// Exponential with full jitter: uniform between 0 and a bound that doubles, which spreads the retries of many callers
/// best (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
struct Backoff {
  std::chrono::milliseconds first{250};  ///< the bound of the first retry
  std::chrono::milliseconds most{8'000};

  /// `retry` counts from 0, `random` is in [0, 1). What the server asked for is waited out in full, and the jitter
  /// comes on top: it is never undercut.
  [[nodiscard]] std::chrono::microseconds delay(int retry, double random,
                                                std::optional<std::chrono::milliseconds> retryAfter) const {
    const auto bound = std::min<std::chrono::microseconds>(most, first * (1LL << std::min(retry, 20)));
    const auto jitter =
        std::chrono::microseconds(static_cast<std::int64_t>(static_cast<double>(bound.count()) * random));
    return retryAfter.value_or(std::chrono::milliseconds(0)) + jitter;
  }
};

}  // namespace vigie
