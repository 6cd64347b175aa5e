// Time as a collaborator, so that retention, leases and stamps can be tested without waiting.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace vigie {

using SystemTime = std::chrono::sys_time<std::chrono::microseconds>;
using SteadyTime = std::chrono::steady_clock::time_point;

/// Any thread may call any member of any implementation.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall-clock time, UTC, microseconds. May jump.
  [[nodiscard]] virtual SystemTime now() const = 0;
  /// For durations. Never goes back.
  [[nodiscard]] virtual SteadyTime steady() const = 0;
};

/// The machine's clocks. Stateless.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] SystemTime now() const override;
  [[nodiscard]] SteadyTime steady() const override;
};

/// ISO 8601 in UTC with milliseconds, as every JSON of Vigie writes times: "2026-03-01T12:00:00.123Z".
std::string toIso8601(SystemTime time);

/// Reads what toIso8601 writes, with or without fraction, and offsets ("+01:00"). kInvalidArgument otherwise.
Result<SystemTime> fromIso8601(std::string_view text);

/// Milliseconds between two steady times, with a fraction.
double millisecondsBetween(SteadyTime from, SteadyTime to) noexcept;

}  // namespace vigie
