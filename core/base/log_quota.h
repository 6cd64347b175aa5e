// LogQuota: how often the same event is worth a line.
#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

namespace vigie {

/// A fault that every request meets would fill the disk, and hold up whoever logs it: standard error is often a pipe,
/// and a pipe whose reader is slow blocks its writers. Any thread.
class LogQuota {
 public:
  /// At most `lines` a second.
  explicit LogQuota(std::int64_t lines) : lines_(lines) {}

  /// How many were left out since the last line, for this one to say; nullopt: leave this one out too.
  std::optional<std::int64_t> take(SteadyTime now) {
    const std::lock_guard lock(mutex_);
    if (now - began_ >= std::chrono::seconds(1)) {
      began_ = now;
      written_ = 0;
    }
    if (written_ >= lines_) {
      ++leftOut_;
      return std::nullopt;
    }
    ++written_;
    return std::exchange(leftOut_, 0);
  }

 private:
  const std::int64_t lines_;
  std::mutex mutex_;  // guards what follows
  SteadyTime began_{};
  std::int64_t written_ = 0;
  std::int64_t leftOut_ = 0;
};

}  // namespace vigie
