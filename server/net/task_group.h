// TaskGroup: coroutines that are started and not awaited, but never lost from sight.
//
// Source of the idea: Beast's advanced_server_flex_awaitable.cpp.
#pragma once

#include "core/base/log.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace vigie::net {

/// Any thread may call any member. It must outlive the io_context's run.
class TaskGroup {
 public:
  explicit TaskGroup(boost::asio::any_io_executor executor) : timer_(std::move(executor)), log_("server") {}
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  /// Starts `task` on `executor`, a strand (or single-threaded). An exception that leaves it is logged.
  void spawn(const boost::asio::any_io_executor& executor, boost::asio::awaitable<void> task);

  /// Cancels what runs now, each on its own executor.
  void cancel(boost::asio::cancellation_type type);

  /// True once nothing runs, false when `limit` passed first. One waiter at a time.
  boost::asio::awaitable<bool> wait(std::chrono::milliseconds limit);

  [[nodiscard]] std::size_t size() const;

 private:
  struct Task {
    boost::asio::any_io_executor executor;
    std::shared_ptr<boost::asio::cancellation_signal> signal;
  };
  void finished(std::uint64_t id);

  mutable std::mutex mutex_;  // guards tasks_, next_, waiting_ and timer_
  std::map<std::uint64_t, Task> tasks_;
  std::uint64_t next_ = 0;
  bool waiting_ = false;
  boost::asio::steady_timer timer_;
  Log log_;
};

}  // namespace vigie::net
