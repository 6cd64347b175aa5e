// An incremental refresh must show what a full one would: held against a model of a Prometheus whose series come, go
// and are revised near their ends.
#include "console/prometheus/range_memory.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

constexpr qint64 kStep = 15'000;
constexpr qint64 kHour = 3'600'000;

PromQuery live(qint64 endMs, qint64 lengthMs = kHour) {
  return {QStringLiteral("rate(a[1m])"), true, endMs - lengthMs, endMs, kStep};
}

/// Series i lives in hours of its own; samples of the last five minutes before `nowMs` are not final yet.
FramePtr evaluate(const PromQuery& query, qint64 nowMs) {
  auto frame = std::make_shared<Frame>();
  for (int i = 0; i < 5; ++i) {
    Series series;
    series.labels = {{QStringLiteral("job"), QStringLiteral("job-%1").arg(i)}};
    for (qint64 at = query.startMs; at <= query.endMs; at += query.stepMs) {
      const bool lives = at % (3 * kHour) >= i * kHour / 3 && at % (3 * kHour) < kHour + i * kHour / 2;
      const bool missed = (at / kStep + i) % 17 == 0;
      if (!lives || missed) continue;
      series.timesMs.push_back(at);
      series.values.push_back(static_cast<double>(at / kStep % 1000) + (nowMs - at < 300'000 ? 0.5 : 0));
    }
    if (!series.timesMs.empty()) frame->series.push_back(std::move(series));
  }
  return frame;
}

void expectSame(const Frame& got, const Frame& full) {
  ASSERT_EQ(got.series.size(), full.series.size());
  for (std::size_t i = 0; i < full.series.size(); ++i) {
    EXPECT_EQ(got.series[i].labels, full.series[i].labels);
    EXPECT_EQ(got.series[i].timesMs, full.series[i].timesMs);
    EXPECT_EQ(got.series[i].values, full.series[i].values);
  }
}

TEST(RangeMemoryTest, ShowsWhatAFullQueryWouldForHours) {
  RangeMemory memory;
  int tails = 0;
  qint64 end = 20 * kHour;
  for (int refresh = 0; refresh < 2'000; ++refresh) {
    // Mostly a step on, sometimes none (a refresh faster than the step), sometimes a pause of many.
    end += refresh % 3 == 0 ? 0 : refresh % 50 == 7 ? 40 * kStep : kStep;
    const PromQuery wanted = live(end);
    const PromQuery asked = memory.narrowed(wanted, end);
    if (asked != wanted) ++tails;
    const FramePtr got = memory.joined(wanted, asked, evaluate(asked, end), end);
    ASSERT_NO_FATAL_FAILURE(expectSame(*got, *evaluate(wanted, end))) << "refresh " << refresh;
  }
  EXPECT_GT(tails, 1'500) << "nearly every refresh fetches the newest part only";
}

TEST(RangeMemoryTest, JoinsEachBucketOfAHistogramWithItself) {
  RangeMemory memory;
  const auto answer = [](const PromQuery& query) {
    auto frame = std::make_shared<Frame>();
    frame->nativeHistograms = 1;
    for (const Bucket bucket : {Bucket{1, 2}, Bucket{2, 4}}) {
      Series series;
      series.bucket = bucket;
      for (qint64 at = query.startMs; at <= query.endMs; at += query.stepMs) {
        series.timesMs.push_back(at);
        series.values.push_back(bucket.high);
      }
      frame->series.push_back(std::move(series));
    }
    return FramePtr(std::move(frame));
  };
  const PromQuery first = live(20 * kHour);
  memory.joined(first, memory.narrowed(first, 0), answer(first), 0);
  const PromQuery wanted = live(20 * kHour + kStep);
  const PromQuery asked = memory.narrowed(wanted, kStep);
  ASSERT_NE(asked, wanted);
  const FramePtr got = memory.joined(wanted, asked, answer(asked), kStep);
  EXPECT_EQ(got->nativeHistograms, 1);
  ASSERT_NO_FATAL_FAILURE(expectSame(*got, *answer(wanted)));
  EXPECT_EQ(got->series[1].bucket, (Bucket{2, 4}));
}

class RangeMemoryRulesTest : public testing::Test {
 protected:
  RangeMemoryRulesTest() { memory.joined(held, held, evaluate(held, kNow), kNow); }

  static constexpr qint64 kNow = 40 * kHour;
  const PromQuery held = live(kNow);
  RangeMemory memory;
};

TEST_F(RangeMemoryRulesTest, AsksForTheTailWithAnOverlapOfTenMinutes) {
  const PromQuery asked = memory.narrowed(live(kNow + kStep), kNow + kStep);
  EXPECT_EQ(asked.startMs, kNow - 600'000);
  EXPECT_EQ(asked.endMs, kNow + kStep);
  EXPECT_EQ((asked.startMs - held.startMs) % kStep, 0) << "on the grid of the whole query";
}

TEST_F(RangeMemoryRulesTest, AsksForEverythingWhenTheQuestionIsAnotherOne) {
  const PromQuery next = live(kNow + kStep);
  const auto expectFull = [&](PromQuery wanted, const char* why) {
    EXPECT_EQ(memory.narrowed(wanted, kNow + kStep), wanted) << why;
  };
  PromQuery other = next;
  other.expr = QStringLiteral("rate(b[1m])");
  expectFull(other, "another expression");
  other = next;
  other.stepMs = 30'000;
  expectFull(other, "another step");
  expectFull(live(kNow + kStep, 2 * kHour), "a longer window");
  expectFull(live(kNow - kStep), "a window that went back");
  expectFull(live(kNow + 2 * kHour), "a window beyond what is held");
  other = next;
  other.startMs += 1'000;
  other.endMs += 1'000;
  expectFull(other, "another grid");
  expectFull({next.expr, false, 0, next.endMs, 0}, "an instant");
}

TEST_F(RangeMemoryRulesTest, AsksForEverythingNowAndThen) {
  const PromQuery next = live(kNow + kStep);
  EXPECT_NE(memory.narrowed(next, kNow + RangeMemory::kFullEvery.count() - 1), next);
  EXPECT_EQ(memory.narrowed(next, kNow + RangeMemory::kFullEvery.count()), next);
  memory.forget();
  EXPECT_EQ(memory.narrowed(next, kNow), next);
}

TEST(RangeMemoryEdgesTest, LeavesShortWindowsAndMovingExpressionsWhole) {
  RangeMemory memory;
  const PromQuery minutes = live(kHour, 600'000);
  memory.joined(minutes, minutes, evaluate(minutes, kHour), kHour);
  EXPECT_EQ(memory.narrowed(live(kHour + kStep, 600'000), kHour), live(kHour + kStep, 600'000))
      << "the overlap is all of it";
  PromQuery moving = live(kHour);
  moving.expr = QStringLiteral("a / (a @ start())");
  memory.joined(moving, moving, evaluate(moving, kHour), kHour);
  PromQuery next = moving;
  next.startMs += kStep;
  next.endMs += kStep;
  EXPECT_EQ(memory.narrowed(next, kHour), next) << "every value depends on where the window starts";
}

TEST(RangeMemoryEdgesTest, SurvivesAnAnswerThatNamesASeriesTwice) {
  RangeMemory memory;
  const PromQuery first = live(kHour);
  memory.joined(first, first, evaluate(first, kHour), kHour);
  const PromQuery wanted = live(kHour + kStep);
  const PromQuery asked = memory.narrowed(wanted, kHour);
  auto twice = std::make_shared<Frame>(*evaluate(asked, kHour));
  ASSERT_FALSE(twice->series.empty());
  twice->series.push_back(twice->series.front());
  const FramePtr got = memory.joined(wanted, asked, twice, kHour);
  for (const Series& series : got->series) {
    EXPECT_EQ(series.timesMs.size(), series.values.size());
    for (std::size_t i = 1; i < series.timesMs.size(); ++i) ASSERT_LT(series.timesMs[i - 1], series.timesMs[i]);
  }
}

}  // namespace
}  // namespace vigie::console
