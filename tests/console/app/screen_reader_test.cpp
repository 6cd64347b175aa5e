// The frame as a screen reader is told it: through the tree of interfaces that the desktop sees.
#include "console/app/command_palette.h"
#include "console/panels/pinned_tooltip.h"
#include "tests/console/app/main_window_fixture.h"

#include <QAccessible>
#include <QApplication>
#include <QLineEdit>
#include <QPointer>
#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

class ScreenReaderTest : public test::MainWindowFixture {
 protected:
  /// The first of this role and name, going down from `from`.
  static QAccessibleInterface* find(QAccessibleInterface* from, QAccessible::Role role, const QString& name) {
    if (from->role() == role && from->text(QAccessible::Name) == name) return from;
    for (int i = 0; i < from->childCount(); ++i) {
      QAccessibleInterface* const child = from->child(i);
      if (!child) continue;
      if (QAccessibleInterface* const found = find(child, role, name)) return found;
    }
    return nullptr;
  }
  QAccessibleInterface* find(QAccessible::Role role, const char* name) {
    return find(QAccessible::queryAccessibleInterface(&window), role, QString::fromUtf8(name));
  }
  /// Going up from it one comes to the window, and each step knows the one before as its child.
  bool standsInTheWindow(QAccessibleInterface* one) {
    for (; one->object() != &window; one = one->parent()) {
      QAccessibleInterface* const parent = one->parent();
      if (!parent) return false;
      const int index = parent->indexOfChild(one);
      if (index < 0 || parent->child(index)->object() != one->object()) return false;
    }
    return true;
  }
  static QStringList names(QAccessibleInterface& list) {
    QStringList all;
    for (int i = 0; i < list.childCount(); ++i) all.append(list.child(i)->text(QAccessible::Name));
    return all;
  }
};

TEST_F(ScreenReaderTest, PagesAreTabsOfWhichOneIsSelected) {
  auto* other = new Page({QStringLiteral("other"), QStringLiteral("Other"), QStringLiteral("chat"), QLatin1Char('o')});
  window.addPage(other);
  QAccessibleInterface* const pages = find(QAccessible::PageTabList, "Pages");
  ASSERT_TRUE(pages);
  QAccessibleInterface* const first = find(pages, QAccessible::PageTab, QStringLiteral("Dashboards"));
  QAccessibleInterface* const second = find(pages, QAccessible::PageTab, QStringLiteral("Other"));
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(first->state().selected);
  EXPECT_FALSE(first->state().checkable) << "no check box";
  EXPECT_TRUE(second->state().selectable);
  EXPECT_FALSE(second->state().selected);
  EXPECT_EQ(second->text(QAccessible::Description), QStringLiteral("g o")) << "its key, and not its name again";
  second->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
  EXPECT_EQ(window.currentPage(), other);
  EXPECT_TRUE(second->state().selected);
  EXPECT_FALSE(first->state().selected);
}

TEST_F(ScreenReaderTest, EntriesOfThePaletteAreReadAsWhatTheyAre) {
  ASSERT_TRUE(ready());
  QTest::keyClick(target(), Qt::Key_K, Qt::ControlModifier);
  QAccessibleInterface* const palette = find(QAccessible::Dialog, "Command palette");
  ASSERT_TRUE(palette && standsInTheWindow(palette));
  QAccessibleInterface* const list = find(palette, QAccessible::List, QStringLiteral("What fits"));
  ASSERT_TRUE(list);
  const QStringList entries = names(*list);
  EXPECT_TRUE(entries.contains(QStringLiteral("Lines, Panel, What it means; and more.")))
      << entries.join(QLatin1Char('\n')).toStdString();
  EXPECT_TRUE(entries.contains(QStringLiteral("Refresh now, View, d r")));
  for (const QString& entry : entries) {
    EXPECT_FALSE(entry.isEmpty() || entry.startsWith(QLatin1Char(',')) || entry.endsWith(QLatin1String(", ")) ||
                 entry.contains(QLatin1String(", ,")))
        << entry.toStdString();
  }
}

TEST_F(ScreenReaderTest, ThePaletteSaysWhichEntryEnterWouldTake) {
  ASSERT_TRUE(ready());
  QTest::keyClick(target(), Qt::Key_K, Qt::ControlModifier);
  QAccessibleInterface* const palette = find(QAccessible::Dialog, "Command palette");
  auto* const edit = window.findChild<CommandPalette*>()->findChild<QLineEdit*>();
  const auto said = [palette] { return palette->text(QAccessible::Description); };
  EXPECT_EQ(said(), QStringLiteral("Every state, Dashboards")) << "the first";
  QTest::keyClick(edit, Qt::Key_Down);
  EXPECT_TRUE(said().startsWith(QStringLiteral("AI API Monitoring, Dashboards, "))) << said().toStdString();
  QTest::keyClicks(edit, QStringLiteral("last 12"));
  EXPECT_EQ(said(), QStringLiteral("Last 12 hour(s), Time range"));
  QTest::keyClicks(edit, QStringLiteral("zzz"));
  EXPECT_TRUE(said().startsWith(QStringLiteral("Nothing is called that"))) << said().toStdString();
}

TEST_F(ScreenReaderTest, ThePopupOfTheTimeRangeStandsUnderItsButton) {
  ASSERT_TRUE(ready());
  QAccessibleInterface* const button = find(QAccessible::PushButton, "Time range");
  ASSERT_TRUE(button);
  EXPECT_FALSE(find(QAccessible::Dialog, "Time range")) << "not there yet";
  button->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
  QAccessibleInterface* const popup = find(QAccessible::Dialog, "Time range");
  ASSERT_TRUE(popup);
  EXPECT_TRUE(standsInTheWindow(popup));
  EXPECT_EQ(popup->parent()->object(), button->object());
  EXPECT_TRUE(button->state().hasPopup && button->state().expanded);
  QAccessibleInterface* const from = find(popup, QAccessible::EditableText, QStringLiteral("From"));
  ASSERT_TRUE(from);
  EXPECT_TRUE(standsInTheWindow(from));
  EXPECT_TRUE(from->state().focused);
  QAccessibleInterface* const ranges = find(popup, QAccessible::List, QStringLiteral("Quick ranges"));
  ASSERT_TRUE(ranges);
  EXPECT_TRUE(names(*ranges).contains(QStringLiteral("Last 6 hour(s)")))
      << names(*ranges).join(QLatin1Char(',')).toStdString();
  EXPECT_EQ(ranges->child(0)->role(), QAccessible::ListItem);
  QTest::keyClick(QApplication::activePopupWidget()->focusWidget(), Qt::Key_Escape);
  EXPECT_TRUE(button->state().collapsed);
  EXPECT_TRUE(popup->state().invisible);
}

TEST_F(ScreenReaderTest, TheHelpIsADialogOfKeysAndWhatTheyDo) {
  press({Qt::Key_Question});
  QAccessibleInterface* const help = find(QAccessible::Dialog, "Keyboard");
  ASSERT_TRUE(help);
  EXPECT_TRUE(help->text(QAccessible::Description).contains(QStringLiteral("d r: Refresh now")));
}

TEST_F(ScreenReaderTest, ArrowsWalkAChartAndSayWhereTheyAre) {
  ASSERT_TRUE(ready());
  panel("Lines")->setFocus();
  const auto said = [this](Qt::Key key) {
    press({key});
    // A value and its unit stand apart by a narrow space.
    return window.focusWidget()->accessibleName().simplified().section(QStringLiteral(", "), 0, 0);
  };
  EXPECT_EQ(said(Qt::Key_End), QStringLiteral("ai-api: 700 ms"));
  EXPECT_EQ(said(Qt::Key_Left), QStringLiteral("ai-api: 900 ms"));
  EXPECT_EQ(said(Qt::Key_Home), QStringLiteral("ai-api: 200 ms"));
  EXPECT_EQ(said(Qt::Key_Right), QStringLiteral("ai-api: 900 ms"));
  press({Qt::Key_Space});
  const QPointer<PinnedTooltip> pinned = panel("Lines")->findChild<PinnedTooltip*>();
  ASSERT_TRUE(pinned);
  EXPECT_TRUE(pinned->accessibleDescription().simplified().contains(QStringLiteral("ai-api 900 ms")))
      << pinned->accessibleDescription().toStdString();
  press({Qt::Key_Escape});
  EXPECT_TRUE(!pinned || pinned->isHidden());
  EXPECT_EQ(said(Qt::Key_Escape), QStringLiteral("Lines: panel menu")) << "out of the walk";
}

}  // namespace
}  // namespace vigie::console
