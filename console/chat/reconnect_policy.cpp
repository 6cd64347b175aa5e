#include "console/chat/reconnect_policy.h"

#include <algorithm>

namespace vigie::console {

std::chrono::milliseconds ReconnectPolicy::next(double random) {
  const int doublings = std::min(attempt_, 20);
  const auto whole = std::min(first_ * (std::int64_t{1} << doublings), longest_);
  attempt_ = std::min(attempt_ + 1, 1000);
  const double half = static_cast<double>(whole.count()) / 2;
  return std::chrono::milliseconds(static_cast<std::int64_t>(half + half * std::clamp(random, 0.0, 1.0)));
}

}  // namespace vigie::console
