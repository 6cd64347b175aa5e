// RetryBudget: how many retries a server that fails may be burdened with.
#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <mutex>

namespace vigie {

/// A token bucket that calls fill and retries empty, so that retries stay a share of the calls however many of these
/// fail: the load on a server in trouble grows by that share and no more. The idea is Finagle's RetryBudget
/// (finagle.github.io/blog/2016/02/08/retry-budgets); gRPC's retry throttling (proposal A6) is its sibling. Where
/// Finagle adds ten retries a second for quiet clients, this has a small reserve that refills slowly: one failure on a
/// quiet server is retried, an outage adds nearly nothing.
///
/// With the defaults: at most 8 % of the calls, 10 at once in the beginning, and one more every 10 s. Over 500 calls or
/// more within a minute or so that is below 10 %. Any thread.
class RetryBudget {
 public:
  struct Options {
    double share = 0.08;                       ///< of a retry, that each call adds
    double reserve = 10;                       ///< the bucket's size, full at first: a long calm saves up no more
    std::chrono::milliseconds refill{10'000};  ///< one retry each, whatever the calls
  };

  explicit RetryBudget(Options options) : options_(options), tokens_(options.reserve) {}

  /// A call begins.
  void deposit();
  /// True when a retry may be made; it is paid for then.
  [[nodiscard]] bool withdraw(SteadyTime now);

 private:
  const Options options_;
  std::mutex mutex_;  // guards what follows
  double tokens_;
  SteadyTime refilled_{};
};

}  // namespace vigie
