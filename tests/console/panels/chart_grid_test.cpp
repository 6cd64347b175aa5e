// The grid that all charts share: its lines are where the ticks are, whoever asked before.
#include "console/panels/chart_grid.h"

#include <QImage>
#include <QPainter>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QImage drawn(ChartGrid& grid, const GridLook& look, double ratio = 1) {
  QImage image(look.chart * ratio, QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  image.fill(Qt::white);
  QPainter painter(&image);
  grid.draw(painter, look);
  return image;
}

/// Rows of the column in the middle that are not white.
std::vector<int> rowsOf(const QImage& image) {
  std::vector<int> rows;
  for (int y = 0; y < image.height(); ++y) {
    if (image.pixel(image.width() / 2, y) != QColor(Qt::white).rgb()) rows.push_back(y);
  }
  return rows;
}

const GridLook kThirds{{400, 160}, {30, 6, 360, 120}, {0, 40, 80, 120}, Qt::gray};
const GridLook kUneven{{300, 200}, {50, 10, 240, 160}, {0, 16, 96, 160}, Qt::blue};

TEST(ChartGridTest, HasALineAtEachTickOverThePlotOnly) {
  const auto grid = ChartGrid::shared();
  const QImage image = drawn(*grid, kThirds);
  const std::vector<int> rows = rowsOf(image);
  ASSERT_EQ(rows.size(), 4U);
  // From the plot's top: a pixel lower would be seen in two of three panels.
  const int first = rows[0];
  EXPECT_NEAR(first, 6, 1);
  EXPECT_EQ(rows, (std::vector<int>{first, first + 40, first + 80, first + 120}));
  EXPECT_EQ(QColor(image.pixel(200, rows[1])), QColor(Qt::gray));
  EXPECT_EQ(QColor(image.pixel(25, rows[1])), QColor(Qt::white)) << "left of the plot";
  EXPECT_EQ(QColor(image.pixel(395, rows[1])), QColor(Qt::white)) << "right of it";
}

TEST(ChartGridTest, IsTheSameWhoeverAskedBefore) {
  const auto grid = ChartGrid::shared();
  const QImage thirds = drawn(*grid, kThirds);
  const QImage uneven = drawn(*grid, kUneven);
  EXPECT_EQ(drawn(*grid, kThirds), thirds);
  ChartGrid other;
  EXPECT_EQ(drawn(other, kUneven), uneven) << "laid out first";
  EXPECT_EQ(drawn(other, kThirds), thirds) << "laid out after another";
  GridLook dark = kThirds;
  dark.colour = Qt::black;
  EXPECT_EQ(QColor(drawn(*grid, dark).pixel(200, rowsOf(thirds)[1])), QColor(Qt::black)) << "another theme";
}

TEST(ChartGridTest, HasLinesOfWholeDevicePixels) {
  const auto grid = ChartGrid::shared();
  EXPECT_EQ(rowsOf(drawn(*grid, kThirds, 2)).size(), 8U) << "one logical pixel is two";
}

TEST(ChartGridTest, IsOneForAllChartsWhileThereAreSome) {
  auto first = ChartGrid::shared();
  EXPECT_EQ(ChartGrid::shared(), first);
  const std::weak_ptr<ChartGrid> seen = first;
  first.reset();
  EXPECT_TRUE(seen.expired()) << "nothing outlives the application";
}

}  // namespace
}  // namespace vigie::console
