// A token bucket: a rate with room for a burst.
#pragma once

#include "core/base/clock.h"

#include <algorithm>
#include <chrono>

namespace vigie::limits {

/// Full at first; refilled evenly, `perMinute` a minute and never above that. What was taken on credit (see charge) is
/// paid back before anything is granted again. Not thread-safe.
class TokenBucket {
 public:
  TokenBucket(double perMinute, SteadyTime now) : capacity_(perMinute), level_(perMinute), at_(now) {}

  /// Takes `amount`, or nothing when there is less.
  bool take(double amount, SteadyTime now) {
    refill(now);
    if (level_ < amount) return false;
    level_ -= amount;
    return true;
  }
  /// Takes what was used already, below zero if need be.
  void charge(double amount, SteadyTime now) {
    refill(now);
    level_ -= amount;
  }
  [[nodiscard]] double level(SteadyTime now) {
    refill(now);
    return level_;
  }
  /// How long until it holds `amount`.
  [[nodiscard]] std::chrono::duration<double> until(double amount, SteadyTime now) {
    refill(now);
    return std::chrono::duration<double>(std::max(0.0, (amount - level_) / capacity_ * 60.0));
  }
  [[nodiscard]] double capacity() const { return capacity_; }

 private:
  void refill(SteadyTime now) {
    if (now <= at_) return;
    level_ = std::min(capacity_, level_ + capacity_ * std::chrono::duration<double>(now - at_).count() / 60.0);
    at_ = now;
  }

  double capacity_;
  double level_;
  SteadyTime at_;
};

}  // namespace vigie::limits
