#include "console/dashboard/interval.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

TEST(IntervalTest, RoundsAsGrafanaDoes) {
  const std::vector<std::pair<qint64, qint64>> table = {{9, 1},
                                                        {10, 10},
                                                        {14, 10},
                                                        {34, 20},
                                                        {74, 50},
                                                        {149, 100},
                                                        {349, 200},
                                                        {749, 500},
                                                        {1499, 1000},
                                                        {3499, 2000},
                                                        {7499, 5000},
                                                        {12499, 10000},
                                                        {17499, 15000},
                                                        {24999, 20000},
                                                        {44999, 30000},
                                                        {89999, 60000},
                                                        {209999, 120000},
                                                        {449999, 300000},
                                                        {749999, 600000},
                                                        {1049999, 900000},
                                                        {1499999, 1200000},
                                                        {2699999, 1800000},
                                                        {5399999, 3600000},
                                                        {8999999, 7200000},
                                                        {16199999, 10800000},
                                                        {32399999, 21600000},
                                                        {86399999, 43200000},
                                                        {604799999, 86400000},
                                                        {1814399999, 604800000},
                                                        {3628799999, 2592000000},
                                                        {3628800000, 31536000000}};
  for (const auto& [ms, rounded] : table) EXPECT_EQ(roundInterval(ms), rounded) << ms;
}

TEST(IntervalTest, ReadsDurations) {
  EXPECT_EQ(parseDuration(QStringLiteral("15s")), 15'000);
  EXPECT_EQ(parseDuration(QStringLiteral(">10s")), 10'000);
  EXPECT_EQ(parseDuration(QStringLiteral("1h30m")), 5'400'000);
  EXPECT_EQ(parseDuration(QStringLiteral("250ms")), 250);
  EXPECT_EQ(parseDuration(QStringLiteral("30")), 30'000);
  for (const char* wrong : {"", "x", "5 apples", "1h x", "$interval", "99999999999999999999y"}) {
    EXPECT_FALSE(parseDuration(QString::fromLatin1(wrong))) << wrong;
  }
}

TEST(IntervalTest, ChoosesAboutAPointAPixel) {
  StepRequest request;
  request.rangeMs = 3'600'000;
  request.maxDataPoints = 600;
  EXPECT_EQ(stepMs(request), 5'000);
  request.minIntervalMs = 15'000;
  EXPECT_EQ(stepMs(request), 15'000);
  request.targetIntervalMs = 60'000;
  EXPECT_EQ(stepMs(request), 60'000);
  request.intervalFactor = 2;
  EXPECT_EQ(stepMs(request), 120'000);
}

TEST(IntervalTest, NeverAsksForMorePointsThanPrometheusGives) {
  for (const qint64 days : {1, 7, 30, 365, 3650}) {
    StepRequest request;
    request.rangeMs = days * 86'400'000;
    request.maxDataPoints = 1'000'000;
    const qint64 step = stepMs(request);
    EXPECT_LE(request.rangeMs / step, kMaxPoints) << days;
  }
}

TEST(IntervalTest, MakesRateIntervalsHoldFourScrapes) {
  EXPECT_EQ(rateIntervalMs(15'000), 60'000);
  EXPECT_EQ(rateIntervalMs(60'000), 75'000);
  EXPECT_EQ(rateIntervalMs(5'000, 10'000), 40'000);
}

TEST(IntervalTest, FillsInEverySpelling) {
  const IntervalVariables variables{15'000, 60'000, 3'600'000};
  EXPECT_EQ(withIntervals(QStringLiteral("rate(a[$__rate_interval])"), variables), QStringLiteral("rate(a[1m0s])"))
      << "as Go prints it";
  EXPECT_EQ(withIntervals(QStringLiteral("${__interval} [[__interval]] $__interval_ms"), variables),
            QStringLiteral("15s 15s 15000"));
  EXPECT_EQ(withIntervals(QStringLiteral("increase(a[$__range]) / $__range_s"), variables),
            QStringLiteral("increase(a[3600s]) / 3600"));
  EXPECT_EQ(withIntervals(QStringLiteral("$__intervals"), variables), QStringLiteral("$__intervals"));
}

TEST(IntervalTest, WritesDurationsAsGrafanaDoes) {
  // gtime.FormatInterval cuts the rest off; Go's Duration.String() does not.
  const std::vector<std::tuple<qint64, const char*, const char*>> table = {
      {250, "250ms", "250ms"},      {15'000, "15s", "15s"},       {60'000, "1m", "1m0s"},
      {75'000, "1m", "1m15s"},      {90'000, "1m", "1m30s"},      {3'600'000, "1h", "1h0m0s"},
      {5'400'000, "1h", "1h30m0s"}, {86'400'000, "1d", "24h0m0s"}};
  for (const auto& [ms, interval, go] : table) {
    EXPECT_EQ(formatInterval(ms), QString::fromLatin1(interval)) << ms;
    EXPECT_EQ(formatGoDuration(ms), QString::fromLatin1(go)) << ms;
  }
}

TEST(IntervalTest, FloorsBothEndsToTheStep) {
  EXPECT_EQ(alignToStep({1'007, 9'999}, 1'000), (TimeWindow{1'000, 9'000}));
}

}  // namespace
}  // namespace vigie::console
