// A click in the legend of panels that are no time series: one of them alone, then all again.
#include "console/app/theme.h"
#include "console/panels/chart_legend.h"
#include "console/panels/crosshair.h"
#include "console/panels/legend_table.h"
#include "console/panels/panel_body.h"
#include "console/panels/panel_factory.h"
#include "console/panels/panel_legend.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/fake_prometheus.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <gtest/gtest.h>

#include <memory>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

class IsolationTest : public testing::TestWithParam<const char*> {
 protected:
  IsolationTest() { theme.install(); }

  std::unique_ptr<PanelBody> make(const char* type, const char* overrides = "[]") {
    const QByteArray json =
        QByteArray(R"({"type":")") + type +
        R"(","targets":[{"refId":"A","expr":"x","legendFormat":"{{n}}"}],"options":{"xField":"Time",
        "legend":{"showLegend":true,"displayMode":"list","placement":"bottom"}},
        "transformations":)" +
        (QByteArray(type) == "barchart" ? R"([{"id":"joinByField","options":{"byField":"Time","mode":"outer"}}])"
                                        : "[]") +
        R"(,"fieldConfig":{"defaults":{},"overrides":)" + overrides + "}}";
    const PanelModel panel = readPanel(QJsonDocument::fromJson(json).object());
    std::unique_ptr<PanelBody> body(createPanelBody(panel, services, nullptr));
    body->resize(500, 260);
    auto frame = std::make_shared<Frame>();
    for (const char* name : {"one", "two", "three"}) {
      Series series;
      series.labels = {{q("n"), q(name)}};
      for (int i = 0; i < 6; ++i) {
        series.timesMs.push_back(i * 15'000);
        series.values.push_back(static_cast<double>(frame->series.size()) * 10 + i / 3);  // few states
      }
      frame->series.push_back(std::move(series));
    }
    auto filled = std::make_shared<PanelData>();
    filled->window = {0, 75'000};
    filled->stepMs = 15'000;
    PlannedQuery planned;
    planned.query.range = true;
    fillPanelData(panel, {{planned, frame}}, {}, *filled);
    data = filled;
    body->show();
    body->setData(data);
    return body;
  }

  Theme theme;
  test::FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  Crosshair crosshair;
  PanelDataPtr data;
  PanelServices services{theme, client, crosshair, {}, nullptr};
};

TEST_P(IsolationTest, ShowsOneAloneAndThenAllAgain) {
  const auto body = make(GetParam());
  auto* legend = body->findChild<PanelLegend*>();
  ASSERT_NE(legend, nullptr);
  EXPECT_TRUE(body->hasLegend());
  const QImage all = body->grab().toImage();
  Q_EMIT legend->clicked(1, false);
  const QImage alone = body->grab().toImage();
  EXPECT_NE(alone, all);
  Q_EMIT legend->clicked(1, false);
  EXPECT_EQ(body->grab().toImage(), all) << "a second click brings all back";
  Q_EMIT legend->clicked(1, true);
  EXPECT_NE(body->grab().toImage(), alone) << "with Ctrl it goes out by itself";
  Q_EMIT legend->clicked(99, false);
}

TEST_P(IsolationTest, KeepsItsChoiceOverARefreshAndAChangeOfTheme) {
  const auto body = make(GetParam());
  auto* legend = body->findChild<PanelLegend*>();
  ASSERT_NE(legend, nullptr);
  theme.setChoice(ThemeChoice::kLight);
  Q_EMIT legend->clicked(0, false);
  const QImage alone = body->grab().toImage();
  body->setData(data);
  EXPECT_EQ(body->grab().toImage(), alone);
  theme.setChoice(ThemeChoice::kDark);
  EXPECT_NE(body->grab().toImage(), alone);
  theme.setChoice(ThemeChoice::kLight);
  EXPECT_EQ(body->grab().toImage(), alone);
}

TEST_P(IsolationTest, DimsTheOthersUnderThePointer) {
  const auto body = make(GetParam());
  auto* legend = body->findChild<PanelLegend*>();
  ASSERT_NE(legend, nullptr);
  const QImage all = body->grab().toImage();
  Q_EMIT legend->hovered(0);
  EXPECT_NE(body->grab().toImage(), all);
  Q_EMIT legend->hovered(-1);
  EXPECT_EQ(body->grab().toImage(), all);
}

TEST_P(IsolationTest, GivesTheLegendsRoomToTheDrawing) {
  const auto body = make(GetParam());
  ASSERT_TRUE(body->isLegendShown());
  body->setLegendShown(false);
  EXPECT_FALSE(body->isLegendShown());
  for (QWidget* widget : body->findChildren<QWidget*>()) {
    const bool isLegend = qobject_cast<ChartLegend*>(widget) || qobject_cast<LegendTable*>(widget);
    EXPECT_FALSE(isLegend && widget->isVisible());
  }
  body->setLegendShown(true);
  EXPECT_TRUE(body->isLegendShown());
}

TEST_F(IsolationTest, ALineSavedAloneIsOneThatWasPicked) {
  const auto plain = make("timeseries");
  const QImage all = plain->grab().toImage();
  Q_EMIT plain->findChild<PanelLegend*>()->clicked(1, false);
  const QImage alone = plain->grab().toImage();
  // What Grafana writes when the legend's "two" was clicked before the dashboard was saved.
  const auto saved = make("timeseries", R"([{"__systemRef":"hideSeriesFrom",
      "matcher":{"id":"byNames","options":{"mode":"exclude","names":["two"],"prefix":"All except:","readOnly":true}},
      "properties":[{"id":"custom.hideFrom","value":{"legend":false,"tooltip":false,"viz":true}}]}])");
  EXPECT_EQ(saved->grab().toImage(), alone) << "the others stay in the legend, and its colour is its own";
  auto* legend = saved->findChild<PanelLegend*>();
  Q_EMIT legend->clicked(1, false);
  EXPECT_EQ(saved->grab().toImage(), all) << "a click brings all back";
  Q_EMIT legend->clicked(1, false);
  EXPECT_EQ(saved->grab().toImage(), alone);
}

INSTANTIATE_TEST_SUITE_P(All, IsolationTest, testing::Values("barchart", "piechart", "histogram", "state-timeline"));

}  // namespace
}  // namespace vigie::console
