// The bar over every page: what gives way as it gets narrow, and what stays where it is.
#include "console/app/top_bar.h"

#include "tests/console/app/main_window_fixture.h"

#include <QDateTime>
#include <QLabel>
#include <QMenu>
#include <QTest>
#include <QTimeZone>
#include <QToolButton>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::waitFor;

class TopBarTest : public test::MainWindowFixture {
 protected:
  QToolButton* button(const QString& name) {
    for (QToolButton* one : window.findChild<TopBar*>()->findChildren<QToolButton*>()) {
      if (one->accessibleName() == name) return one;
    }
    return nullptr;
  }
};

TEST_F(TopBarTest, KeepsTitleAndRangeWholeAsTheBarGetsNarrow) {
  ASSERT_TRUE(ready());
  auto* bar = window.findChild<TopBar*>();
  const auto called = [bar](const QString& name) -> QToolButton* {
    for (QToolButton* button : bar->findChildren<QToolButton*>()) {
      if (button->accessibleName() == name) return button;
    }
    return nullptr;
  };
  QLabel* title = nullptr;
  for (QLabel* label : bar->findChildren<QLabel*>()) {
    if (label->text() == page->title()) title = label;
  }
  ASSERT_NE(title, nullptr);
  QToolButton* time = called(QStringLiteral("Time range"));
  QToolButton* link = called(page->externalLinkText());
  QToolButton* palette = called(QStringLiteral("Command palette"));
  ASSERT_TRUE(time && link && palette);
  // As long as a range of two moments is said.
  EXPECT_FALSE(
      range.choose({QStringLiteral("2026-01-30 08:00:00"), QStringLiteral("2026-02-01 18:30:00")}).has_value());
  window.resize(1600, 800);
  EXPECT_EQ(link->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
  EXPECT_TRUE(palette->isVisible());
  for (const int width : {1600, 1440, 1280, 1100, 960}) {
    window.resize(width, 800);
    QCoreApplication::sendPostedEvents();
    EXPECT_GE(title->width(), title->sizeHint().width()) << "at " << width;
    EXPECT_GE(time->width(), time->sizeHint().width()) << "at " << width;
  }
  EXPECT_EQ(link->toolButtonStyle(), Qt::ToolButtonIconOnly) << "what gives way first";
  EXPECT_FALSE(palette->isVisible()) << "it has a key";
  EXPECT_TRUE(time->isVisible());
}

TEST_F(TopBarTest, ArrowsOfTheRangeStayUnderThePointer) {
  ASSERT_TRUE(ready());
  auto* bar = window.findChild<TopBar*>();
  QToolButton* earlier = nullptr;
  for (QToolButton* button : bar->findChildren<QToolButton*>()) {
    if (button->accessibleName() == QStringLiteral("Earlier by half the range")) earlier = button;
  }
  ASSERT_TRUE(earlier);
  // It is noon: another day's name would be another width.
  const int secondOfDay = static_cast<int>(QDateTime::currentSecsSinceEpoch() % 86'400);
  range.setZone(QTimeZone(43'200 - secondOfDay));
  // Every few pixels: what gives way does so at one of these widths.
  for (int width = 1'320; width >= 900; width -= 4) {
    window.resize(width, 800);
    range.choose({QStringLiteral("now-30m"), QStringLiteral("now")});
    QCoreApplication::sendPostedEvents();
    if (!earlier->isVisible()) continue;
    const QPoint before = earlier->mapTo(&window, QPoint(0, 0));
    for (int i = 0; i < 3; ++i) {
      earlier->click();
      QCoreApplication::sendPostedEvents();
      EXPECT_EQ(earlier->mapTo(&window, QPoint(0, 0)), before) << "after click " << i + 1 << " at " << width;
    }
    EXPECT_FALSE(range.followsClock());
  }
}

TEST_F(TopBarTest, TheRefreshMenuIsReadAsEveryOther) {
  auto* bar = window.findChild<TopBar*>();
  for (const QToolButton* button : bar->findChildren<QToolButton*>()) {
    if (!button->menu()) continue;
    EXPECT_EQ(button->menu()->layoutDirection(), Qt::LeftToRight) << "keys at the right";
  }
}

TEST_F(TopBarTest, TakesTheLinksOfADashboardThatHasNoVariables) {
  ASSERT_TRUE(page->open(QStringLiteral("ai-api")));
  ASSERT_TRUE(ready());
  QToolButton* const links = button(QStringLiteral("Vigie"));
  ASSERT_TRUE(links);
  EXPECT_TRUE(links->isVisible());
  EXPECT_EQ(page->currentView()->viewport()->y(), 0) << "they take a row of their own";
  window.resize(1800, 800);
  QCoreApplication::sendPostedEvents();
  EXPECT_EQ(links->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
  window.resize(1024, 800);
  QCoreApplication::sendPostedEvents();
  EXPECT_EQ(links->toolButtonStyle(), Qt::ToolButtonIconOnly);
  EXPECT_TRUE(links->isVisible());
  EXPECT_EQ(links->toolTip(), QStringLiteral("The other dashboards, at the same time"));
  links->setFocus();
  QTest::keyClick(links, Qt::Key_Space);
  const auto* const menu = page->findChild<QMenu*>();
  ASSERT_TRUE(menu);
  QStringList offered;
  for (const QAction* action : menu->actions()) offered.append(action->text());
  EXPECT_TRUE(offered.contains(QStringLiteral("PostgreSQL Monitoring")))
      << offered.join(QLatin1Char(',')).toStdString();
  EXPECT_EQ(menu->y(), links->mapToGlobal(QPoint(0, links->height())).y()) << "under what was pressed";
  ASSERT_TRUE(page->open(QStringLiteral("every-state")));
  EXPECT_TRUE(links->isHidden()) << "it has no links";
}

}  // namespace
}  // namespace vigie::console
