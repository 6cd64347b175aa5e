#include "server/limits/rate_limits.h"

#include "server/limits/in_flight_limit.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>
#include <vector>

namespace vigie::limits {
namespace {

class HandClock final : public Clock {
 public:
  [[nodiscard]] SystemTime now() const override { return {}; }
  [[nodiscard]] SteadyTime steady() const override { return at; }
  SteadyTime at{std::chrono::hours(1)};
};

class RateLimitsTest : public testing::Test {
 protected:
  std::map<std::string_view, std::string> headers(RateLimits& limits, const std::string& owner) {
    std::map<std::string_view, std::string> out;
    for (auto& [name, value] : limits.headers(owner)) out.emplace(name, value);
    return out;
  }
  HandClock clock_;
};

TEST_F(RateLimitsTest, AMinutesWorthMayComeAtOnceThenAtTheRate) {
  RateLimits limits({.requestsPerMinute = 60}, clock_);
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(limits.request("alice")) << i;
  const auto refused = limits.request("alice");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kRateLimited);
  EXPECT_EQ(refused.error().retryAfter, std::chrono::seconds(1));
  EXPECT_TRUE(limits.request("bob")) << "another owner has limits of their own";
  clock_.at += std::chrono::milliseconds(999);
  EXPECT_FALSE(limits.request("alice"));
  clock_.at += std::chrono::milliseconds(1);
  EXPECT_TRUE(limits.request("alice")) << "after Retry-After it is granted";
  EXPECT_FALSE(limits.request("alice"));
}

TEST_F(RateLimitsTest, RetryAfterIsNeverTooEarly) {
  RateLimits limits({.requestsPerMinute = 2}, clock_);
  ASSERT_TRUE(limits.request(""));
  ASSERT_TRUE(limits.request(""));
  clock_.at += std::chrono::milliseconds(500);
  const auto wait = limits.request("").error().retryAfter.value();
  EXPECT_EQ(wait, std::chrono::seconds(30));
  clock_.at += wait;
  EXPECT_TRUE(limits.request(""));
}

TEST_F(RateLimitsTest, TokensThatWereUsedOnCreditArePaidBackFirst) {
  RateLimits limits({.tokensPerMinute = 600}, clock_);
  ASSERT_TRUE(limits.stream("alice"));
  limits.charge("alice", 1200);  // 600 below zero: a minute, and a tenth of a second for the first token
  const auto refused = limits.stream("alice");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().retryAfter, std::chrono::seconds(61));
  EXPECT_TRUE(limits.request("alice")) << "other requests are not chats";
  clock_.at += std::chrono::milliseconds(60'100);
  EXPECT_TRUE(limits.stream("alice"));
}

TEST_F(RateLimitsTest, SoManyAnswersAtOnceAndAPlaceComesBack) {
  RateLimits limits({.streams = 2}, clock_);
  const auto first = limits.stream("alice");
  {
    const auto second = limits.stream("alice");
    ASSERT_TRUE(second);
    EXPECT_EQ(limits.stream("alice").error().code, ErrorCode::kRateLimited);
    EXPECT_TRUE(limits.stream("bob"));
  }
  EXPECT_TRUE(limits.stream("alice"));
}

TEST_F(RateLimitsTest, TheHeadersAreOpenAis) {
  RateLimits limits({.requestsPerMinute = 600, .tokensPerMinute = 60'000}, clock_);
  ASSERT_TRUE(limits.request("alice"));
  limits.charge("alice", 70'000);
  const auto now = headers(limits, "alice");
  EXPECT_EQ(now.at("x-ratelimit-limit-requests"), "600");
  EXPECT_EQ(now.at("x-ratelimit-remaining-requests"), "599");
  EXPECT_EQ(now.at("x-ratelimit-reset-requests"), "100ms");
  EXPECT_EQ(now.at("x-ratelimit-limit-tokens"), "60000");
  EXPECT_EQ(now.at("x-ratelimit-remaining-tokens"), "0");
  EXPECT_EQ(now.at("x-ratelimit-reset-tokens"), "1m10s");
}

TEST_F(RateLimitsTest, WithoutLimitsNothingIsRefusedOrSaid) {
  RateLimits limits({}, clock_);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(limits.request("alice"));
  limits.charge("alice", 1'000'000);
  EXPECT_TRUE(limits.stream("alice"));
  EXPECT_TRUE(limits.headers("alice").empty());
}

TEST(InFlightLimitTest, NeverMoreThanItsPlacesHoweverManyThreadsCome) {
  InFlightLimit limit(3);
  std::atomic<int> inside{0};
  std::atomic<bool> over{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) {
        const auto place = limit.enter();
        if (!place) continue;
        if (++inside > 3) over = true;
        --inside;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_FALSE(over);
  EXPECT_FALSE(limit.full());
  const auto a = limit.enter();
  const auto b = limit.enter();
  const auto c = limit.enter();
  EXPECT_TRUE(limit.full());
  EXPECT_FALSE(limit.enter());
}

}  // namespace
}  // namespace vigie::limits
