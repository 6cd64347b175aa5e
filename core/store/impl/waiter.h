// A coroutine that waits for an outcome which another thread brings.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <utility>

namespace vigie::impl {

/// finish() once, from any thread: the coroutine continues on its own executor, never inside finish().
template <class Outcome>
class Waiter {
 public:
  virtual ~Waiter() = default;
  virtual void finish(Outcome outcome) = 0;
};

template <class Outcome, class Handler>
class TypedWaiter final : public Waiter<Outcome> {
 public:
  explicit TypedWaiter(Handler handler)
      : guard_(boost::asio::make_work_guard(boost::asio::get_associated_executor(handler))),
        handler_(std::move(handler)) {}

  void finish(Outcome outcome) override {
    const auto executor = guard_.get_executor();
    boost::asio::post(executor, [handler = std::move(handler_), result = std::move(outcome)]() mutable {
      std::move(handler)(std::move(result));
    });
    guard_.reset();
  }

 private:
  boost::asio::executor_work_guard<boost::asio::associated_executor_t<Handler>> guard_;
  Handler handler_;
};

/// What async_initiate() starts: hands the waiter to `target.submit(item, waiter)`. A class with a constructor: g++ 12
/// destroys braced temporaries of coroutines twice.
template <class Target, class Outcome>
class InitiateWait {
 public:
  explicit InitiateWait(Target& target) : target_(&target) {}

  template <class Handler, class Item>
  void operator()(Handler handler, Item item) const {
    target_->submit(std::move(item), std::make_unique<TypedWaiter<Outcome, Handler>>(std::move(handler)));
  }

 private:
  Target* target_;
};

/// Awaits what `target` makes of `item`.
template <class Outcome, class Target, class Item>
boost::asio::awaitable<Outcome> submitAndWait(Target& target, Item item) {
  InitiateWait<Target, Outcome> initiate(target);
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Outcome)>(
      std::move(initiate), boost::asio::use_awaitable, std::move(item));
}

}  // namespace vigie::impl
