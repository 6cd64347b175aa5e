// The frame in French: what the console names itself, and what stays as a file says it.
#include "console/app/command_registry.h"
#include "console/app/help_overlay.h"
#include "console/app/main_window.h"
#include "console/app/palette_items.h"
#include "console/dashboard/dashboard_catalogue.h"
#include "console/dashboard/dashboard_page.h"
#include "console/dashboard/dashboard_pane.h"
#include "console/dashboard/dashboard_view.h"
#include "console/i18n/board_words.h"
#include "console/i18n/language.h"
#include "tests/support/console_fixture.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTranslator>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

/// Before everything that is made in it.
struct InFrench {
  InFrench() { installLanguage(*QCoreApplication::instance(), QStringLiteral("fr")); }
  ~InFrench() {
    for (QTranslator* const translator : QCoreApplication::instance()->findChildren<QTranslator*>()) delete translator;
    QLocale::setDefault(QLocale(QLocale::English));
  }
};

class FrenchFrameTest : private InFrench, public test::ConsoleTest {
 protected:
  FrenchFrameTest() { window.addPage(page); }

  MainWindow window{context};
  DashboardPage* page = new DashboardPage(context);
};

TEST_F(FrenchFrameTest, NamesEveryDashboardThatComesWithIt) {
  const std::vector<CatalogueEntry> entries = readCatalogue({}, {});
  ASSERT_GE(entries.size(), 3U);
  for (const CatalogueEntry& entry : entries) {
    EXPECT_NE(entry.title, entry.dashboard.title) << "console/i18n/board_words.cpp lacks it, or says it otherwise";
    EXPECT_FALSE(entry.description.isEmpty());
    EXPECT_NE(entry.description, entry.dashboard.description) << entry.title.toStdString();
    for (const BoardLink& link : entry.dashboard.links) EXPECT_NE(boardWords(link.tooltip), link.tooltip);
  }
}

TEST_F(FrenchFrameTest, LeavesOnesOwnDashboardAsItIsCalled) {
  const QString path = put(QStringLiteral("own.json"), R"({"uid":"ai-api","title":"AI API Monitoring","panels":[]})");
  EXPECT_EQ(readCatalogueEntry(path, DashboardOrigin::kOwn).title, QStringLiteral("AI API Monitoring"));
  EXPECT_EQ(readCatalogueEntry(path, DashboardOrigin::kProduct).title, QStringLiteral("AI API Monitoring"))
      << "nor one of a folder that the user names";
}

TEST_F(FrenchFrameTest, ShowsTheNameAndKeepsTheFiles) {
  ASSERT_TRUE(page->open(QStringLiteral("ai-api")));
  const QString name = QStringLiteral("Supervision de l’API d’IA");
  EXPECT_EQ(page->title(), name);
  EXPECT_TRUE(window.windowTitle().startsWith(name)) << window.windowTitle().toStdString();
  EXPECT_EQ(page->currentView()->accessibleName(), name);
  EXPECT_EQ(page->currentPane()->session().document().title(), QStringLiteral("AI API Monitoring"));
  EXPECT_TRUE(page->currentPane()->session().document().text().contains("AI API Monitoring"));
  for (const char* typed : {"supervision ia", "ai api monitoring"}) {
    PaletteModel model(paletteItems(window, range), typedRangeItems(range));
    model.setFilter(QString::fromLatin1(typed));
    EXPECT_EQ(model.index(0).data().toString(), name) << typed;
  }
}

TEST_F(FrenchFrameTest, WritesKeysAsTheyStandOnAFrenchKeyboard) {
  ASSERT_TRUE(window.commands().run(QStringLiteral("console.help")));
  const auto* const help = window.findChild<HelpOverlay*>();
  ASSERT_TRUE(help);
  const QString spoken = help->accessibleDescription();
  EXPECT_TRUE(spoken.contains(QStringLiteral("Ctrl+Entrée"))) << spoken.toStdString();
  const QRegularExpression english(QStringLiteral("\\b(Enter|Return|Esc|Shift|Del|Space|Left|Right|Backspace)\\b"));
  EXPECT_FALSE(spoken.contains(english)) << english.match(spoken).captured().toStdString();
}

}  // namespace
}  // namespace vigie::console
