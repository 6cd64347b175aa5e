// Lines are drawn on the UI thread where they are few and elsewhere where they are many: the pixels are the same.
#include "console/panels/series_layer.h"

#include "console/app/theme.h"
#include "tests/support/qt_wait.h"

#include <QColor>
#include <gtest/gtest.h>

#include <cmath>

namespace vigie::console {
namespace {

std::shared_ptr<const ChartModel> wavesOf(int lines, int points) {
  auto model = std::make_shared<ChartModel>();
  model->window = {0, 1'000ll * (points - 1)};
  model->stepMs = 1'000;
  for (int l = 0; l < lines; ++l) {
    ChartLine line;
    line.style = Theme::series(l);
    for (int i = 0; i < points; ++i) {
      line.times.push_back(1'000ll * i);
      line.values.push_back(0.5 + 0.4 * std::sin(i * 0.01 + l));
    }
    line.raw = line.values;
    model->lines.push_back(std::move(line));
  }
  return model;
}

class SeriesLayerTest : public testing::Test {
 protected:
  void show(const std::shared_ptr<const ChartModel>& model) {
    layer.resize(600, 200);
    draw(model);
    layer.show();
  }
  void draw(const std::shared_ptr<const ChartModel>& model) {
    layer.draw(model, {model->window, 0, 1, 0, 1, QSizeF(600, 200), 0});
  }
  [[nodiscard]] int inkedPixels() {
    const QImage image = layer.grab().toImage();
    int inked = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) inked += image.pixel(x, y) != image.pixel(0, 0) ? 1 : 0;
    }
    return inked;
  }

  SeriesLayer layer;
};

TEST_F(SeriesLayerTest, DrawsAFewLinesInTheRepaint) {
  show(wavesOf(3, 300));
  EXPECT_GT(inkedPixels(), 1'000);
  EXPECT_TRUE(layer.isSettled());
}

TEST_F(SeriesLayerTest, DrawsManyLinesElsewhereAndThenShowsThem) {
  const auto before = SeriesLayer::drawn();
  show(wavesOf(200, 5'000));
  ASSERT_TRUE(test::waitFor([&] { return SeriesLayer::drawn().drawings > before.drawings; }));
  EXPECT_TRUE(layer.isSettled());
  EXPECT_GT(inkedPixels(), 10'000);
  EXPECT_GT(SeriesLayer::drawn().points - before.points, 100'000U) << "thinned, but every column has its four";
}

TEST_F(SeriesLayerTest, DrawsWhatWasSetWhileItDrew) {
  show(wavesOf(200, 5'000));
  QCoreApplication::processEvents();
  draw(wavesOf(1, 50));
  const auto before = SeriesLayer::drawn();
  ASSERT_TRUE(test::waitFor([&] { return layer.isSettled() && SeriesLayer::drawn().drawings > before.drawings; }));
  EXPECT_LT(inkedPixels(), 10'000) << "the single line of the last model, not the two hundred of the one before";
}

TEST_F(SeriesLayerTest, CopiesItsDrawingWhenNothingChanged) {
  show(wavesOf(3, 300));
  layer.grab();
  const auto drawings = SeriesLayer::drawn().drawings;
  layer.update();
  QCoreApplication::processEvents();
  layer.grab();
  EXPECT_EQ(SeriesLayer::drawn().drawings, drawings);
}

}  // namespace
}  // namespace vigie::console
