#include "server/net/task_group.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>
#include <vector>

namespace vigie::net {

namespace asio = boost::asio;

void TaskGroup::spawn(const asio::any_io_executor& executor, asio::awaitable<void> task) {
  auto signal = std::make_shared<asio::cancellation_signal>();
  std::uint64_t id = 0;
  {
    const std::lock_guard lock(mutex_);
    id = next_++;
    tasks_.emplace(id, Task{executor, signal});
  }
  auto done = [this, id, signal](const std::exception_ptr& failure) {
    if (failure) {
      try {
        std::rethrow_exception(failure);
      } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted) log_.error("task failed", {{"what", error.what()}});
      } catch (const std::exception& error) {
        log_.error("task failed", {{"what", error.what()}});
      }
    }
    finished(id);
  };
  asio::co_spawn(executor, std::move(task), asio::bind_cancellation_slot(signal->slot(), std::move(done)));
}

void TaskGroup::finished(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  tasks_.erase(id);
  if (tasks_.empty() && waiting_) timer_.cancel();
}

void TaskGroup::cancel(asio::cancellation_type type) {
  std::vector<Task> now;
  {
    const std::lock_guard lock(mutex_);
    now.reserve(tasks_.size());
    for (const auto& [id, task] : tasks_) now.push_back(task);
  }
  for (Task& task : now) {
    asio::post(task.executor, [signal = std::move(task.signal), type] { signal->emit(type); });
  }
}

asio::awaitable<bool> TaskGroup::wait(std::chrono::milliseconds limit) {
  auto wait = [this, limit](auto handler) {
    // Armed under the lock, so that the last task cannot end between the test and the wait.
    const std::lock_guard lock(mutex_);
    waiting_ = true;
    timer_.expires_after(tasks_.empty() ? std::chrono::milliseconds(0) : limit);
    timer_.async_wait(std::move(handler));
  };
  auto token = asio::as_tuple(asio::use_awaitable);
  co_await asio::async_initiate<decltype(token), void(boost::system::error_code)>(std::move(wait), token);
  const std::lock_guard lock(mutex_);
  waiting_ = false;
  co_return tasks_.empty();
}

std::size_t TaskGroup::size() const {
  const std::lock_guard lock(mutex_);
  return tasks_.size();
}

}  // namespace vigie::net
