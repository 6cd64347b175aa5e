// The frame with a dashboard in it, as hands on the keyboard meet it.
#include "console/app/command_palette.h"
#include "console/app/command_registry.h"
#include "console/app/drawer.h"
#include "console/app/help_overlay.h"
#include "console/app/navigation.h"
#include "console/app/notice_bar.h"
#include "console/app/toast.h"
#include "console/app/top_bar.h"
#include "console/dashboard/dashboard_pane.h"
#include "console/panels/panel_menu.h"
#include "tests/console/app/main_window_fixture.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QTimeZone>
#include <QToolButton>
#include <gtest/gtest.h>

#include <vector>

namespace vigie::console {
namespace {

using test::waitFor;

using test::FakePrometheus;

class MainWindowTest : public test::MainWindowFixture {
 protected:
  QString noticeText() {
    for (NoticeBar* notice : page->findChildren<NoticeBar*>()) {
      if (notice->isVisible()) return notice->text();
    }
    return {};
  }
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

TEST_F(MainWindowTest, GoesThroughTheWholeNavigationAtOnce) {
  ASSERT_TRUE(ready());
  const auto* navigation = window.findChild<Navigation*>();
  const QWidget* next = navigation->findChild<QToolButton*>(QString(), Qt::FindDirectChildrenOnly);
  ASSERT_NE(next, nullptr);
  while (next->previousInFocusChain() != nullptr && navigation->isAncestorOf(next->previousInFocusChain())) {
    next = next->previousInFocusChain();
  }
  QStringList inOrder;
  for (; navigation->isAncestorOf(next); next = next->nextInFocusChain()) {
    if (const auto* button = qobject_cast<const QAbstractButton*>(next)) inOrder.append(button->accessibleName());
  }
  EXPECT_EQ(inOrder, (QStringList{page->info().word, QStringLiteral("Show icons only")}));
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

TEST_F(MainWindowTest, FocusReturnsToThePanelWhenAnOverlayCloses) {
  ASSERT_TRUE(ready());
  panel("Lines")->setFocus();
  // The panel hands the focus to what it draws.
  QWidget* const before = window.focusWidget();
  ASSERT_TRUE(before == panel("Lines") || panel("Lines")->isAncestorOf(before));
  press({Qt::Key_Question});
  ASSERT_TRUE(window.findChild<HelpOverlay*>());
  EXPECT_NE(window.focusWidget(), before);
  press({Qt::Key_Escape});
  EXPECT_EQ(window.focusWidget(), before) << "after the help";
  QTest::keyClick(target(), Qt::Key_K, Qt::ControlModifier);
  auto* edit = window.findChild<CommandPalette*>()->findChild<QLineEdit*>();
  QTest::keyClick(edit, Qt::Key_Escape);
  EXPECT_EQ(window.focusWidget(), before) << "after the palette";
  press({Qt::Key_E});
  auto* drawer = Drawer::openOver(page);
  ASSERT_TRUE(drawer);
  QTest::keyClick(drawer, Qt::Key_Escape);
  EXPECT_EQ(window.focusWidget(), before) << "after the inspection";
}

TEST_F(MainWindowTest, CopiesALinkAndOpensItAgain) {
  ASSERT_TRUE(ready());
  range.choose({QStringLiteral("now-3h"), QStringLiteral("now-1h")});
  panel("Lines")->setFocus();
  press({Qt::Key_P, Qt::Key_S});
  const QString link = QGuiApplication::clipboard()->text();
  EXPECT_TRUE(link.startsWith(QStringLiteral("/d/every-state?from=now-3h&to=now-1h&"))) << link.toStdString();
  EXPECT_TRUE(link.contains(QStringLiteral("viewPanel=2"))) << link.toStdString();
  range.choose({QStringLiteral("now-5m"), QStringLiteral("now")});
  press({Qt::Key_D, Qt::Key_V});
  EXPECT_EQ(range.raw(), (RawRange{QStringLiteral("now-3h"), QStringLiteral("now-1h")}));
  EXPECT_EQ(view()->viewedPanel(), panel("Lines"));
  QGuiApplication::clipboard()->setText(QStringLiteral("https://grafana.example/d/nowhere?from=now-1h"));
  press({Qt::Key_D, Qt::Key_V});
  EXPECT_EQ(range.raw().from, QStringLiteral("now-3h")) << "what is shown stays";
  EXPECT_TRUE(noticeText().contains(QStringLiteral("nowhere"))) << noticeText().toStdString();
}

TEST_F(MainWindowTest, ALinkMayWantThePageAlone) {
  ASSERT_TRUE(ready());
  QObject::connect(page, &DashboardPage::kioskRequested, &window, &MainWindow::setKiosk);
  EXPECT_TRUE(page->openLinkText(QStringLiteral("?from=now-2h&kiosk&refresh=30s&timezone=utc")));
  EXPECT_TRUE(window.isKiosk());
  EXPECT_TRUE(page->currentLink().kiosk);
  EXPECT_EQ(range.pace(), RefreshPace::every(std::chrono::seconds(30)));
  EXPECT_EQ(range.rules().zone, QTimeZone::utc());
  EXPECT_FALSE(page->openLinkText(QStringLiteral("?from=soon&to=now")));
  EXPECT_TRUE(noticeText().contains(QStringLiteral("time range"))) << noticeText().toStdString();
  EXPECT_EQ(range.raw().from, QStringLiteral("now-2h"));
}

TEST_F(MainWindowTest, GoesBackThroughStatesAndNotRangesAlone) {
  ASSERT_TRUE(ready());
  range.choose({QStringLiteral("now-2h"), QStringLiteral("now")});
  panel("Lines")->setFocus();
  press({Qt::Key_V});
  ASSERT_EQ(view()->viewedPanel(), panel("Lines"));
  range.choose({QStringLiteral("now-30m"), QStringLiteral("now")});
  const auto step = [this](Qt::Key key) { QTest::keyClick(target(), key, Qt::AltModifier); };
  step(Qt::Key_Left);
  EXPECT_EQ(range.raw().from, QStringLiteral("now-2h"));
  EXPECT_EQ(view()->viewedPanel(), panel("Lines")) << "the panel was alone then";
  step(Qt::Key_Left);
  EXPECT_EQ(view()->viewedPanel(), nullptr);
  step(Qt::Key_Right);
  step(Qt::Key_Right);
  EXPECT_EQ(range.raw().from, QStringLiteral("now-30m"));
  EXPECT_EQ(view()->viewedPanel(), panel("Lines"));
}

TEST_F(MainWindowTest, EveryButtonHasAName) {
  ASSERT_TRUE(ready());
  for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
    // Qt's own inside of fields and lists have theirs from what they are in.
    if (button->objectName().startsWith(QStringLiteral("qt_")) || button->isHidden()) continue;
    const QString name = button->accessibleName().isEmpty() ? button->text() : button->accessibleName();
    EXPECT_FALSE(name.trimmed().isEmpty())
        << button->metaObject()->className() << " in " << button->parentWidget()->metaObject()->className() << " at "
        << button->x() << "," << button->y() << " " << button->toolTip().toStdString();
  }
}

TEST_F(MainWindowTest, SaysWhatWasCopiedAndMovesNothing) {
  ASSERT_TRUE(ready());
  panel("Lines")->setFocus();
  const QRect before(view()->mapTo(&window, QPoint(0, 0)), view()->size());
  const auto said = [this] {
    const Toast* const toast = Toast::over(window);
    return toast ? toast->text() : QString();
  };
  const std::pair<std::vector<Qt::Key>, const char*> copies[] = {
      {{Qt::Key_D, Qt::Key_C}, "Link to this dashboard copied"},
      {{Qt::Key_P, Qt::Key_S}, "Link to the panel copied"},
      {{Qt::Key_P, Qt::Key_C}, "PromQL copied"},
      {{Qt::Key_P, Qt::Key_V}, "Values copied as CSV"},
      {{Qt::Key_P, Qt::Key_I}, "Image copied"},
      {{Qt::Key_T, Qt::Key_C}, "Time range copied"}};
  for (const auto& [keys, words] : copies) {
    press(keys);
    EXPECT_EQ(said(), QString::fromLatin1(words));
    QCoreApplication::sendPostedEvents();
    EXPECT_EQ(QRect(view()->mapTo(&window, QPoint(0, 0)), view()->size()), before) << words;
  }
  QMenu menu;
  addPanelActions(menu, *panel("Lines"));
  Q_EMIT panel("Lines")->menuOpening(menu);
  for (QAction* action : menu.actions()) {
    if (action->text().startsWith(QStringLiteral("Copy PromQL"))) action->trigger();
  }
  EXPECT_EQ(said(), QStringLiteral("PromQL copied")) << "from its menu as well";
}

TEST_F(MainWindowTest, AnAnswerThatIsOverdueIsAWarning) {
  ASSERT_TRUE(ready());
  health.start();
  ASSERT_TRUE(waitFor([this] { return health.prometheus().level == HealthLevel::kGood; }));
  prometheus.respond = [](const FakePrometheus::Request&) {
    FakePrometheus::Reply reply;
    reply.silent = true;
    return reply;
  };
  health.setOverdueAfter(std::chrono::milliseconds(1));
  // Asked at once and not with the next round.
  health.start();
  EXPECT_TRUE(waitFor([this] { return health.prometheus().level == HealthLevel::kWarning; }));
  EXPECT_TRUE(health.prometheus().text.contains(QStringLiteral("no answer")));
}

}  // namespace
}  // namespace vigie::console
