// The time range the pages share: moving it, going back, what a dashboard says of it.
#include "console/dashboard/time_range.h"

#include "console/dashboard/dashboard.h"
#include "console/dashboard/display_zone.h"

#include <QDateTime>
#include <QSignalSpy>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

constexpr qint64 kMinuteMs = 60'000;

RawRange raw(const char* from, const char* to = "now") { return {QString::fromLatin1(from), QString::fromLatin1(to)}; }

class TimeRangeTest : public testing::Test {
 protected:
  ~TimeRangeTest() override { setDisplayZone(QTimeZone::systemTimeZone()); }
  [[nodiscard]] TimeWindow window() const { return range.windowAt(now); }

  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  TimeRange range;
};

TEST_F(TimeRangeTest, FollowsTheClockUntilItIsHeld) {
  EXPECT_FALSE(range.choose(raw("now-15m")));
  EXPECT_TRUE(range.followsClock());
  EXPECT_EQ(window().lengthMs(), 15 * kMinuteMs);
  EXPECT_EQ(window().toMs, now);
  range.makeAbsolute();
  EXPECT_FALSE(range.followsClock());
  EXPECT_EQ(range.windowAt(now + 1'000'000), range.windowAt(now)) << "it stays where it is";
}

TEST_F(TimeRangeTest, RefusesARangeThatDoesNotHold) {
  const RawRange before = range.raw();
  const auto problem = range.choose(raw("now-5x"));
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->param, "from");
  EXPECT_EQ(range.raw(), before);
}

TEST_F(TimeRangeTest, ZoomsAroundTheMiddle) {
  range.zoomTo({now - 120 * kMinuteMs, now - 60 * kMinuteMs});
  const TimeWindow before = window();
  range.zoomOut();
  EXPECT_EQ(window().lengthMs(), 120 * kMinuteMs);
  EXPECT_EQ(window().fromMs, before.fromMs - 30 * kMinuteMs);
  range.zoomIn();
  EXPECT_EQ(window(), before);
}

TEST_F(TimeRangeTest, KeepsALiveRangeLiveWhenItZooms) {
  range.choose(raw("now-1h"));
  range.zoomOut();
  EXPECT_EQ(range.raw(), raw("now-2h"));
  range.zoomIn();
  range.zoomIn();
  EXPECT_EQ(range.raw(), raw("now-30m"));
}

TEST_F(TimeRangeTest, ShiftsByHalfAndStopsAtThePresent) {
  range.choose(raw("now-1h"));
  const TimeWindow live = window();
  range.shift(-1);
  EXPECT_NEAR(static_cast<double>(window().fromMs), static_cast<double>(live.fromMs - 30 * kMinuteMs), kMinuteMs);
  EXPECT_FALSE(range.followsClock());
  // From ten minutes ago to now, though half the range would be more.
  range.zoomTo({now - 70 * kMinuteMs, now - 10 * kMinuteMs});
  range.shift(1);
  EXPECT_NEAR(static_cast<double>(window().toMs), static_cast<double>(now), kMinuteMs);
  EXPECT_NEAR(static_cast<double>(window().fromMs), static_cast<double>(now - 70 * kMinuteMs), 2000)
      << "Grafana's rule: the beginning stays";
}

TEST_F(TimeRangeTest, GoesBackAndForward) {
  range.choose(raw("now-3h"));
  range.choose(raw("now-6h"));
  const QSignalSpy changed(&range, &TimeRange::rangeChanged);
  range.goBack();
  EXPECT_EQ(range.raw(), raw("now-3h"));
  EXPECT_TRUE(range.canGoForward());
  range.goForward();
  EXPECT_EQ(range.raw(), raw("now-6h"));
  range.goBack();
  range.choose(raw("now-12h"));
  EXPECT_FALSE(range.canGoForward()) << "another way was taken";
  EXPECT_EQ(changed.count(), 4);
  EXPECT_EQ(range.recent().first(), raw("now-12h"));
}

TEST_F(TimeRangeTest, TakesWhatADashboardSays) {
  const auto dashboard = parseDashboard(R"j({"panels":[],"time":{"from":"now-2d/d","to":"now-2d/d"},"refresh":"30s",
      "timezone":"Asia/Tokyo","timepicker":{"nowDelay":"1m","hidden":true,"refresh_intervals":["10s","1m"],
      "quick_ranges":[{"display":"One shift","from":"now-8h","to":"now"}]}})j");
  ASSERT_TRUE(dashboard);
  const DashboardTime& own = dashboard->time;
  range.setPace(own.refresh);
  range.follow(own.range, own.rules, own.nowDelay);
  EXPECT_EQ(range.raw(), raw("now-2d/d", "now-2d/d"));
  EXPECT_FALSE(range.isChosen());
  EXPECT_EQ(displayZone(), QTimeZone("Asia/Tokyo"));
  EXPECT_EQ(window().lengthMs(), 24 * 60 * kMinuteMs - 1);
  EXPECT_EQ(QDateTime::fromMSecsSinceEpoch(window().fromMs, QTimeZone("Asia/Tokyo")).time(), QTime(0, 0));
  EXPECT_EQ(range.refreshEvery(), std::chrono::seconds(30));
  EXPECT_TRUE(own.pickerHidden);
  EXPECT_EQ(own.paces.size(), 4U) << "off, automatic and its own";
  ASSERT_EQ(own.quickRanges.size(), 1U);
  EXPECT_EQ(own.quickRanges[0].words, QStringLiteral("One shift"));
  range.follow(raw("now-1h"), own.rules, own.nowDelay);
  EXPECT_EQ(window().toMs, now - kMinuteMs) << "its now is a minute late";
}

TEST_F(TimeRangeTest, KeepsAZoneThatWasChosenByHand) {
  range.setZone(QTimeZone::utc());
  TimeRules rules;
  rules.zone = QTimeZone("Asia/Tokyo");
  range.follow(raw("now-1h"), rules, {});
  EXPECT_EQ(range.rules().zone, QTimeZone::utc());
  range.forgetChoice();
  range.follow(raw("now-1h"), rules, {});
  EXPECT_EQ(range.rules().zone, QTimeZone("Asia/Tokyo"));
}

TEST_F(TimeRangeTest, KeepsAPaceThatWasChosenByHand) {
  range.followPace(RefreshPace::every(std::chrono::seconds(10)));
  EXPECT_EQ(range.refreshEvery(), std::chrono::seconds(10));
  range.setPace(RefreshPace::every(std::chrono::seconds(30)));
  range.followPace(RefreshPace{});
  EXPECT_EQ(range.refreshEvery(), std::chrono::seconds(30));
  range.forgetChoice();
  range.followPace(RefreshPace{});
  EXPECT_EQ(range.refreshEvery().count(), 0);
}

TEST_F(TimeRangeTest, RefreshesAsOftenAsTheRangeDeserves) {
  range.choose(raw("now-15m"));
  range.setPace(RefreshPace::fromRange());
  EXPECT_EQ(range.refreshEvery(), std::chrono::seconds(5));
  range.choose(raw("now-7d"));
  EXPECT_EQ(range.refreshEvery(), std::chrono::minutes(10));
  range.setPaused(true);
  EXPECT_EQ(range.refreshEvery().count(), 0);
  range.setPaused(false);
  range.setPace(RefreshPace{});
  EXPECT_EQ(range.refreshEvery().count(), 0);
  EXPECT_EQ(readPace(QStringLiteral("1m")), RefreshPace::every(std::chrono::minutes(1)));
  EXPECT_EQ(readPace(QStringLiteral("auto")), RefreshPace::fromRange());
  EXPECT_FALSE(readPace(QStringLiteral("often")));
}

TEST_F(TimeRangeTest, ComparesWithTheSameHourThoughTheClockWasChanged) {
  TimeRules rules;
  rules.zone = QTimeZone("Europe/Paris");
  range.follow(raw("2025-10-26T10:00:00+01:00", "2025-10-26T11:00:00+01:00"), rules, {});
  EXPECT_FALSE(range.compareOffsetMs(window()));
  range.setCompareWith(CompareWith::kDayBefore);
  EXPECT_EQ(range.compareOffsetMs(window()), 25 * 60 * kMinuteMs);
  range.setCompareWith(CompareWith::kPreviousPeriod);
  EXPECT_EQ(range.compareOffsetMs(window()), 60 * kMinuteMs);
}

}  // namespace
}  // namespace vigie::console
