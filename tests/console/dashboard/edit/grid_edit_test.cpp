#include "console/dashboard/edit/grid_edit.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using Places = std::vector<GridPosition>;

std::string drawn(const Places& places) {
  std::string text;
  for (const GridPosition& p : places) {
    text +=
        std::to_string(p.x) + "," + std::to_string(p.y) + " " + std::to_string(p.w) + "x" + std::to_string(p.h) + "; ";
  }
  return text;
}

const Places kRow = {{0, 0, 12, 8}, {12, 0, 12, 8}, {0, 8, 24, 6}};

TEST(GridEditTest, PushesDownWhatIsInTheWay) {
  // The first goes over the second: the second gives way, the third with it.
  EXPECT_EQ(drawn(withMoved(kRow, 0, 12, 0)), drawn({{12, 0, 12, 8}, {12, 8, 12, 8}, {0, 16, 24, 6}}));
}

TEST(GridEditTest, MovesUpIntoTheRoomThatBecomesFree) {
  EXPECT_EQ(drawn(withMoved(kRow, 2, 0, 0)), drawn({{0, 6, 12, 8}, {12, 6, 12, 8}, {0, 0, 24, 6}}));
}

TEST(GridEditTest, LetsNothingHangInTheAir) {
  EXPECT_EQ(drawn(withMoved(kRow, 0, 0, 40)), drawn({{0, 14, 12, 8}, {12, 0, 12, 8}, {0, 8, 24, 6}}));
}

TEST(GridEditTest, SwapsWithTheOneAboveWhereItFits) {
  const Places stack = {{0, 0, 12, 4}, {0, 4, 12, 4}};
  EXPECT_EQ(drawn(withMoved(stack, 0, 0, 4)), drawn({{0, 4, 12, 4}, {0, 0, 12, 4}}));
}

TEST(GridEditTest, ResizingPushesWhatIsBelowAndBeside) {
  EXPECT_EQ(drawn(withResized(kRow, 0, 12, 10)), drawn({{0, 0, 12, 10}, {12, 0, 12, 8}, {0, 10, 24, 6}}));
  EXPECT_EQ(drawn(withResized(kRow, 0, 18, 8)), drawn({{0, 0, 18, 8}, {12, 8, 12, 8}, {0, 16, 24, 6}}));
}

TEST(GridEditTest, StaysInsideTheGrid) {
  EXPECT_EQ(withMoved(kRow, 0, 90, -4)[0], (GridPosition{12, 0, 12, 8}));
  EXPECT_EQ(withResized(kRow, 1, 90, 0)[1], (GridPosition{12, 0, 12, 2}));
}

TEST(GridEditTest, NothingOverlapsWhateverIsMoved) {
  Places places = {{0, 0, 8, 4}, {8, 0, 8, 6}, {16, 0, 8, 3}, {0, 4, 6, 5}, {6, 6, 12, 4}, {18, 3, 6, 7}};
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (int x = 0; x < 24; x += 5) {
      for (int y = 0; y < 14; y += 3) {
        const Places moved = withMoved(places, i, x, y);
        for (std::size_t a = 0; a < moved.size(); ++a) {
          for (std::size_t b = a + 1; b < moved.size(); ++b) {
            const bool apart = moved[a].x + moved[a].w <= moved[b].x || moved[b].x + moved[b].w <= moved[a].x ||
                               moved[a].y + moved[a].h <= moved[b].y || moved[b].y + moved[b].h <= moved[a].y;
            ASSERT_TRUE(apart) << i << " to " << x << "," << y << ": " << drawn(moved);
          }
        }
      }
    }
  }
}

TEST(GridEditTest, MovesAPanelIntoAnotherSectionAndClosesUp) {
  const GridSections before = {{{1, {0, 0, 12, 4}}, {2, {0, 4, 12, 4}}}, {{3, {0, 0, 12, 4}}}};
  EXPECT_EQ(withMovedTo(before, 1, 1, 0, 0),
            (GridSections{{{2, {0, 0, 12, 4}}}, {{3, {0, 4, 12, 4}}, {1, {0, 0, 12, 4}}}}))
      << "the other section's panel gives way, its own moves up";
  EXPECT_EQ(withMovedTo(before, 1, 1, 12, 0),
            (GridSections{{{2, {0, 0, 12, 4}}}, {{3, {0, 0, 12, 4}}, {1, {12, 0, 12, 4}}}}));
  EXPECT_EQ(withMovedTo(before, 3, 0, 0, 8),
            (GridSections{{{1, {0, 0, 12, 4}}, {2, {0, 4, 12, 4}}, {3, {0, 8, 12, 4}}}, {}}));
  EXPECT_EQ(withMovedTo(before, 9, 0, 0, 0), before) << "no such panel";
}

}  // namespace
}  // namespace vigie::console
