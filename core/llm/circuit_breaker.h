// CircuitBreaker: stops asking what keeps failing, and finds out with one call when it is well again.
#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

namespace vigie {

/// The values are those of openai_circuit_state: do not change or reuse.
enum class CircuitState { kClosed = 0, kHalfOpen = 1, kOpen = 2 };
std::string_view toString(CircuitState state) noexcept;

/// Closed: every call goes through, and the last outcomes are kept. When enough of them, and a large enough share, are
/// failures it opens: nothing goes through for a pause. Then it is half open: exactly one call goes through, and its
/// ending closes the circuit or opens it again for twice the pause. Counting a share of a window of calls is Hystrix's
/// and resilience4j's way: a run of failures alone would never be met where every second call fails.
///
/// Outcomes of calls that were let through before the circuit last changed are ignored: they tell of the past. Time is
/// given, never asked for. Not thread-safe.
class CircuitBreaker {
 public:
  struct Options {
    std::size_t window = 20;                ///< outcomes that are looked at
    std::chrono::milliseconds age{60'000};  ///< older ones are forgotten
    std::size_t failures = 5;               ///< at least
    double share = 0.5;                     ///< and at least this part of the window
    std::chrono::milliseconds pause{5'000};
    std::chrono::milliseconds longestPause{60'000};
  };

  /// Leave to make one call; handed back by exactly one of succeeded(), failed(), abandoned().
  struct Permit {
    std::uint64_t era = 0;
    bool probe = false;
  };

  explicit CircuitBreaker(Options options) : options_(options), pause_(options.pause) {}

  /// Nothing when the circuit is open, or half open with its probe under way.
  [[nodiscard]] std::optional<Permit> admit(SteadyTime now);
  void succeeded(const Permit& permit, SteadyTime now);
  void failed(const Permit& permit, SteadyTime now);
  /// The call ended without telling anything; a probe leaves its place to the next call.
  void abandoned(const Permit& permit);

  [[nodiscard]] CircuitState state() const { return state_; }
  /// Until a call may go through; zero when one may now. The pause while a probe is under way.
  [[nodiscard]] std::chrono::milliseconds waitingTime(SteadyTime now) const;

 private:
  struct Outcome {
    SteadyTime at;
    bool failure = false;
  };

  void change(CircuitState next);
  void open(SteadyTime now);
  void note(bool failure, SteadyTime now);

  const Options options_;
  CircuitState state_ = CircuitState::kClosed;
  std::uint64_t era_ = 1;  // of permits; grows with each change
  std::deque<Outcome> outcomes_;
  SteadyTime probeAt_{};
  std::chrono::milliseconds pause_;  // of the next opening
  bool probing_ = false;
};

}  // namespace vigie
