// How long to wait before the next attempt to connect.
#pragma once

#include <chrono>

namespace vigie::console {

/// Exponential back-off with equal jitter: the n-th wait is between half and the whole of min(first·2ⁿ, longest), so
/// that many consoles do not knock at a restarted server together. Plain value; no thread of its own.
class ReconnectPolicy {
 public:
  ReconnectPolicy() = default;
  ReconnectPolicy(std::chrono::milliseconds first, std::chrono::milliseconds longest)
      : first_(first), longest_(longest) {}

  /// `random` is uniform in [0, 1).
  std::chrono::milliseconds next(double random);
  /// After a success.
  void reset() { attempt_ = 0; }
  [[nodiscard]] int attempts() const { return attempt_; }

 private:
  std::chrono::milliseconds first_{300};
  std::chrono::milliseconds longest_{15000};
  int attempt_ = 0;
};

}  // namespace vigie::console
