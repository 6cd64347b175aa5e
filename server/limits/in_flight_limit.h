// InFlightLimit: how much the server works on at once. What is above it is told so at once and not queued.
#pragma once

#include <atomic>
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

  class Place {
   public:
    explicit Place(InFlightLimit* limit) : limit_(limit) {}
    Place(Place&& other) noexcept : limit_(std::exchange(other.limit_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (limit_ != nullptr) limit_->taken_.fetch_sub(1, std::memory_order_relaxed);
    }

   private:
    InFlightLimit* limit_;
  };

  /// Nullopt when all places are taken.
  [[nodiscard]] std::optional<Place> enter() {
    if (taken_.fetch_add(1, std::memory_order_relaxed) < most_) return Place(this);
    taken_.fetch_sub(1, std::memory_order_relaxed);
    return std::nullopt;
  }
  [[nodiscard]] bool full() const { return taken_.load(std::memory_order_relaxed) >= most_; }

 private:
  const std::size_t most_;
  std::atomic<std::size_t> taken_{0};
};

}  // namespace vigie::limits
