// Text whose shape is remembered looks as if the painter had drawn it.
#include "console/panels/shaped_text.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

namespace vigie::console {
namespace {

constexpr TextRole kRoles[] = {TextRole::kBody, TextRole::kPanelTitle, TextRole::kSmall, TextRole::kSmallStrong};

QImage painted(double ratio, const std::function<void(QPainter&)>& paint) {
  QImage image(QSize(320, 60) * ratio, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(Qt::white);
  QPainter painter(&image);
  painter.setPen(Qt::black);
  // As in a widget that is not at its window's origin.
  painter.translate(7, 5);
  paint(painter);
  return image;
}

/// Whether two pictures differ by no more than rounding the place of a letter to a fraction of a pixel does.
bool looksAlike(const QImage& one, const QImage& other) {
  if (one.size() != other.size()) return false;
  qint64 ink = 0;
  qint64 different = 0;
  for (int y = 0; y < one.height(); ++y) {
    for (int x = 0; x < one.width(); ++x) {
      ink += 255 - qGray(other.pixel(x, y));
      different += std::abs(qGray(one.pixel(x, y)) - qGray(other.pixel(x, y)));
    }
  }
  return ink > 0 && different * 8 < ink;
}

class ShapedTextTest : public testing::Test {
 protected:
  ShapedTextTest() { theme.install(); }
  Theme theme;
};

TEST_F(ShapedTextTest, LooksLikeThePaintersOwn) {
  const QString text = QStringLiteral("AVG host-101 · 0.42 ms");
  for (const double ratio : {1.0, 2.0}) {
    for (const TextRole role : kRoles) {
      for (const QRectF& area : {QRectF(0, 0, 200, 18), QRectF(3.5, 2, 180.25, 21)}) {
        for (const Qt::Alignment side : {Qt::AlignLeft, Qt::AlignRight, Qt::AlignHCenter}) {
          const Qt::Alignment alignment = side | Qt::AlignVCenter;
          const QImage own = painted(ratio, [&](QPainter& painter) {
            painter.setFont(Theme::font(role));
            painter.drawText(area, static_cast<int>(alignment), text);
          });
          // Twice: shaped, and as it is remembered.
          for (int time = 0; time < 2; ++time) {
            EXPECT_TRUE(looksAlike(
                painted(ratio, [&](QPainter& painter) { drawShaped(painter, area, alignment, role, text); }), own))
                << "role " << static_cast<int>(role) << ", ratio " << ratio << ", time " << time;
          }
        }
      }
      const QImage own = painted(ratio, [&](QPainter& painter) {
        painter.setFont(Theme::font(role));
        painter.drawText(QPointF(4, 20), text);
      });
      EXPECT_EQ(painted(ratio, [&](QPainter& painter) { drawShaped(painter, QPointF(4, 20), role, text); }), own);
      // One pixel aside is no likeness.
      EXPECT_FALSE(looksAlike(
          painted(ratio, [&](QPainter& painter) { drawShaped(painter, QPointF(5, 20), role, text); }), own));
    }
  }
}

TEST_F(ShapedTextTest, IsCutAtTheEdgeOfItsArea) {
  const QImage image = painted(1, [](QPainter& painter) {
    drawShaped(painter, QRectF(0, 0, 30, 18), Qt::AlignLeft | Qt::AlignVCenter, TextRole::kSmall,
               QStringLiteral("much too long for this"));
    // What comes after is not cut.
    painter.fillRect(100, 0, 4, 4, Qt::black);
  });
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 38; x < 100; ++x) ASSERT_EQ(image.pixel(x, y), QColor(Qt::white).rgb()) << x << ", " << y;
  }
  EXPECT_EQ(image.pixel(108, 6), QColor(Qt::black).rgb());
}

TEST_F(ShapedTextTest, HasAnEllipsisOnlyWhereItDoesNotFit) {
  const QString name = QStringLiteral("prometheus_tsdb_head_series");
  const int wide = QFontMetrics(Theme::font(TextRole::kSmall)).horizontalAdvance(name);
  EXPECT_EQ(elidedTo(wide, Qt::ElideMiddle, TextRole::kSmall, name), name);
  const QString right = elidedTo(wide / 2, Qt::ElideRight, TextRole::kSmall, name);
  EXPECT_TRUE(right.endsWith(QChar(0x2026))) << right.toStdString();
  const QString middle = elidedTo(wide / 2, Qt::ElideMiddle, TextRole::kSmall, name);
  EXPECT_NE(middle, right) << "each mode has its own";
  EXPECT_EQ(elidedTo(wide / 2, Qt::ElideRight, TextRole::kSmall, name), right) << "as remembered";
}

}  // namespace
}  // namespace vigie::console
