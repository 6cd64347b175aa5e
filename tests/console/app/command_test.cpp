// Commands, their keys, the palette that finds them and the help that lists them.
#include "console/app/command_registry.h"
#include "console/app/fuzzy_match.h"
#include "console/app/palette_model.h"
#include "console/app/time_commands.h"
#include "console/dashboard/time_range.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QSet>
#include <QTest>
#include <QWidget>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

Command command(
    const char* id, const char* keys, std::function<void()> run = [] {}) {
  return {QString::fromLatin1(id),
          QStringLiteral("Group"),
          QString::fromLatin1(id),
          {QKeySequence(QString::fromLatin1(keys))},
          std::move(run)};
}

class CommandRegistryTest : public testing::Test {
 protected:
  CommandRegistryTest() {
    window.resize(200, 100);
    window.setFocusPolicy(Qt::StrongFocus);
    window.show();
    window.activateWindow();
    window.setFocus();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
  }
  QWidget window;
  CommandRegistry registry{window};
};

TEST_F(CommandRegistryTest, RunsAChordOfTwoKeys) {
  int runs = 0;
  ASSERT_TRUE(registry.add(command("zoom", "T, Z", [&] { ++runs; })));
  QTest::keyClick(&window, Qt::Key_T);
  EXPECT_EQ(runs, 0);
  QTest::keyClick(&window, Qt::Key_Z);
  EXPECT_EQ(runs, 1);
}

TEST_F(CommandRegistryTest, LeavesTheKeysOfAnotherPageAlone) {
  int chat = 0;
  int dashboards = 0;
  EXPECT_TRUE(registry.add(command("a", "V", [&] { ++chat; }), QStringLiteral("chat")));
  EXPECT_TRUE(registry.add(command("b", "V", [&] { ++dashboards; }), QStringLiteral("dashboards")));
  registry.setScope(QStringLiteral("dashboards"));
  QTest::keyClick(&window, Qt::Key_V);
  EXPECT_EQ(chat, 0);
  EXPECT_EQ(dashboards, 1);
  EXPECT_FALSE(registry.run(QStringLiteral("a"))) << "not by the palette either";
}

TEST_F(CommandRegistryTest, RefusesAKeyThatIsTakenOrBeginsAnother) {
  EXPECT_TRUE(registry.add(command("one", "D, R")));
  EXPECT_FALSE(registry.add(command("two", "D, R")));
  EXPECT_FALSE(registry.add(command("three", "D"))) << "the chord could never be told from it";
  EXPECT_FALSE(registry.add(command("one", "X"))) << "the id is taken";
  EXPECT_FALSE(registry.add(command("four", "D, R"), QStringLiteral("chat"))) << "everywhere includes every page";
}

TEST_F(CommandRegistryTest, DoesNothingThatIsNotPossible) {
  int runs = 0;
  Command back = command("back", "B", [&] { ++runs; });
  bool possible = false;
  back.isPossible = [&] { return possible; };
  registry.add(std::move(back));
  QTest::keyClick(&window, Qt::Key_B);
  EXPECT_EQ(runs, 0);
  possible = true;
  QTest::keyClick(&window, Qt::Key_B);
  EXPECT_EQ(runs, 1);
}

TEST_F(CommandRegistryTest, HasAKeyForEachOfGrafanasTimeCommands) {
  TimeRange range;
  for (Command& one : timeCommands(range, {[] { return true; }, [] {}, [](const QString&) {}})) {
    EXPECT_TRUE(registry.add(std::move(one)));
  }
  QSet<QString> keys;
  for (const CommandRegistry::Entry& entry : registry.entries()) {
    EXPECT_FALSE(entry.command.word.isEmpty());
    for (const QKeySequence& key : entry.command.keys) keys.insert(keyWords(key));
  }
  for (const char* wanted : {"t z", "t -", "t +", "t =", "t ←", "t →", "t a", "t c", "t v", "Alt+←", "Alt+→"}) {
    EXPECT_TRUE(keys.contains(QString::fromUtf8(wanted))) << wanted;
  }
  range.choose({QStringLiteral("now-1h"), QStringLiteral("now")});
  QTest::keyClick(&window, Qt::Key_T);
  QTest::keyClick(&window, Qt::Key_Minus);
  EXPECT_EQ(range.raw().from, QStringLiteral("now-2h"));
  QTest::keyClick(&window, Qt::Key_T);
  QTest::keyClick(&window, Qt::Key_Left);
  EXPECT_FALSE(range.followsClock());
  QTest::keyClick(&window, Qt::Key_Left, Qt::AltModifier);
  EXPECT_EQ(range.raw().from, QStringLiteral("now-2h")) << "Alt+Left goes back";
}

TEST_F(CommandRegistryTest, CopiesAndPastesARange) {
  TimeRange range;
  QString problem;
  for (Command& one : timeCommands(range, {[] { return true; }, [] {}, [&](const QString& text) { problem = text; }})) {
    registry.add(std::move(one));
  }
  range.choose({QStringLiteral("now-7d/d"), QStringLiteral("now-1d/d")});
  registry.run(QStringLiteral("time.copy"));
  range.choose({QStringLiteral("now-5m"), QStringLiteral("now")});
  registry.run(QStringLiteral("time.paste"));
  EXPECT_EQ(range.raw().from, QStringLiteral("now-7d/d"));
  EXPECT_TRUE(problem.isEmpty());
  QGuiApplication::clipboard()->setText(QStringLiteral("a shopping list"));
  registry.run(QStringLiteral("time.paste"));
  EXPECT_TRUE(problem.contains(QStringLiteral("no time range"))) << problem.toStdString();
  EXPECT_EQ(range.raw().from, QStringLiteral("now-7d/d"));
}

TEST(FuzzyMatchTest, FindsWordsAndTheirBeginnings) {
  EXPECT_TRUE(fuzzyMatch(QStringLiteral("aiapi"), QStringLiteral("AI API Monitoring")));
  EXPECT_TRUE(fuzzyMatch(QStringLiteral("mon ai"), QStringLiteral("AI API Monitoring"))) << "words in any order";
  EXPECT_TRUE(fuzzyMatch(QStringLiteral("duree"), QStringLiteral("Durée de recherche"))) << "accents do not matter";
  EXPECT_FALSE(fuzzyMatch(QStringLiteral("xyz"), QStringLiteral("AI API Monitoring")));
  EXPECT_TRUE(fuzzyMatch({}, QStringLiteral("anything")));
  const auto initials = fuzzyMatch(QStringLiteral("rr"), QStringLiteral("Request Rate"));
  const auto inside = fuzzyMatch(QStringLiteral("rr"), QStringLiteral("Error budget"));
  ASSERT_TRUE(initials && inside);
  EXPECT_GT(initials->score, inside->score);
  EXPECT_EQ(initials->positions, (QList<int>{0, 8}));
}

TEST(PaletteModelTest, PutsTheBestFirstAndATypedRangeBeforeIt) {
  std::vector<PaletteItem> items;
  for (const char* word : {"Error budget", "Request Rate", "Zoom out"}) {
    items.push_back({QStringLiteral("Panel"), QString::fromLatin1(word), {}, {}, [] {}});
  }
  PaletteModel model(std::move(items), [](const QString& typed) -> std::vector<PaletteItem> {
    if (typed != QStringLiteral("13h")) return {};
    return {{QStringLiteral("Time range"), QStringLiteral("Last 13 hours"), {}, {}, [] {}}};
  });
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  const auto first = [&model] { return model.index(0).data().toString(); };
  EXPECT_EQ(first(), QStringLiteral("Error budget")) << "as they were given";
  model.setFilter(QStringLiteral("rr"));
  EXPECT_EQ(first(), QStringLiteral("Request Rate"));
  model.setFilter(QStringLiteral("panel zoom"));
  EXPECT_EQ(first(), QStringLiteral("Zoom out")) << "its group counts as well";
  model.setFilter(QStringLiteral("13h"));
  EXPECT_EQ(first(), QStringLiteral("Last 13 hours"));
  model.setFilter(QStringLiteral("qqq"));
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(FuzzyMatchTest, ScatteredLettersMeanNothing) {
  EXPECT_FALSE(fuzzyMatch(QStringLiteral("save"), QStringLiteral("Every panel, stacked above")));
  EXPECT_FALSE(fuzzyMatch(QStringLiteral("drill"), QStringLiteral("Dashboards Up of All, a rate in vital calls")));
  EXPECT_FALSE(fuzzyMatch(QStringLiteral("edit"), QStringLiteral("Panel under the pointer: Copy image to clipboard")));
}

TEST(FuzzyMatchTest, WordsComeBeforeTheirBeginningsAndThoseBeforeAllElse) {
  const auto score = [](const char* text) {
    const auto match = fuzzyMatch(QStringLiteral("save"), QString::fromLatin1(text));
    return match ? match->score : -1;
  };
  EXPECT_GT(score("One could always save"), score("Saved")) << "a whole word, even at the end";
  EXPECT_GT(score("The last one saved"), score("Some Average")) << "the beginning of a word";
  EXPECT_GT(score("Show Averages"), score("Unsaveable"));
  EXPECT_GT(score("Save"), score("Save the dashboard"));
}

TEST(PaletteModelTest, FindsACommandByAnotherWordForItAndMarksWhatMatched) {
  std::vector<PaletteItem> items;
  items.push_back({QStringLiteral("Panel"), QStringLiteral("Credits"), {}, {}, [] {}});
  items.push_back(
      {QStringLiteral("Dashboard"), QStringLiteral("Change it"), {}, {}, [] {}, QStringLiteral("edit modify")});
  PaletteModel model(std::move(items), {});
  const auto positions = [&model] { return model.index(0).data(PaletteModel::kPositionsRole).value<QList<int>>(); };
  model.setFilter(QStringLiteral("edit"));
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.index(0).data().toString(), QStringLiteral("Change it")) << "before letters inside a word";
  EXPECT_TRUE(positions().isEmpty()) << "nothing that is shown matched";
  model.setFilter(QStringLiteral("dash cha"));
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_EQ(positions(), (QList<int>{0, 1, 2})) << "of the word, although the group matched as well";
}

}  // namespace
}  // namespace vigie::console
