#include "console/dashboard/decimate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vigie::console {
namespace {

TEST(DecimateTest, KeepsEveryPeakOfALongSeries) {
  std::vector<qint64> times;
  std::vector<double> values;
  for (int i = 0; i < 100'000; ++i) {
    times.push_back(i);
    values.push_back(std::sin(i * 0.001));
  }
  values[33'333] = 50;
  values[77'777] = -50;
  const Polylines lines = decimate(times, values, {0, 99'999, 500, 10});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_LE(lines[0].size(), 4U * 501U);
  const auto [low, high] = std::minmax_element(lines[0].begin(), lines[0].end(),
                                               [](const Sample& a, const Sample& b) { return a.value < b.value; });
  EXPECT_EQ(*high, (Sample{33'333, 50}));
  EXPECT_EQ(*low, (Sample{77'777, -50}));
  EXPECT_TRUE(std::is_sorted(lines[0].begin(), lines[0].end(),
                             [](const Sample& a, const Sample& b) { return a.timeMs < b.timeMs; }));
  EXPECT_EQ(lines[0].front().timeMs, 0);
  EXPECT_EQ(lines[0].back().timeMs, 99'999);
}

TEST(DecimateTest, BreaksAtGapsAndAtWhatIsNoNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<qint64> times{0, 10, 20, 100, 110, 120, 130};
  const std::vector<double> values{1, 2, 3, 4, nan, 5, std::numeric_limits<double>::infinity()};
  const Polylines lines = decimate(times, values, {0, 200, 1000, 15});
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].size(), 3U);
  EXPECT_EQ(lines[1], std::vector<Sample>({{100, 4}})) << "an isolated sample stays";
  EXPECT_EQ(lines[2], std::vector<Sample>({{120, 5}}));
}

TEST(DecimateTest, JoinsGapsWhereTheDashboardAsksForIt) {
  EXPECT_EQ(decimate({0, 1000}, {1, 2}, {0, 1000, 10, 0}).size(), 1U);
}

TEST(DecimateTest, LeavesOutWhatIsOutside) {
  const Polylines lines = decimate({0, 10, 20, 30}, {1, 2, 3, 4}, {10, 20, 100, 50});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0], std::vector<Sample>({{10, 2}, {20, 3}}));
  EXPECT_TRUE(decimate({}, {}, {0, 10, 100, 1}).empty());
  EXPECT_TRUE(decimate({1}, {1}, {10, 10, 100, 1}).empty());
}

}  // namespace
}  // namespace vigie::console
