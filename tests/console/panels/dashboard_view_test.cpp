// The Dashboards page as an operator sees it, over a scripted Prometheus.
#include "console/dashboard/dashboard_view.h"

#include "console/app/theme.h"
#include "console/dashboard/time_range.h"
#include "console/dashboard/variable_bar.h"
#include "console/dashboard/variable_menu.h"
#include "console/panels/axis_ticks.h"
#include "console/panels/chart_overlay.h"
#include "console/panels/panel_body.h"
#include "console/panels/panel_header.h"
#include "console/panels/panel_message.h"
#include "console/panels/time_series_body.h"
#include "console/prometheus/prometheus_client.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QNetworkAccessManager>
#include <QTest>
#include <QToolButton>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

Dashboard sample() {
  QFile file(QStringLiteral(VIGIE_SAMPLES "/every-state.json"));
  file.open(QIODevice::ReadOnly);
  return std::move(parseDashboard(file.readAll()).value());
}

class DashboardViewTest : public testing::Test {
 protected:
  DashboardViewTest() {
    theme.install();
    prometheus.respond = [this](const FakePrometheus::Request& request) { return answer(request); };
    view.resize(1200, 900);
  }

  FakePrometheus::Reply answer(const FakePrometheus::Request& request) {
    const QByteArray query = request.form.value("query");
    if (query.contains("timestamp(")) {
      // The probe: every selector's newest sample is this old.
      return {
          200,
          R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"vigie_selector":"0"},"value":[1,")" +
              QByteArray::number(ageSeconds) + R"("]}]}})"};
    }
    if (query == "metric_wrong") {
      return {400, R"({"status":"error","errorType":"bad_data","error":"1:1: parse error: unexpected end"})"};
    }
    if (query == "metric_empty") return {200, R"({"status":"success","data":{"resultType":"matrix","result":[]}})"};
    const auto end = static_cast<qint64>(request.form.value("end").toDouble());
    return {200, test::matrixBody(R"({"job":"ai-api"})", {"0.2", "0.9", "0.7"}, end - 30, 15)};
  }

  PanelWidget* panel(const QString& title) {
    for (PanelWidget* candidate : view.panels()) {
      if (candidate->model().title == title) return candidate;
    }
    return nullptr;
  }
  PanelState state(const char* title) { return panel(QString::fromLatin1(title))->state(); }
  bool showAndWait() {
    view.show();
    return waitFor([this] { return view.isReady(); });
  }

  double ageSeconds = 3;
  Theme theme;
  FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  TimeRange range;
  DashboardView view{sample(), theme, client, range, QUrl()};
};

TEST_F(DashboardViewTest, ShowsEachStateForWhatItIs) {
  ASSERT_TRUE(showAndWait());
  EXPECT_EQ(state("A value"), PanelState::kReady);
  EXPECT_EQ(state("Lines"), PanelState::kReady);
  EXPECT_EQ(state("Nothing"), PanelState::kEmpty);
  EXPECT_EQ(state("Wrong"), PanelState::kError);
  EXPECT_TRUE(panel(QStringLiteral("Wrong"))->reason().contains(QStringLiteral("parse error")));
  EXPECT_EQ(state("Another type"), PanelState::kUnsupported);
  EXPECT_TRUE(prometheus.violations().isEmpty());
}

TEST_F(DashboardViewTest, AsksAnotherPrometheusAtOnce) {
  // A local stack is found while the first questions are on the wire, and nothing refreshes by itself.
  range.setRefreshEvery(std::chrono::seconds(0));
  prometheus.respond = [](const FakePrometheus::Request&) { return FakePrometheus::Reply{200, {}, {}, true}; };
  view.show();
  ASSERT_TRUE(waitFor([this] { return prometheus.requests().size() >= 4; }));
  FakePrometheus other;
  other.respond = [this](const FakePrometheus::Request& request) { return answer(request); };
  client.setBaseUrl(other.url());
  ASSERT_TRUE(waitFor([this] { return view.isReady(); }));
  EXPECT_EQ(state("Lines"), PanelState::kReady);
}

/// A dashboard with a variable, a panel that uses it and one that is repeated by it.
class DashboardVariablesTest : public testing::Test {
 protected:
  DashboardVariablesTest() {
    theme.install();
    prometheus.respond = [](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      if (request.path.startsWith("/api/v1/label/")) return {200, R"({"status":"success","data":["a","b"]})"};
      return {200, test::vectorBody("1")};
    };
    view.resize(1200, 900);
    view.show();
  }
  [[nodiscard]] QStringList titles() const {
    QStringList titles;
    for (const PanelWidget* panel : view.panels()) titles.append(panel->title());
    return titles;
  }
  [[nodiscard]] QList<QByteArray> asked() const {
    QList<QByteArray> asked;
    for (const auto& request : prometheus.requests()) asked.append(request.form.value("query"));
    return asked;
  }

  Theme theme;
  FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  TimeRange range;
  DashboardView view{std::move(parseDashboard(R"j({"templating":{"list":[
      {"name":"job","type":"query","query":"label_values(job)","multi":true,"includeAll":true}]},"panels":[
      {"id":1,"type":"stat","title":"of $job","repeat":"job","gridPos":{"x":0,"y":0,"w":24,"h":4},
       "targets":[{"expr":"one{job=\"$job\"}"}]},
      {"id":2,"type":"stat","title":"all","gridPos":{"x":0,"y":4,"w":24,"h":4},"targets":[{"expr":"all{job=~\"$job\"}"}]}]})j")
                                   .value()),
                     theme, client, range, QUrl()};
};

TEST_F(DashboardVariablesTest, AsksWithItsVariablesAndRepeatsPanels) {
  ASSERT_TRUE(waitFor([this] { return view.isReady(); }));
  EXPECT_EQ(titles(), (QStringList{QStringLiteral("of a"), QStringLiteral("of b"), QStringLiteral("all")}));
  EXPECT_TRUE(asked().contains("one{job=\"b\"}"));
  EXPECT_TRUE(asked().contains("all{job=~\"(a|b)\"}"));
  EXPECT_EQ(asked().count("all{job=~\"$job\"}"), 0) << "nothing is asked before the variables are known";
}

TEST_F(DashboardVariablesTest, AsksAnotherPrometheusForItsValues) {
  ASSERT_TRUE(waitFor([this] { return view.isReady(); }));
  FakePrometheus other;
  other.respond = [](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
    if (request.path.startsWith("/api/v1/label/")) return {200, R"({"status":"success","data":["c"]})"};
    return {200, test::vectorBody("1")};
  };
  client.setBaseUrl(other.url());
  EXPECT_TRUE(waitFor([this] {
    return view.isReady() && titles() == QStringList{QStringLiteral("of c"), QStringLiteral("all")};
  }));
}

TEST_F(DashboardVariablesTest, SaysOfAPanelThatAsksNothingThatItHasNoQuery) {
  DashboardView unasked{std::move(parseDashboard(R"j({"panels":[{"id":1,"type":"timeseries","title":"New",
      "gridPos":{"x":0,"y":0,"w":24,"h":8},"targets":[{"refId":"A","expr":""}]}]})j")
                                      .value()),
                        theme, client, range, QUrl()};
  unasked.resize(800, 600);
  unasked.show();
  ASSERT_TRUE(waitFor([&unasked] { return unasked.isReady(); }));
  QStringList said;
  for (const auto* label : unasked.panels().at(0)->findChild<PanelMessage*>()->findChildren<QLabel*>())
    said.append(label->text());
  EXPECT_TRUE(said.contains(QStringLiteral("No query yet"))) << said.join(u'|').toStdString();
}

TEST_F(DashboardVariablesTest, AsksAnewWhenAnotherValueIsChosen) {
  ASSERT_TRUE(waitFor([this] { return view.isReady(); }));
  view.variables().choose(QStringLiteral("job"), {QStringLiteral("b")});
  ASSERT_TRUE(waitFor([this] { return view.isReady(); }));
  EXPECT_EQ(titles(), (QStringList{QStringLiteral("of b"), QStringLiteral("all")}));
  // The panel that is not repeated keeps what it shows until it is answered anew.
  EXPECT_TRUE(waitFor([this] { return asked().contains("all{job=~\"b\"}"); }));
}

TEST_F(DashboardVariablesTest, KeepsItsPanelsWhenOnlyTheTimeChanges) {
  ASSERT_TRUE(waitFor([this] { return view.isReady(); }));
  const std::vector<PanelWidget*> before = view.panels();
  range.zoomTo({1'700'000'000'000, 1'700'000'600'000});
  ASSERT_TRUE(waitFor([this] { return view.isReady(); }));
  EXPECT_EQ(view.panels(), before);
}

TEST_F(DashboardVariablesTest, ChoosesInTheBar) {
  ASSERT_TRUE(waitFor([this] { return view.isReady(); }));
  auto* bar = view.findChild<VariableBar*>();
  ASSERT_NE(bar, nullptr);
  auto* button = bar->findChild<QToolButton*>();
  EXPECT_EQ(button->text(), QStringLiteral("All"));
  button->click();
  auto* menu = bar->findChild<VariableMenu*>();
  ASSERT_NE(menu, nullptr);
  auto* list = menu->findChild<QListView*>();
  QTest::keyClick(menu->findChild<QLineEdit*>(), Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Down);
  QTest::keyClick(list, Qt::Key_Space, Qt::ShiftModifier);  // only this one, the first after All
  QTest::keyClick(list, Qt::Key_Return);
  ASSERT_TRUE(waitFor([this] { return view.isReady() && titles().size() == 2; }));
  EXPECT_EQ(button->text(), QStringLiteral("a"));
}

TEST_F(DashboardViewTest, SpeaksItsValueToAScreenReader) {
  ASSERT_TRUE(showAndWait());
  EXPECT_EQ(panel(QStringLiteral("A value"))->accessibleName(), QStringLiteral("A value"));
  const auto* body = panel(QStringLiteral("A value"))->findChild<PanelBody*>();
  ASSERT_NE(body, nullptr);
  EXPECT_EQ(body->spokenSummary().replace(QChar(0x202f), QLatin1Char(' ')), QStringLiteral("70.0 %"));
}

TEST_F(DashboardViewTest, ArrowsWalkAChartAndAScreenReaderIsToldWhere) {
  ASSERT_TRUE(showAndWait());
  PanelWidget* lines = panel(QStringLiteral("Lines"));
  auto* header = lines->findChild<PanelHeader*>();
  QApplication::setActiveWindow(&view);
  lines->setFocus(Qt::TabFocusReason);
  ASSERT_TRUE(header->hasFocus());
  const QString named = header->accessibleName();
  QTest::keyClick(header, Qt::Key_Left);
  EXPECT_TRUE(header->hasFocus()) << "it is no step to the next panel";
  const QString newest = header->accessibleName();
  EXPECT_NE(newest, named);
  QTest::keyClick(header, Qt::Key_Left);
  EXPECT_NE(header->accessibleName(), newest);
  EXPECT_TRUE(header->accessibleName().contains(QStringLiteral("900"))) << header->accessibleName().toStdString();
  QTest::keyClick(header, Qt::Key_End);
  EXPECT_EQ(header->accessibleName(), newest);
  QTest::keyClick(header, Qt::Key_Space);
  auto* overlay = lines->findChild<ChartOverlay*>();
  EXPECT_TRUE(overlay->pinned()) << "Space pins";
  EXPECT_TRUE(lines->unpin());
  EXPECT_FALSE(overlay->pinned());
  EXPECT_TRUE(lines->unpin()) << "then the walk ends";
  EXPECT_EQ(header->accessibleName(), named);
  EXPECT_FALSE(lines->unpin());
}

TEST_F(DashboardViewTest, SaysHowOldTheNewestSampleIs) {
  ASSERT_TRUE(showAndWait());
  auto* header = panel(QStringLiteral("Lines"))->findChild<PanelHeader*>();
  EXPECT_TRUE(waitFor([&] { return header->age().endsWith(QStringLiteral(" s")); }));
}

TEST_F(DashboardViewTest, ComparesWithTheDayBefore) {
  ASSERT_TRUE(showAndWait());
  auto* body = panel(QStringLiteral("Lines"))->findChild<TimeSeriesBody*>();
  ASSERT_NE(body, nullptr);
  const auto ghosts = [body] {
    return std::count_if(body->model()->lines.begin(), body->model()->lines.end(),
                         [](const ChartLine& line) { return line.ghost; });
  };
  EXPECT_EQ(ghosts(), 0);
  range.setCompareWith(CompareWith::kDayBefore);
  // Two answers, in either order.
  ASSERT_TRUE(waitFor([&] {
    const auto& lines = body->model()->lines;
    return ghosts() == 1 && lines[0].times.back() == lines[1].times.back();
  })) << "its newest sample stands under that of now";
  const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
  const auto& requests = prometheus.requests();
  EXPECT_TRUE(std::any_of(requests.begin(), requests.end(), [now](const FakePrometheus::Request& request) {
    const double end = request.form.value("end").toDouble();
    return request.form.value("query") == "metric_ready" && end > now - 90'000 && end < now - 80'000;
  })) << "the same question, a day earlier";
  range.setCompareWith(CompareWith::kNothing);
  EXPECT_TRUE(waitFor([&] { return ghosts() == 0; }));
}

TEST_F(DashboardViewTest, GreysOutASourceThatHasGoneQuiet) {
  ageSeconds = 130;
  ASSERT_TRUE(showAndWait());
  ASSERT_TRUE(waitFor([&] { return state("Lines") == PanelState::kStale; }));
  EXPECT_TRUE(panel(QStringLiteral("Lines"))
                  ->findChild<PanelHeader*>()
                  ->age()
                  .startsWith(QStringLiteral("no new data for 2 min")));
  ageSeconds = 1;
  view.refreshNow();
  EXPECT_TRUE(waitFor([&] { return state("Lines") == PanelState::kReady; }));
}

TEST_F(DashboardViewTest, KeepsTheLastDrawingWhenPrometheusGoesAway) {
  ASSERT_TRUE(showAndWait());
  prometheus.stop();
  view.refreshNow();
  ASSERT_TRUE(waitFor([&] { return state("Lines") == PanelState::kOffline; }));
  EXPECT_TRUE(panel(QStringLiteral("Lines"))->findChild<PanelHeader*>()->age().startsWith(QStringLiteral("offline")));
  EXPECT_NE(panel(QStringLiteral("Lines"))->findChild<PanelBody*>()->isHidden(), true);
  prometheus.restart();
  EXPECT_TRUE(waitFor([&] { return state("Lines") == PanelState::kReady; })) << "it recovers by itself";
}

TEST_F(DashboardViewTest, AsksForNothingWhileItIsHidden) {
  range.setRefreshEvery(std::chrono::seconds(5));
  ASSERT_TRUE(showAndWait());
  view.hide();
  const auto asked = prometheus.requests().size();
  range.setSpan(std::chrono::seconds(900));
  view.refreshNow();
  QCoreApplication::processEvents();
  EXPECT_EQ(client.inFlight(), 0);
  EXPECT_EQ(prometheus.requests().size(), asked);
}

TEST_F(DashboardViewTest, DrawsItsLinesInBothThemes) {
  ASSERT_TRUE(showAndWait());
  for (const ThemeChoice choice : {ThemeChoice::kDark, ThemeChoice::kLight}) {
    theme.setChoice(choice);
    int linePixels = 0;
    int thresholdPixels = 0;
    const auto count = [&] {
      const QImage image = panel(QStringLiteral("Lines"))->grab().toImage();
      linePixels = 0;
      thresholdPixels = 0;
      for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
          const QColor pixel = image.pixelColor(x, y);
          const auto near = [&pixel](const QColor& other) {
            return std::abs(pixel.red() - other.red()) + std::abs(pixel.green() - other.green()) +
                       std::abs(pixel.blue() - other.blue()) <
                   60;
          };
          linePixels += near(Theme::series(0).colour) ? 1 : 0;
          thresholdPixels += near(theme.tokens().critical) ? 1 : 0;
        }
      }
    };
    // Lines and thresholds are drawn elsewhere, and there a moment after the theme.
    const auto isDrawn = [&] {
      count();
      return linePixels > 20 && thresholdPixels > 50;
    };
    EXPECT_TRUE(test::waitFor(isDrawn));
    EXPECT_GT(linePixels, 20) << "the line and its legend";
    EXPECT_GT(thresholdPixels, 50) << "the dashed threshold";
  }
}

TEST(ThemeTest, KeepsTextReadable) {
  for (const ThemeTokens* t : {&Theme::light(), &Theme::dark()}) {
    for (const QColor& under : {t->surface, t->background, t->raised}) {
      EXPECT_GE(contrastRatio(t->text, under), 7.0);
      EXPECT_GE(contrastRatio(t->muted, under), 4.5);
    }
    // State colours are text on panels and bars only.
    for (const QColor& state : {t->good, t->warning, t->critical, t->accent}) {
      EXPECT_GE(contrastRatio(state, t->surface), 4.5) << state.name().toStdString();
    }
    EXPECT_GE(contrastRatio(t->onAccent, t->accent), 4.5);
  }
}

TEST(ThemeTest, GivesFiguresOneWidth) {
  Theme().install();
  const QFontMetricsF metrics(Theme::font(TextRole::kStatValue));
  for (const QChar digit : QStringLiteral("123456789")) {
    EXPECT_NEAR(metrics.horizontalAdvance(digit), metrics.horizontalAdvance(QLatin1Char('0')), 0.1) << digit.toLatin1();
  }
}

TEST(AxisTicksTest, AreRoundAndHoldTheValues) {
  const ValueTicks ticks = valueTicks(0, 3.9, 4, false, false, false);
  EXPECT_EQ(ticks.at, (std::vector<double>{0, 1, 2, 3, 4}));
  const ValueTicks flat = valueTicks(5, 5, 4, false, false, false);
  EXPECT_LT(flat.low, 5);
  EXPECT_GT(flat.high, 5);
  const ValueTicks fixed = valueTicks(0, 1, 3, false, true, true);
  EXPECT_EQ(fixed.low, 0);
  EXPECT_EQ(fixed.high, 1);
  EXPECT_LE(timeTicks({0, 3'600'000}, 6).size(), 7U);
  EXPECT_GE(timeTicks({0, 3'600'000}, 6).size(), 4U);
}

}  // namespace
}  // namespace vigie::console
