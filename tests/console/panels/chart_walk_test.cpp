// A chart under the arrow keys: where they lead and what is said there.
#include "console/panels/chart_walk.h"

#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

ChartLine line(const char* name, std::vector<qint64> times, std::vector<double> values) {
  ChartLine line;
  line.name = QString::fromLatin1(name);
  line.format = UnitFormat(QStringLiteral("reqps"), std::nullopt, QLocale(QLocale::English));
  line.times = std::move(times);
  line.values = values;
  line.raw = std::move(values);
  return line;
}

class ChartWalkTest : public testing::Test {
 protected:
  ChartWalkTest() {
    model.window = {0, 60'000};
    model.stepMs = 15'000;
    model.lines = {line("a", {0, 15'000, 30'000, 45'000}, {1, 2, std::nan(""), 4}),
                   line("left out", {0, 15'000}, {1, 2}), line("b", {15'000, 30'000}, {0.25, 0.75})};
    model.lines[1].shown = false;
  }
  std::optional<WalkPlace> from(std::optional<WalkPlace> place, WalkStep step) { return walk(model, place, step); }

  ChartModel model;
};

TEST_F(ChartWalkTest, BeginsAtTheNewestSample) {
  EXPECT_EQ(from(std::nullopt, WalkStep::kEarlier), (WalkPlace{0, 45'000}));
  EXPECT_EQ(from(WalkPlace{-1, 14'000}, WalkStep::kLater), (WalkPlace{0, 15'000})) << "or where the pointer is";
}

TEST_F(ChartWalkTest, PassesOverSamplesWithoutAValueAndStaysAtTheEnds) {
  EXPECT_EQ(from(WalkPlace{0, 45'000}, WalkStep::kEarlier), (WalkPlace{0, 15'000}));
  EXPECT_EQ(from(WalkPlace{0, 15'000}, WalkStep::kLater), (WalkPlace{0, 45'000}));
  EXPECT_EQ(from(WalkPlace{0, 45'000}, WalkStep::kLater), (WalkPlace{0, 45'000}));
  EXPECT_EQ(from(WalkPlace{0, 45'000}, WalkStep::kMuchEarlier), (WalkPlace{0, 0}));
  EXPECT_EQ(from(WalkPlace{0, 0}, WalkStep::kLast), (WalkPlace{0, 45'000}));
}

TEST_F(ChartWalkTest, GoesFromLineToLineAtTheSameTime) {
  EXPECT_EQ(from(WalkPlace{0, 45'000}, WalkStep::kNextLine), (WalkPlace{2, 30'000})) << "its nearest sample";
  EXPECT_EQ(from(WalkPlace{2, 30'000}, WalkStep::kNextLine), (WalkPlace{0, 45'000})) << "round; the gap has no value";
  EXPECT_EQ(from(WalkPlace{0, 15'000}, WalkStep::kPreviousLine), (WalkPlace{2, 15'000}));
}

TEST_F(ChartWalkTest, WalksMomentsWhereThereAreNoLines) {
  model.lines.clear();
  model.window = {7'000, 59'000};
  EXPECT_EQ(from(std::nullopt, WalkStep::kEarlier), (WalkPlace{-1, 45'000}));
  EXPECT_EQ(from(WalkPlace{-1, 45'000}, WalkStep::kEarlier), (WalkPlace{-1, 30'000}));
  EXPECT_EQ(from(WalkPlace{-1, 30'000}, WalkStep::kFirst), (WalkPlace{-1, 15'000}));
}

TEST_F(ChartWalkTest, SaysNothingWhereThereIsNothing) {
  model.lines = {line("a", {0}, {std::nan("")})};
  EXPECT_EQ(from(std::nullopt, WalkStep::kLater), std::nullopt);
}

TEST_F(ChartWalkTest, SpeaksValueUnitTimeAndThreshold) {
  for (const double value : {0.5, 0.7, 2.0}) {
    model.thresholds.emplace_back();
    model.thresholds.back().value = value;
  }
  const QString words = spokenAt(model, {2, 30'000});
  EXPECT_TRUE(words.startsWith(QStringLiteral("b: 0.75 requests/s, "))) << words.toStdString();
  EXPECT_TRUE(words.contains(QStringLiteral(":00:30"))) << words.toStdString();
  EXPECT_TRUE(words.endsWith(QStringLiteral("over 0.70")))
      << words.toStdString();
  EXPECT_FALSE(spokenAt(model, {2, 15'000}).contains(QStringLiteral("over")));
}

}  // namespace
}  // namespace vigie::console
