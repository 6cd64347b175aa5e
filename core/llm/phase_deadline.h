// One timer for all the deadlines of a call.
#pragma once

#include "core/base/clock.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

namespace vigie {

/// Runs `onExpiry` once when the current deadline passes. Moving the deadline is an assignment unless it comes nearer
/// than the timer is set, so that each piece of a stream may move it for nearly nothing. One strand.
class PhaseDeadline : public std::enable_shared_from_this<PhaseDeadline> {
 public:
  PhaseDeadline(const boost::asio::any_io_executor& strand, SteadyTime total, std::function<void()> onExpiry)
      : timer_(strand), total_(total), deadline_(total), onExpiry_(std::move(onExpiry)) {}

  /// From now on: the end of this phase, but never after the total. Needs a shared_ptr to this.
  void phaseEndsAt(SteadyTime end) {
    deadline_ = std::min(end, total_);
    if (!armed_ || deadline_ < armedFor_) arm();
  }
  void phaseEndsAtTotal() { phaseEndsAt(total_); }
  /// No expiry after this.
  void stop() {
    stopped_ = true;
    timer_.cancel();
  }
  [[nodiscard]] bool expired() const { return expired_; }
  /// The expiry was the whole call's and not a phase's.
  [[nodiscard]] bool totalExpired() const { return expired_ && deadline_ == total_; }

 private:
  void arm() {
    armed_ = true;
    armedFor_ = deadline_;
    timer_.expires_at(deadline_);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
      if (cancelled || self->stopped_ || self->expired_) return;
      if (std::chrono::steady_clock::now() < self->deadline_) {
        self->arm();
        return;
      }
      self->expired_ = true;
      self->onExpiry_();
    });
  }

  boost::asio::steady_timer timer_;
  const SteadyTime total_;
  SteadyTime deadline_;
  SteadyTime armedFor_;
  std::function<void()> onExpiry_;
  bool armed_ = false;
  bool stopped_ = false;
  bool expired_ = false;
};

}  // namespace vigie
