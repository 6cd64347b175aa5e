// Finding and doing by keyboard: the palette, and the help that lists every key.
#include "console/app/command_palette.h"

#include "console/app/command_registry.h"
#include "console/app/help_overlay.h"
#include "console/app/palette_items.h"
#include "console/dashboard/dashboard_pane.h"
#include "tests/console/app/main_window_fixture.h"

#include <QLineEdit>
#include <QTest>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::waitFor;

class CommandPaletteTest : public test::MainWindowFixture {};

TEST_F(CommandPaletteTest, GoesToAPanelFromThePalette) {
  ASSERT_TRUE(ready());
  QTest::keyClick(target(), Qt::Key_K, Qt::ControlModifier);
  auto* edit = window.findChild<CommandPalette*>()->findChild<QLineEdit*>();
  QTest::keyClicks(edit, QStringLiteral("noth"));
  QTest::keyClick(edit, Qt::Key_Return);
  ASSERT_TRUE(waitFor([this] { return window.findChild<CommandPalette*>() == nullptr; }));
  EXPECT_EQ(view()->panelInHand(), panel("Nothing"));
}

TEST_F(CommandPaletteTest, ChoosesARangeInThePalette) {
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

TEST_F(CommandPaletteTest, KeepsItsKeysFromTheWindowWhileThePaletteIsOpen) {
  ASSERT_TRUE(ready());
  QTest::keyClick(target(), Qt::Key_K, Qt::ControlModifier);
  auto* edit = window.findChild<CommandPalette*>()->findChild<QLineEdit*>();
  QTest::keyClicks(edit, QStringLiteral("dk"));
  EXPECT_FALSE(window.isKiosk());
  EXPECT_EQ(edit->text(), QStringLiteral("dk"));
  // What a text field has no use for.
  QTest::keyClick(edit, Qt::Key_O, Qt::ControlModifier);
  EXPECT_EQ(view()->crosshair().sharing(), CrosshairSharing::kLine);
  QTest::keyClick(edit, Qt::Key_K, Qt::ControlModifier);
  EXPECT_TRUE(waitFor([this] { return window.findChild<CommandPalette*>() == nullptr; }));
}

TEST_F(CommandPaletteTest, ListsEveryKeyInTheHelpAndNoKeyTwice) {
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

TEST_F(CommandPaletteTest, FindsWhatHasAButtonInThePalette) {
  ASSERT_TRUE(ready());
  const auto first = [this](const char* typed) {
    PaletteModel model(paletteItems(window, range), typedRangeItems(range));
    model.setFilter(QString::fromLatin1(typed));
    return model.index(0).data().toString();
  };
  EXPECT_EQ(first("edit"), QStringLiteral("Change this dashboard, or be done"));
  EXPECT_EQ(first("save the dashboard"), QStringLiteral("Save as…")) << "there is nothing to save yet";
  EXPECT_EQ(first("import"), QStringLiteral("Import…"));
  EXPECT_EQ(first("new"), QStringLiteral("New dashboard"));
  EXPECT_EQ(first("add"), QStringLiteral("Add panel"));
  EXPECT_EQ(first("annotations"), QStringLiteral("All marks on the charts on or off"));
  EXPECT_EQ(first("open in"), QStringLiteral("Open in Prometheus"));
  EXPECT_EQ(first("collapse"), QStringLiteral("Collapse the navigation, or unfold it"));
  EXPECT_TRUE(window.commands().run(QStringLiteral("dashboard.edit")));
  EXPECT_TRUE(page->currentPane()->isEditing());
  EXPECT_TRUE(window.commands().run(QStringLiteral("console.navigation")));
  EXPECT_TRUE(window.isNavigationCollapsed());
}

}  // namespace
}  // namespace vigie::console
