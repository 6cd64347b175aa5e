// Each panel type over made-up data: it draws, in both themes, and says what it shows.
#include "console/app/theme.h"
#include "console/dashboard/panel_data.h"
#include "console/panels/bar_columns.h"
#include "console/panels/chart_layout.h"
#include "console/panels/chart_model.h"
#include "console/panels/chart_overlay.h"
#include "console/panels/crosshair.h"
#include "console/panels/panel_body.h"
#include "console/panels/panel_factory.h"
#include "console/panels/pinned_tooltip.h"
#include "console/panels/table_model.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QSet>
#include <QTest>
#include <QTextBrowser>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

PanelModel panelOf(const QByteArray& json) { return readPanel(QJsonDocument::fromJson(json).object()); }

/// Two series of twenty samples, 15 s apart, waves around 1.
PanelDataPtr wavesFor(const PanelModel& panel, const char* label = "zone") {
  auto frame = std::make_shared<Frame>();
  for (int s = 0; s < 2; ++s) {
    Series series;
    series.labels = {{q(label), s == 0 ? q("0.5") : q("1")}};
    for (int i = 0; i < 20; ++i) {
      series.timesMs.push_back(i * 15'000);
      series.values.push_back(1 + s + std::sin(i / 3.0));
    }
    frame->series.push_back(std::move(series));
  }
  auto data = std::make_shared<PanelData>();
  data->window = {0, 19 * 15'000};
  data->stepMs = 15'000;
  PlannedQuery planned;
  planned.query.range = true;
  planned.query.stepMs = 15'000;
  fillPanelData(panel, {{planned, frame}}, {}, *data);
  return data;
}

/// Pixels that are neither background nor as in an empty panel: a measure of ink.
int inkOf(const QImage& image) {
  const QRgb ground = image.pixel(0, 0);
  int ink = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) ink += image.pixel(x, y) != ground ? 1 : 0;
  }
  return ink;
}

class PanelTypesTest : public testing::TestWithParam<const char*> {
 protected:
  PanelTypesTest() { theme.install(); }

  std::unique_ptr<PanelBody> make(const PanelModel& panel) {
    std::unique_ptr<PanelBody> body(createPanelBody(panel, services, nullptr));
    if (body) body->resize(480, 240);
    return body;
  }

  Theme theme;
  test::FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  Crosshair crosshair;
  PanelServices services{theme, client, crosshair, {}, nullptr};
};

TEST_P(PanelTypesTest, DrawsItsDataInBothThemesAndSaysIt) {
  const PanelModel panel = panelOf(QByteArray(R"({"type":")") + GetParam() +
                                   R"(","targets":[{"refId":"A","expr":"x","legendFormat":"{{zone}}"}],
    "fieldConfig":{"defaults":{"unit":"short"}},"options":{"legend":{"showLegend":true}}})");
  const auto body = make(panel);
  ASSERT_NE(body, nullptr);
  const int empty = inkOf(body->grab().toImage());
  body->setData(wavesFor(panel));
  for (const ThemeChoice choice : {ThemeChoice::kDark, ThemeChoice::kLight}) {
    theme.setChoice(choice);
    EXPECT_GT(inkOf(body->grab().toImage()), empty + 200) << GetParam();
  }
  EXPECT_FALSE(body->spokenSummary().isEmpty()) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(All, PanelTypesTest,
                         testing::Values("timeseries", "stat", "gauge", "bargauge", "table", "heatmap", "piechart",
                                         "barchart", "histogram", "state-timeline", "status-history"));

TEST_F(PanelTypesTest, SharesTheMomentBetweenEverythingOverTime) {
  for (const char* type : {"timeseries", "heatmap", "state-timeline", "status-history"}) {
    const PanelModel panel = panelOf(QByteArray(R"({"type":")") + type +
                                     R"(","targets":[{"refId":"A","expr":"x","legendFormat":"{{zone}}"}]})");
    const auto body = make(panel);
    body->setData(wavesFor(panel));
    body->grab();
    EXPECT_TRUE(test::waitFor([&body] { return body->isSettled(); }));
    const QImage still = body->grab().toImage();
    crosshair.moveTo(150'000);
    EXPECT_NE(body->grab().toImage(), still) << type;
    crosshair.moveTo(std::nullopt);
    EXPECT_EQ(body->grab().toImage(), still) << type;
  }
}

TEST_F(PanelTypesTest, SaysTheStateUnderThePointerAndPinsIt) {
  const PanelModel panel = panelOf(R"({"type":"state-timeline","targets":[{"refId":"A","expr":"x",
      "legendFormat":"{{zone}}"}],"fieldConfig":{"defaults":{"mappings":[{"type":"range","options":{"from":0,"to":99,
      "result":{"text":"healthy"}}}]}}})");
  const auto body = make(panel);
  body->show();
  body->setData(wavesFor(panel));
  body->grab();
  auto* overlay = body->findChild<ChartOverlay*>();
  ASSERT_NE(overlay, nullptr);
  QTest::mouseClick(overlay, Qt::LeftButton, {}, QPoint(240, 60));
  ASSERT_NE(overlay->pinned(), nullptr);
  EXPECT_TRUE(overlay->pinned()->accessibleDescription().contains(q("1\thealthy")))
      << overlay->pinned()->accessibleDescription().toStdString();
  EXPECT_TRUE(body->unpin());
}

TEST_F(PanelTypesTest, ShowsNothingOfUnknownTypes) { EXPECT_EQ(make(panelOf(R"({"type":"somebody-s"})")), nullptr); }

TEST_F(PanelTypesTest, SurvivesDataWithoutAnything) {
  for (const char* type : {"timeseries", "stat", "gauge", "bargauge", "table", "heatmap", "piechart", "barchart",
                           "histogram", "state-timeline", "status-history"}) {
    const PanelModel panel = panelOf(QByteArray(R"({"type":")") + type + R"("})");
    const auto body = make(panel);
    body->setData(std::make_shared<PanelData>());
    body->grab();
    auto odd = std::make_shared<PanelData>(*wavesFor(panelOf(R"({"targets":[{"refId":"A","expr":"x"}]})")));
    for (NamedSeries& series : odd->series) {
      for (double& value : series.data.values) value = std::nan("");
      series.data.values.back() = INFINITY;
    }
    body->setData(odd);
    body->grab();
  }
}

TEST_F(PanelTypesTest, NamesTheSameHoursOfTwoDaysAndCutsNoLabelOff) {
  const PanelModel panel = panelOf(R"({"type":"timeseries","targets":[{"refId":"A","expr":"x"}]})");
  PanelData twoDays = *wavesFor(panel);
  constexpr qint64 kTwoDays = 2LL * 24 * 3600 * 1000;
  twoDays.window = {0, kTwoDays};
  const AxisContent times = layOutChart(makeChartModel(panel, twoDays, theme.tokens()), QRect(0, 0, 900, 220)).times;
  ASSERT_GE(times.labels.size(), 7);
  EXPECT_LT(QSet<QString>(times.labels.begin(), times.labels.end()).size(), times.labels.size()) << "the same hours";
  EXPECT_LT(times.at.back(), static_cast<double>(kTwoDays)) << "half of it would be seen";
}

TEST_F(PanelTypesTest, ShowsMarkdownAndLoadsNothingForIt) {
  const auto body = make(panelOf(R"({"type":"text","options":{"mode":"markdown",
    "content":"# Title\n<script>x</script> ![p](file:///etc/hostname) *word*"}})"));
  ASSERT_NE(body, nullptr);
  EXPECT_TRUE(body->standsAlone());
  auto* view = body->findChild<QTextBrowser*>();
  ASSERT_NE(view, nullptr);
  EXPECT_TRUE(view->toPlainText().startsWith(q("Title")));
  EXPECT_TRUE(view->toPlainText().contains(q("p word"))) << "a picture is the words that stand for it";
  EXPECT_FALSE(view->loadResource(QTextDocument::ImageResource, QUrl(q("file:///etc/hostname"))).isValid());
}

TEST_F(PanelTypesTest, ShowsHtmlWithoutWhatItWouldBring) {
  for (const char* mode : {"html", "markdown"}) {
    const auto body = make(panelOf(QByteArray(R"({"type":"text","options":{"mode":")") + mode + R"(",
      "content":"<h2>Title</h2>\n\n<p>a <b>bold</b> <a href=\"https://example.org/x\">link</a><img src=\"http://x/y.png\" alt=\"logo\"/></p>\n<script>alert(1)</script><style>p{color:red}</style>"}})"));
    ASSERT_NE(body, nullptr);
    auto* view = body->findChild<QTextBrowser*>();
    ASSERT_NE(view, nullptr);
    const QString text = view->toPlainText();
    EXPECT_TRUE(text.contains(q("Title")) && text.contains(q("a bold link"))) << mode << text.toStdString();
    EXPECT_TRUE(text.contains(q("logo"))) << mode << " the words of a picture";
    EXPECT_FALSE(text.contains(q("alert")) || text.contains(q("color:red")) || text.contains(q("<")))
        << text.toStdString();
    EXPECT_TRUE(view->document()->toHtml().contains(q("href=\"https://example.org/x\""))) << mode;
    EXPECT_FALSE(view->openLinks() || view->openExternalLinks()) << "links are judged first";
  }
}

TEST_F(PanelTypesTest, DrawsBarsOfSeveralSeriesOverTheirCommonTime) {
  const PanelModel panel =
      panelOf(R"({"type":"barchart","targets":[{"refId":"A","expr":"x","legendFormat":"{{zone}}"}]})");
  const BarColumns bars = barColumns(panel, *wavesFor(panel));
  ASSERT_EQ(bars.columns.size(), 2U);
  EXPECT_EQ(bars.groups.size(), 20);
  EXPECT_EQ(bars.columns[1].name, q("1"));
}

TEST_F(PanelTypesTest, ListsAlertsThatPrometheusKnows) {
  prometheus.respond = [](const test::FakePrometheus::Request&) -> test::FakePrometheus::Reply {
    return {200, R"({"status":"success","data":{"resultType":"vector","result":[
      {"metric":{"__name__":"ALERTS","alertname":"Slow","alertstate":"pending","severity":"warning"},"value":[1,"1"]},
      {"metric":{"__name__":"ALERTS","alertname":"Down","alertstate":"firing","severity":"critical","job":"x"},"value":[1,"1"]}]}})"};
  };
  const auto body = make(panelOf(R"({"type":"alertlist"})"));
  auto data = std::make_shared<PanelData>();
  data->window = {0, 1000};
  body->setData(data);
  ASSERT_TRUE(test::waitFor([&] { return body->isSettled(); }));
  EXPECT_EQ(body->spokenSummary(), q("Down is firing, Slow is pending"));
}

TEST_F(PanelTypesTest, KeepsTheRulesOfAModelInTables) {
  TableModel model(theme);
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  const PanelModel panel =
      panelOf(R"({"type":"table","targets":[{"refId":"A","expr":"x","instant":true,"format":"table"}],
    "fieldConfig":{"defaults":{"unit":"s"},"overrides":[
      {"matcher":{"id":"byName","options":"Time"},"properties":[{"id":"custom.hidden","value":true}]},
      {"matcher":{"id":"byName","options":"Value"},"properties":[{"id":"custom.cellOptions","value":{"type":"gauge"}},
        {"id":"max","value":4}]}]}})");
  auto frame = std::make_shared<Frame>();
  frame->series = {{{{q("job"), q("a")}}, {1000}, {2}}, {{{q("job"), q("b")}}, {1000}, {std::nan("")}}};
  auto data = std::make_shared<PanelData>();
  PlannedQuery planned;
  fillPanelData(panel, {{planned, frame}}, {}, *data);
  model.setData(data, 0);
  ASSERT_EQ(model.rowCount(), 2);
  ASSERT_EQ(model.columnCount(), 2) << "the time is hidden";
  EXPECT_EQ(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), q("Value"));
  EXPECT_EQ(model.index(0, 0).data().toString(), q("a"));
  EXPECT_EQ(model.index(0, 1).data().toString().replace(QChar(0x202f), QLatin1Char(' ')), q("2 s"));
  EXPECT_EQ(model.index(0, 1).data(TableModel::kGaugeRole).toDouble(), 0.5);
  EXPECT_EQ(model.index(1, 1).data().toString(), q("–"));
  model.setData(nullptr, 0);
  EXPECT_EQ(model.rowCount(), 0);
}

}  // namespace
}  // namespace vigie::console
