#include "console/app/frame_meter.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

TEST(FrameMeterTest, TellsTheUsualFromTheWorst) {
  FrameMeter meter;
  EXPECT_EQ(meter.quantile(0.5), 0);
  for (int i = 1; i <= 100; ++i) meter.addFrame(i);
  EXPECT_EQ(meter.quantile(0.5), 50);
  EXPECT_EQ(meter.quantile(0.99), 99);
  EXPECT_EQ(meter.worstMs(), 100);
  EXPECT_EQ(meter.frames(), 100U);
}

TEST(FrameMeterTest, CountsFramesOfTheDisplayThatWereMissed) {
  FrameMeter meter;
  meter.addFrame(16);
  EXPECT_EQ(meter.dropped(), 0U);
  meter.addFrame(17);
  EXPECT_EQ(meter.dropped(), 1U);
  meter.addFrame(99);
  EXPECT_EQ(meter.dropped(), 6U) << "one of before, and five while it hung";
}

TEST(FrameMeterTest, KeepsTheLastThousandInOrder) {
  FrameMeter meter;
  for (int i = 0; i < 2'500; ++i) meter.addFrame(i);
  const std::vector<double> recent = meter.recent();
  ASSERT_EQ(recent.size(), 1'000U);
  EXPECT_EQ(recent.front(), 1'500);
  EXPECT_EQ(recent.back(), 2'499);
  EXPECT_EQ(meter.quantile(0), 1'500) << "what is long gone does not count";
}

TEST(FrameMeterTest, CountsStallsThatAUserFeels) {
  FrameMeter meter;
  meter.addEvent(99);
  meter.addEvent(100);
  meter.addEvent(250);
  EXPECT_EQ(meter.stalls(), 2U);
  EXPECT_EQ(meter.worstEventMs(), 250);
}

}  // namespace
}  // namespace vigie::console
