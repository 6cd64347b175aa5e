#include "core/llm/retry_budget.h"

#include "core/llm/backoff.h"

#include <gtest/gtest.h>

namespace vigie {
namespace {

using namespace std::chrono_literals;

int granted(RetryBudget& budget, SteadyTime now, int asked) {
  int count = 0;
  for (int i = 0; i < asked; ++i) count += budget.withdraw(now) ? 1 : 0;
  return count;
}

TEST(RetryBudgetTest, KeepsRetriesBelowATenthOfTheCallsWhenAllFail) {
  for (const int calls : {500, 1'000, 10'000}) {
    RetryBudget budget{RetryBudget::Options()};
    SteadyTime now(1h);
    int retries = 0;
    for (int i = 0; i < calls; ++i) {
      budget.deposit();
      retries += granted(budget, now, 2);
      now += 5ms;
    }
    EXPECT_LE(retries, calls / 10) << calls;
    EXPECT_GT(retries, calls / 20) << calls;
  }
}

TEST(RetryBudgetTest, SavesNoMoreThanItsReserveInACalm) {
  RetryBudget budget{RetryBudget::Options()};
  for (int i = 0; i < 100'000; ++i) budget.deposit();
  EXPECT_EQ(granted(budget, SteadyTime(1h), 1'000), 10);
}

TEST(RetryBudgetTest, RefillsWithTimeForServersWithFewCalls) {
  RetryBudget budget{RetryBudget::Options()};
  SteadyTime now(1h);
  EXPECT_EQ(granted(budget, now, 20), 10);
  now += 9s;
  EXPECT_EQ(granted(budget, now, 1), 0);
  now += 1s;
  EXPECT_EQ(granted(budget, now, 5), 1);
  now += 24h;
  EXPECT_EQ(granted(budget, now, 50), 10);
}

TEST(BackoffTest, DoublesItsBoundUpToTheMostAndSpreadsBelowIt) {
  const Backoff backoff;
  EXPECT_EQ(backoff.delay(0, 0.0, std::nullopt), 0ms);
  EXPECT_EQ(backoff.delay(0, 0.5, std::nullopt), 125ms);
  EXPECT_EQ(backoff.delay(1, 0.5, std::nullopt), 250ms);
  EXPECT_EQ(backoff.delay(2, 0.5, std::nullopt), 500ms);
  EXPECT_EQ(backoff.delay(10, 0.5, std::nullopt), 4s);
  EXPECT_EQ(backoff.delay(10'000, 0.5, std::nullopt), 4s);
}

TEST(BackoffTest, NeverUndercutsWhatTheServerAskedFor) {
  const Backoff backoff;
  EXPECT_EQ(backoff.delay(0, 0.0, 7s), 7s);
  EXPECT_EQ(backoff.delay(0, 0.5, 7s), 7s + 125ms);
}

}  // namespace
}  // namespace vigie
