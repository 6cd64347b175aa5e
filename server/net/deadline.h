// Deadline: one timer a connection that is re-armed rarely, whatever the number of operations under it.
#pragma once

#include "core/base/clock.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace vigie::net {

/// Moving the deadline later costs a store: the timer, when it fires too early, arms itself again. On one strand.
class Deadline {
 public:
  /// `expired` runs on the timer's executor while `owner` lives.
  Deadline(boost::asio::any_io_executor executor, std::function<void()> expired)
      : timer_(std::move(executor)), expired_(std::move(expired)) {}

  /// `owner` is kept alive by a timer that is armed.
  void own(std::weak_ptr<void> owner) { owner_ = std::move(owner); }
  void within(std::chrono::milliseconds limit);
  /// Nothing is waited for now. The armed timer is left to fire into nothing.
  void none() { at_ = SteadyTime::max(); }
  /// For good: no timer is left behind.
  void close();

 private:
  void arm(SteadyTime at);

  boost::asio::steady_timer timer_;
  std::function<void()> expired_;
  std::weak_ptr<void> owner_;
  SteadyTime at_ = SteadyTime::max();
  SteadyTime armed_ = SteadyTime::max();
  bool closed_ = false;
};

}  // namespace vigie::net
