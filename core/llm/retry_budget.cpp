#include "core/llm/retry_budget.h"

#include <algorithm>

namespace vigie {

void RetryBudget::deposit() {
  const std::lock_guard lock(mutex_);
  tokens_ = std::min(options_.reserve, tokens_ + options_.share);
}

bool RetryBudget::withdraw(SteadyTime now) {
  const std::lock_guard lock(mutex_);
  if (tokens_ >= options_.reserve || refilled_ == SteadyTime{}) {
    refilled_ = now;
  } else {
    const auto steps = (now - refilled_) / options_.refill;
    refilled_ += steps * options_.refill;
    tokens_ = std::min(options_.reserve, tokens_ + static_cast<double>(steps));
  }
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

}  // namespace vigie
