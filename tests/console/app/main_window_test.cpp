// The frame with a dashboard in it, as hands on the keyboard meet it, over a scripted Prometheus.
#include "console/app/main_window.h"

#include "console/app/command_palette.h"
#include "console/app/command_registry.h"
#include "console/app/context.h"
#include "console/app/health_monitor.h"
#include "console/app/help_overlay.h"
#include "console/app/navigation.h"
#include "console/app/theme.h"
#include "console/app/top_bar.h"
#include "console/dashboard/dashboard_page.h"
#include "console/dashboard/dashboard_view.h"
#include "console/dashboard/time_range.h"
#include "console/settings/console_options.h"
#include "console/settings/endpoints.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

class MainWindowTest : public testing::Test {
 protected:
  MainWindowTest() {
    theme.install();
    prometheus.respond = [](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      const auto end = static_cast<qint64>(request.form.value("end").toDouble());
      if (request.path.endsWith("query_range")) {
        return {200, test::matrixBody(R"({"job":"ai-api"})", {"0.2", "0.9", "0.7"}, end - 30, 15)};
      }
      return {200, test::vectorBody("1")};
    };
    options.dashboardFiles = {QStringLiteral(VIGIE_SAMPLES "/every-state.json")};
    endpoints.set(QUrl(), prometheus.url(), QUrl(), false);
    page = new DashboardPage(context);
    window.addPage(page);
    window.resize(1280, 800);
    window.show();
    window.activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
  }
  void press(std::initializer_list<Qt::Key> keys) {
    for (const Qt::Key key : keys) QTest::keyClick(target(), key);
  }
  QWidget* target() {
    QWidget* focused = window.focusWidget();
    return focused ? focused : &window;
  }
  DashboardView* view() { return page->findChild<DashboardView*>(); }
  PanelWidget* panel(const char* title) {
    for (PanelWidget* one : view()->panels()) {
      if (one->title() == QLatin1String(title)) return one;
    }
    return nullptr;
  }
  bool ready() {
    return waitFor([this] { return page->isReady(); });
  }

  Theme theme;
  FakePrometheus prometheus;
  QNetworkAccessManager network;
  TimeRange range;
  ConsoleOptions options;
  Endpoints endpoints;
  PrometheusClient client{network, prometheus.url()};
  HealthMonitor health{network, endpoints, client};
  ConsoleContext context{theme, range, network, options, endpoints, client, health};
  MainWindow window{context};
  DashboardPage* page = nullptr;
};

TEST_F(MainWindowTest, FillsThePageWithThePanelInHandAndComesBack) {
  ASSERT_TRUE(ready());
  panel("Lines")->setFocus();
  press({Qt::Key_V});
  EXPECT_EQ(view()->viewedPanel(), panel("Lines"));
  EXPECT_FALSE(panel("A value")->isVisible());
  EXPECT_GT(panel("Lines")->height(), view()->viewport()->height() / 2);
  ASSERT_TRUE(ready());
  EXPECT_EQ(panel("Lines")->state(), PanelState::kReady);
  press({Qt::Key_Escape});
  EXPECT_EQ(view()->viewedPanel(), nullptr);
  EXPECT_TRUE(panel("A value")->isVisible());
}

TEST_F(MainWindowTest, ShowsOnlyThePageInKiosk) {
  ASSERT_TRUE(ready());
  press({Qt::Key_D, Qt::Key_K});
  EXPECT_TRUE(window.isKiosk());
  EXPECT_FALSE(window.findChild<TopBar*>()->isVisible());
  EXPECT_FALSE(window.findChild<Navigation*>()->isVisible());
  press({Qt::Key_Escape});
  EXPECT_FALSE(window.isKiosk());
  EXPECT_TRUE(window.findChild<TopBar*>()->isVisible());
}

TEST_F(MainWindowTest, GoesToAPanelFromThePalette) {
  ASSERT_TRUE(ready());
  QTest::keyClick(target(), Qt::Key_K, Qt::ControlModifier);
  auto* edit = window.findChild<CommandPalette*>()->findChild<QLineEdit*>();
  QTest::keyClicks(edit, QStringLiteral("noth"));
  QTest::keyClick(edit, Qt::Key_Return);
  ASSERT_TRUE(waitFor([this] { return window.findChild<CommandPalette*>() == nullptr; }));
  EXPECT_EQ(view()->panelInHand(), panel("Nothing"));
}

TEST_F(MainWindowTest, ChoosesARangeInThePalette) {
  ASSERT_TRUE(ready());
  QTest::keyClick(target(), Qt::Key_K, Qt::ControlModifier);
  auto* palette = window.findChild<CommandPalette*>();
  ASSERT_NE(palette, nullptr);
  auto* edit = palette->findChild<QLineEdit*>();
  QTest::keyClicks(edit, QStringLiteral("last 12"));
  QTest::keyClick(edit, Qt::Key_Return);
  EXPECT_EQ(range.raw().from, QStringLiteral("now-12h"));
  EXPECT_TRUE(waitFor([this] { return window.findChild<CommandPalette*>() == nullptr; }));
}

TEST_F(MainWindowTest, KeepsItsKeysFromTheWindowWhileThePaletteIsOpen) {
  ASSERT_TRUE(ready());
  QTest::keyClick(target(), Qt::Key_K, Qt::ControlModifier);
  auto* edit = window.findChild<CommandPalette*>()->findChild<QLineEdit*>();
  QTest::keyClicks(edit, QStringLiteral("dk"));
  EXPECT_FALSE(window.isKiosk());
  EXPECT_EQ(edit->text(), QStringLiteral("dk"));
  QTest::keyClick(edit, Qt::Key_K, Qt::ControlModifier);
  EXPECT_TRUE(waitFor([this] { return window.findChild<CommandPalette*>() == nullptr; }));
}

TEST_F(MainWindowTest, ListsEveryKeyInTheHelpAndNoKeyTwice) {
  press({Qt::Key_Question});
  auto* help = window.findChild<HelpOverlay*>();
  ASSERT_NE(help, nullptr);
  const QString spoken = help->accessibleDescription();
  QStringList keys;
  for (const CommandRegistry::Entry& entry : window.commands().entries()) {
    if (entry.command.keys.isEmpty()) continue;
    EXPECT_TRUE(spoken.contains(QStringLiteral("%1: %2").arg(keyWords(entry.command.keys), entry.command.word)))
        << entry.command.id.toStdString();
    for (const QKeySequence& key : entry.command.keys) keys.append(keyWords(key));
  }
  QStringList once = keys;
  once.removeDuplicates();
  EXPECT_EQ(once, keys);
  for (const char* wanted : {"v", "d k", "d l", "d r", "p l", "p c", "Ctrl+O", "Ctrl+K", "c t", "?", "g d", "Esc"}) {
    EXPECT_TRUE(keys.contains(QString::fromUtf8(wanted))) << wanted;
  }
  press({Qt::Key_X});
  EXPECT_TRUE(waitFor([this] { return window.findChild<HelpOverlay*>() == nullptr; }));
}

TEST_F(MainWindowTest, CyclesWhatThePanelsShare) {
  ASSERT_TRUE(ready());
  EXPECT_EQ(view()->crosshair().sharing(), CrosshairSharing::kLine);
  QTest::keyClick(target(), Qt::Key_O, Qt::ControlModifier);
  EXPECT_EQ(view()->crosshair().sharing(), CrosshairSharing::kTooltip);
  QTest::keyClick(target(), Qt::Key_O, Qt::ControlModifier);
  EXPECT_EQ(view()->crosshair().sharing(), CrosshairSharing::kNothing);
}

TEST_F(MainWindowTest, HidesAndShowsLegends) {
  ASSERT_TRUE(ready());
  EXPECT_TRUE(panel("Lines")->isLegendShown());
  press({Qt::Key_D, Qt::Key_L});
  EXPECT_FALSE(panel("Lines")->isLegendShown());
  panel("Lines")->setFocus();
  press({Qt::Key_P, Qt::Key_L});
  EXPECT_TRUE(panel("Lines")->isLegendShown());
}

TEST_F(MainWindowTest, TakesTheDashboardsTimeUntilOneIsChosenByHand) {
  EXPECT_EQ(range.raw(), view()->dashboard().time.range);
  EXPECT_FALSE(range.isChosen());
  range.choose({QStringLiteral("now-3h"), QStringLiteral("now")});
  page->open(page->current());
  EXPECT_EQ(range.raw().from, QStringLiteral("now-3h"));
  EXPECT_TRUE(window.commands().run(QStringLiteral("dashboard.own-time")));
  EXPECT_EQ(range.raw(), view()->dashboard().time.range);
}

}  // namespace
}  // namespace vigie::console
