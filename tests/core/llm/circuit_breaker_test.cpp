#include "core/llm/circuit_breaker.h"

#include <gtest/gtest.h>

namespace vigie {
namespace {

using namespace std::chrono_literals;

class CircuitBreakerTest : public testing::Test {
 protected:
  /// One call to its end; false when it was not let through.
  bool call(bool succeeds) {
    const auto permit = breaker_.admit(now_);
    if (!permit) return false;
    if (succeeds) {
      breaker_.succeeded(*permit, now_);
    } else {
      breaker_.failed(*permit, now_);
    }
    return true;
  }
  void open() {
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(call(false));
    ASSERT_EQ(breaker_.state(), CircuitState::kOpen);
  }

  SteadyTime now_ = SteadyTime(1h);
  CircuitBreaker breaker_{CircuitBreaker::Options()};
};

TEST_F(CircuitBreakerTest, OpensAfterFiveFailuresInARow) {
  for (int i = 0; i < 4; ++i) call(false);
  EXPECT_EQ(breaker_.state(), CircuitState::kClosed);
  call(false);
  EXPECT_EQ(breaker_.state(), CircuitState::kOpen);
  EXPECT_FALSE(call(true));
  EXPECT_EQ(breaker_.waitingTime(now_), 5s);
}

TEST_F(CircuitBreakerTest, OpensWhenHalfOfTheCallsFail) {
  for (int i = 0; i < 40 && breaker_.state() == CircuitState::kClosed; ++i) call(i % 2 == 0);
  EXPECT_EQ(breaker_.state(), CircuitState::kOpen);
}

TEST_F(CircuitBreakerTest, StaysClosedWhenAFewCallsFail) {
  for (int i = 0; i < 400; ++i) call(i % 3 != 0);
  EXPECT_EQ(breaker_.state(), CircuitState::kClosed);
}

TEST_F(CircuitBreakerTest, ForgetsOldFailures) {
  for (int i = 0; i < 50; ++i) {
    call(false);
    now_ += 20s;
  }
  EXPECT_EQ(breaker_.state(), CircuitState::kClosed) << "three failures a minute are no run of them";
}

TEST_F(CircuitBreakerTest, LetsExactlyOneCallProbe) {
  open();
  now_ += 5s;
  const auto probe = breaker_.admit(now_);
  ASSERT_TRUE(probe);
  EXPECT_EQ(breaker_.state(), CircuitState::kHalfOpen);
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(breaker_.admit(now_));
  breaker_.succeeded(*probe, now_);
  EXPECT_EQ(breaker_.state(), CircuitState::kClosed);
  EXPECT_TRUE(call(true));
}

TEST_F(CircuitBreakerTest, OpensForTwiceAsLongWhenTheProbeFailsUpToAMinute) {
  open();
  for (const auto pause : {5s, 10s, 20s, 40s, 60s, 60s}) {
    EXPECT_EQ(breaker_.waitingTime(now_), pause);
    now_ += pause - 1ms;
    EXPECT_FALSE(call(false));
    now_ += 1ms;
    EXPECT_TRUE(call(false));
  }
  now_ += 60s;
  EXPECT_TRUE(call(true));
  open();
  EXPECT_EQ(breaker_.waitingTime(now_), 5s) << "it was well in between";
}

TEST_F(CircuitBreakerTest, AProbeThatTellsNothingLeavesItsPlaceToTheNext) {
  open();
  now_ += 5s;
  const auto probe = breaker_.admit(now_);
  ASSERT_TRUE(probe);
  breaker_.abandoned(*probe);
  EXPECT_EQ(breaker_.state(), CircuitState::kHalfOpen);
  EXPECT_TRUE(call(true));
  EXPECT_EQ(breaker_.state(), CircuitState::kClosed);
}

TEST_F(CircuitBreakerTest, IgnoresTheEndOfCallsFromBeforeItOpened) {
  const auto slow = breaker_.admit(now_);
  const auto slower = breaker_.admit(now_);
  ASSERT_TRUE(slow && slower);
  open();
  breaker_.succeeded(*slow, now_);
  EXPECT_EQ(breaker_.state(), CircuitState::kOpen) << "a success of long ago must not close it";
  now_ += 5s;
  ASSERT_TRUE(breaker_.admit(now_));
  breaker_.failed(*slower, now_);
  EXPECT_EQ(breaker_.state(), CircuitState::kHalfOpen) << "nor a failure of long ago judge the probe";
}

}  // namespace
}  // namespace vigie
