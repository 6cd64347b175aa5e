// Panels of more values than are readable: they draw those that are, and say how many they left out.
#include "console/panels/value_cells.h"

#include "console/app/theme.h"
#include "console/dashboard/panel_data.h"
#include "console/panels/crosshair.h"
#include "console/panels/panel_body.h"
#include "console/panels/panel_factory.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/fake_prometheus.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <gtest/gtest.h>

#include <memory>

namespace vigie::console {
namespace {

TEST(ValueCellsTest, KeepTheLastForWhatIsLeftOut) {
  const ValueCells all = valueCells(6, 6);
  EXPECT_EQ(all.shown, 6U);
  EXPECT_EQ(all.cells, 6U);
  EXPECT_EQ(all.leftOut, 0U);
  const ValueCells some = valueCells(7, 6);
  EXPECT_EQ(some.shown, 5U);
  EXPECT_EQ(some.cells, 6U);
  EXPECT_EQ(some.leftOut, 2U);
  // Where only one fits it is a value all the same.
  EXPECT_EQ(valueCells(3, 1).shown, 1U);
}

TEST(ValueCellsTest, AreAsManyAsTheOrientationHasRoomFor) {
  const QSizeF area(300, 100);
  const QSizeF cell(60, 40);
  EXPECT_EQ(readableCells(area, cell, QStringLiteral("auto")), 10U);
  EXPECT_EQ(readableCells(area, cell, QStringLiteral("horizontal")), 2U);
  EXPECT_EQ(readableCells(area, cell, QStringLiteral("vertical")), 5U);
  EXPECT_EQ(readableCells({10, 10}, cell, QStringLiteral("auto")), 1U);
}

class CrowdedPanelTest : public testing::Test {
 protected:
  CrowdedPanelTest() { theme.install(); }

  /// A panel of `values` series that all stand at 50, the last at `last`.
  std::unique_ptr<PanelBody> crowded(const QByteArray& type, int values, const QSize& size, double last = 50,
                                     const QByteArray& options = "{}") {
    panel =
        readPanel(QJsonDocument::fromJson(R"({"type":")" + type +
                                          R"(","targets":[{"refId":"A","expr":"x","legendFormat":"{{pod}}"}],
                                   "fieldConfig":{"defaults":{"min":0,"max":100}},"options":)" +
                                          options + "}")
                      .object());
    std::unique_ptr<PanelBody> body(createPanelBody(panel, services, nullptr));
    body->resize(size);
    body->setData(answerOf(panel, values, last));
    return body;
  }

  static PanelDataPtr answerOf(const PanelModel& panel, int values, double last) {
    auto frame = std::make_shared<Frame>();
    for (int i = 0; i < values; ++i) {
      Series series;
      series.labels = {{QStringLiteral("pod"), QStringLiteral("p%1").arg(i)}};
      series.timesMs = {0, 15'000};
      series.values.assign(2, i + 1 < values ? 50 : last);
      frame->series.push_back(std::move(series));
    }
    auto data = std::make_shared<PanelData>();
    data->window = {0, 15'000};
    data->stepMs = 15'000;
    PlannedQuery planned;
    planned.query.range = true;
    planned.query.stepMs = 15'000;
    fillPanelData(panel, {{planned, frame}}, {}, *data);
    return data;
  }

  Theme theme;
  PanelModel panel;  ///< of the last one made
  test::FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  Crosshair crosshair;
  PanelServices services{theme, client, crosshair, {}, nullptr};
};

TEST_F(CrowdedPanelTest, ShowsNoLessThanItSays) {
  for (const QByteArray type : {"stat", "gauge", "bargauge"}) {
    for (const QSize& size : {QSize(300, 100), QSize(120, 300)}) {
      // The values that are drawn are the same; what tells the pictures apart is the count of those that are not.
      const QImage many = crowded(type, 400, size)->grab().toImage();
      const QImage more = crowded(type, 401, size)->grab().toImage();
      EXPECT_NE(many, more) << type.constData() << " at " << size.width() << " x " << size.height();
    }
  }
}

TEST_F(CrowdedPanelTest, DrawsEachValueWhereAllAreReadable) {
  // One value more is one cell more, not a count.
  const auto one = crowded("stat", 30, {960, 240});
  EXPECT_TRUE(one->spokenSummary().contains(QStringLiteral("p23: 50"))) << one->spokenSummary().toStdString();
  const QImage thirty = one->grab().toImage();
  EXPECT_NE(thirty, crowded("stat", 31, {960, 240})->grab().toImage());
}

TEST_F(CrowdedPanelTest, IsSpokenInSoManyValuesAsOneListensTo) {
  for (const QByteArray type : {"stat", "gauge", "bargauge"}) {
    const QString words = crowded(type, 2'000, {300, 100})->spokenSummary();
    EXPECT_TRUE(words.startsWith(QStringLiteral("p0: 50, p1: 50"))) << words.toStdString();
    EXPECT_TRUE(words.endsWith(QStringLiteral("+ 1976 more"))) << words.toStdString();
  }
}

TEST_F(CrowdedPanelTest, SaysHowItsValuesDifferFromTheComparedTime) {
  const auto stat = crowded("stat", 2, {480, 120}, 60);
  const QImage alone = stat->grab().toImage();
  ASSERT_TRUE(stat->showsGhost());
  stat->setGhost(answerOf(panel, 2, 80), 3'600'000);
  const QString words = stat->spokenSummary().replace(QChar(0x202f), QLatin1Char(' '));
  EXPECT_EQ(words, QStringLiteral("p0: 50 (±0 %), p1: 60 (−25 %)"));
  EXPECT_NE(stat->grab().toImage(), alone);
  // One of them was not there yet.
  stat->setGhost(answerOf(panel, 1, 50), 3'600'000);
  EXPECT_TRUE(stat->spokenSummary().contains(QStringLiteral("p1: 60 (no value then)")));
  stat->setGhost(nullptr, 0);
  EXPECT_EQ(stat->grab().toImage(), alone);
}

TEST_F(CrowdedPanelTest, PutsTheSmallestSlicesOfAPieTogether) {
  const auto pie = crowded("piechart", 150, {240, 240}, 50'000,
                           R"({"sort":"asc","pieType":"pie","displayLabels":[],"legend":{"showLegend":false}})");
  const QImage picture = pie->grab().toImage();
  // From the top round to the right come the small ones, of an eighth in all; below is the large one.
  EXPECT_NE(picture.pixelColor(120, 200), theme.tokens().muted);
  EXPECT_EQ(picture.pixelColor(120, 200), picture.pixelColor(180, 160));
}

}  // namespace
}  // namespace vigie::console
