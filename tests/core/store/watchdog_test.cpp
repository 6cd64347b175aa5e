#include "core/store/impl/watchdog.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace vigie::impl {
namespace {

TEST(WatchdogTest, EndsThoughHousekeepingFallsDueWhenItIsClosed) {
  std::promise<void> promise;
  auto ended = promise.get_future();
  // Not joined: where it fails it never ends.
  std::thread([promise = std::move(promise)]() mutable {
    auto watchdog = std::make_unique<Watchdog>([] { return SteadyTime::max(); });
    watchdog->expireAll();
    for (int i = 0; i < 2'000; ++i) watchdog->wakeAt(std::chrono::steady_clock::now());
    watchdog.reset();
    promise.set_value();
  }).detach();
  EXPECT_EQ(ended.wait_for(std::chrono::seconds(30)), std::future_status::ready) << "the server would hang at its end";
}

}  // namespace
}  // namespace vigie::impl
