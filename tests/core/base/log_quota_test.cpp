#include "core/base/log_quota.h"

#include <gtest/gtest.h>

namespace vigie {
namespace {

TEST(LogQuotaTest, ALineThatComesAfterLeftOutOnesSaysHowMany) {
  LogQuota quota(2);
  const SteadyTime start = SteadyTime() + std::chrono::hours(1);
  EXPECT_EQ(quota.take(start), 0);
  EXPECT_EQ(quota.take(start), 0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(quota.take(start + std::chrono::milliseconds(999)), std::nullopt);
  EXPECT_EQ(quota.take(start + std::chrono::seconds(1)), 5);
  EXPECT_EQ(quota.take(start + std::chrono::seconds(1)), 0);
  EXPECT_EQ(quota.take(start + std::chrono::seconds(1)), std::nullopt);
}

TEST(LogQuotaTest, RareEventsAreAllWritten) {
  LogQuota quota(1);
  SteadyTime now = SteadyTime() + std::chrono::hours(1);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(quota.take(now), 0);
    now += std::chrono::seconds(1);
  }
}

}  // namespace
}  // namespace vigie
