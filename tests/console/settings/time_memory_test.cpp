// What the console remembers of the time range, through a file.
#include "console/settings/time_memory.h"

#include "console/dashboard/display_zone.h"
#include "console/dashboard/time_range.h"

#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

class TimeMemoryTest : public testing::Test {
 protected:
  ~TimeMemoryTest() override { setDisplayZone(QTimeZone::systemTimeZone()); }

  /// Closes the console over `before` and starts it anew.
  void restart() {
    const QString file = folder.filePath(QStringLiteral("console.ini"));
    WindowMemory::State state;
    remember(before, state);
    WindowMemory(file).write(state);
    recall(after, WindowMemory(file).read());
  }

  QTemporaryDir folder;
  TimeRange before;
  TimeRange after;
};

TEST_F(TimeMemoryTest, BringsBackWhatWasChosenByHand) {
  before.choose({QStringLiteral("now-3h"), QStringLiteral("now")});
  before.choose({QStringLiteral("now-7d/d"), QStringLiteral("now-1d/d")});
  before.setPace(RefreshPace::fromRange());
  before.setZone(QTimeZone("Asia/Tokyo"));
  restart();
  EXPECT_EQ(after.raw(), before.raw());
  EXPECT_TRUE(after.isChosen()) << "no dashboard replaces it";
  EXPECT_EQ(after.pace(), RefreshPace::fromRange());
  EXPECT_EQ(after.rules().zone, QTimeZone("Asia/Tokyo"));
  EXPECT_EQ(after.recent(), before.recent());
}

TEST_F(TimeMemoryTest, LeavesToTheDashboardsWhatIsTheirs) {
  before.follow({QStringLiteral("now-2d"), QStringLiteral("now")}, {}, {});
  before.followPace(RefreshPace::every(std::chrono::seconds(30)));
  restart();
  EXPECT_FALSE(after.isChosen());
  EXPECT_FALSE(after.isPaceChosen());
  EXPECT_FALSE(after.isZoneChosen());
}

TEST_F(TimeMemoryTest, DoesNotStartInThePast) {
  before.zoomTo({1'700'000'000'000, 1'700'003'600'000});
  before.setPace(RefreshPace{});
  restart();
  EXPECT_TRUE(after.followsClock());
  EXPECT_FALSE(after.isChosen());
  EXPECT_EQ(after.refreshEvery().count(), 0) << "off was chosen too";
}

TEST_F(TimeMemoryTest, DistrustsItsFile) {
  WindowMemory::State state;
  state.from = QStringLiteral("now-100y");
  state.to = QStringLiteral("now-banana");
  state.paceChosen = true;
  state.refresh = QStringLiteral("1ms");
  state.zone = QStringLiteral("Mars/Olympus");
  state.recent = {QStringLiteral("now-1h")};
  recall(after, state);
  EXPECT_FALSE(after.isChosen());
  EXPECT_GE(after.refreshEvery(), std::chrono::seconds(1));
  EXPECT_TRUE(after.rules().zone.isValid());
  EXPECT_TRUE(after.recent().isEmpty());
}

}  // namespace
}  // namespace vigie::console
