// A line with several samples in each column of pixels: every peak is there, nothing is beside it, and it is one line.
#include "console/panels/dense_line.h"

#include <QPainter>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace vigie::console {
namespace {

QImage paper(QSize size, Qt::GlobalColor colour = Qt::transparent) {
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  image.fill(colour);
  return image;
}

/// The first and the last row of a column that are not transparent; -1: none.
std::pair<int, int> rowsOf(const QImage& image, int column) {
  std::pair rows(-1, -1);
  for (int y = 0; y < image.height(); ++y) {
    if (qAlpha(image.pixel(column, y)) == 0) continue;
    if (rows.first < 0) rows.first = y;
    rows.second = y;
  }
  return rows;
}

TEST(DenseLineTest, ReachesEveryPeakAndNoFarther) {
  QImage image = paper({40, 100});
  QPolygonF comb;
  for (int c = 0; c < 40; ++c)
    comb << QPointF(c + 0.2, 20.5) << QPointF(c + 0.4, c == 17 ? 3.5 : 30.5) << QPointF(c + 0.8, 60.5);
  drawDenseLine(image, comb, 1, Qt::red);
  EXPECT_EQ(rowsOf(image, 5), std::pair(20, 60));
  EXPECT_EQ(rowsOf(image, 17), std::pair(3, 60)) << "the one that is higher";
  EXPECT_EQ(image.pixel(5, 40), QColor(Qt::red).rgba());
}

TEST(DenseLineTest, IsOneLineHoweverSteepItIs) {
  QImage image = paper({30, 200});
  QPolygonF line;
  for (int i = 0; i < 60; ++i) line << QPointF(i / 2.0, 100 + 90 * std::sin(i * 0.4));
  // A hole of six columns is crossed.
  line.remove(20, 12);
  drawDenseLine(image, line, 1, Qt::blue);
  for (int c = 1; c < 30; ++c) {
    const auto [top, bottom] = rowsOf(image, c);
    const auto [topBefore, bottomBefore] = rowsOf(image, c - 1);
    ASSERT_GE(top, 0) << "nothing in column " << c;
    EXPECT_TRUE(top <= bottomBefore + 1 && topBefore <= bottom + 1) << "torn before column " << c;
  }
}

TEST(DenseLineTest, CoversWhatAPainterWouldCover) {
  QImage image = paper({300, 120});
  QImage painted = paper({300, 120});
  QPolygonF line;
  for (int i = 0; i < 1'200; ++i) line << QPointF(i / 4.0, 60 + 40 * std::sin(i * 0.02) + 10 * std::sin(i * 1.9));
  drawDenseLine(image, line, 1, Qt::red);
  {
    QPainter painter(&painted);
    QPen pen(Qt::red, 1);
    pen.setCosmetic(true);
    painter.setPen(pen);
    painter.drawPolyline(line);
  }
  for (int c = 0; c < 300; ++c) {
    const auto [top, bottom] = rowsOf(image, c);
    const auto [topPainted, bottomPainted] = rowsOf(painted, c);
    // A painter rounds a point to the nearest pixel and its column with it.
    EXPECT_NEAR(top, topPainted, 3) << c;
    EXPECT_NEAR(bottom, bottomPainted, 3) << c;
  }
}

TEST(DenseLineTest, CountsInDevicePixelsAndMixesWhatIsNotOpaque) {
  QImage image = paper({20, 40}, Qt::white);
  QPolygonF line;
  for (int i = 0; i < 40; ++i) line << QPointF(i / 4.0, i % 2 == 0 ? 5.0 : 10.0);
  drawDenseLine(image, line, 2, QColor(255, 0, 0, 51));
  EXPECT_EQ(QColor(image.pixel(4, 9)), QColor(Qt::white)) << "above it";
  EXPECT_EQ(QColor(image.pixel(4, 15)), QColor(255, 204, 204)) << "a fifth of it";
  EXPECT_EQ(QColor(image.pixel(4, 21)), QColor(Qt::white)) << "below it";
}

TEST(DenseLineTest, HasDashesAlongItsWay) {
  const auto inked = [](const QList<qreal>& dashes) {
    QImage image = paper({40, 100});
    QPolygonF comb;
    for (int i = 0; i < 160; ++i) comb << QPointF(i / 4.0, i % 2 == 0 ? 10.5 : 89.5);
    drawDenseLine(image, comb, 1, Qt::red, dashes);
    int pixels = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) pixels += qAlpha(image.pixel(x, y)) == 255 ? 1 : 0;
    }
    return pixels;
  };
  EXPECT_EQ(inked({}), 40 * 80);
  EXPECT_EQ(inked({6, 2}), 40 * 60) << "six of eight";
  EXPECT_EQ(inked({1, 3}), 40 * 20);
}

TEST(DenseLineTest, LeavesOutWhatIsOutside) {
  QImage image = paper({10, 10});
  QPolygonF line;
  for (int i = -40; i < 80; ++i) line << QPointF(i / 4.0, i % 2 == 0 ? -500.0 : -300.0);
  drawDenseLine(image, line, 1, Qt::red);
  EXPECT_EQ(image, paper({10, 10}));
  for (QPointF& point : line) point.ry() = point.y() < -400 ? 4.5 : 700;
  drawDenseLine(image, line, 1, Qt::red);
  EXPECT_EQ(rowsOf(image, 0), std::pair(4, 9));
  EXPECT_EQ(rowsOf(image, 9), std::pair(4, 9));
}

}  // namespace
}  // namespace vigie::console
