// InFlightLimit: how much the server works on at once. What is above it is told so at once and not queued.
#pragma once

#include "core/base/result.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>

namespace vigie::limits {

/// A queue would only add waiting to an overload: by the time its end is reached nobody waits for the answer any more.
/// Any thread.
class InFlightLimit {
 public:
  explicit InFlightLimit(std::size_t most) : most_(most) {}
  InFlightLimit(const InFlightLimit&) = delete;
  InFlightLimit& operator=(const InFlightLimit&) = delete;

  /// One place, or those of a piece of work that is worth several.
  class Place {
   public:
    Place(InFlightLimit* limit, std::size_t places) : limit_(limit), places_(places) {}
    Place(Place&& other) noexcept : limit_(std::exchange(other.limit_, nullptr)), places_(other.places_) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (limit_ != nullptr) limit_->taken_.fetch_sub(places_, std::memory_order_relaxed);
    }

   private:
    InFlightLimit* limit_;
    std::size_t places_;
  };

  /// Nullopt when so many places are not free.
  [[nodiscard]] std::optional<Place> enter(std::size_t places = 1) {
    if (taken_.fetch_add(places, std::memory_order_relaxed) + places <= most_) return Place(this, places);
    taken_.fetch_sub(places, std::memory_order_relaxed);
    return std::nullopt;
  }
  /// What somebody is told who gets none.
  [[nodiscard]] static Error refusal() {
    Error error(ErrorCode::kUnavailable, "the server is at its limit; try again in a moment");
    error.retryAfter = std::chrono::seconds(1);
    return error;
  }
  [[nodiscard]] bool full() const { return taken_.load(std::memory_order_relaxed) >= most_; }

 private:
  const std::size_t most_;
  std::atomic<std::size_t> taken_{0};
};

}  // namespace vigie::limits
