#include "console/settings/console_options.h"

#include "console/settings/window_memory.h"

#include <QMap>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

Result<ConsoleOptionsOutcome> read(QStringList arguments, const QMap<QString, QString>& environment = {}) {
  arguments.prepend(QStringLiteral("vigie-console"));
  return readConsoleOptions(arguments, environment);
}

TEST(ConsoleOptionsTest, UsesTheLocalStackUnlessAServerIsNamed) {
  const auto none = read({});
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->options.usesLocalStack());
  EXPECT_EQ(none->options.scrapeMs, 10'000) << "as our Grafana has it";
  const auto named = read({QStringLiteral("--server"), QStringLiteral("https://ai.example/base/")});
  ASSERT_TRUE(named) << named.error().message;
  EXPECT_EQ(named->options.server, QUrl(QStringLiteral("https://ai.example/base")));
  EXPECT_EQ(named->options.scrapeMs, 15'000) << "as any Grafana has it";
}

TEST(ConsoleOptionsTest, TakesAddressesFromTheEnvironmentAfterTheFlags) {
  const QMap<QString, QString> environment = {{QStringLiteral("GRAFANA_URL"), QStringLiteral("http://g:3000")}};
  EXPECT_EQ(read({}, environment)->options.grafana, QUrl(QStringLiteral("http://g:3000")));
  EXPECT_EQ(read({QStringLiteral("--grafana=http://h")}, environment)->options.grafana,
            QUrl(QStringLiteral("http://h")));
}

TEST(ConsoleOptionsTest, WritesItsOwnFiguresWhereItIsTold) {
  EXPECT_TRUE(read({})->options.statsFile.isEmpty());
  EXPECT_EQ(read({QStringLiteral("--stats-json"), QStringLiteral("-")})->options.statsFile, QStringLiteral("-"));
}

TEST(ConsoleOptionsTest, OpensALinkOnTheDashboards) {
  const auto open = read({QStringLiteral("--open"), QStringLiteral("?from=now-24h&var-job=ai-api")});
  ASSERT_TRUE(open) << open.error().message;
  EXPECT_EQ(open->options.open, QStringLiteral("?from=now-24h&var-job=ai-api"));
  EXPECT_EQ(open->options.page, QStringLiteral("dashboards"));
  const auto wrong = read({QStringLiteral("--open=https://g/explore?left=1")});
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("--open: "), std::string::npos) << wrong.error().message;
}

TEST(ConsoleOptionsTest, NamesTheFlagAndTheFault) {
  const QList<QPair<QStringList, std::string>> wrong = {
      {{QStringLiteral("--server"), QStringLiteral("ftp://x")}, "--server"},
      {{QStringLiteral("--prometheus=localhost:9090")}, "--prometheus"},
      {{QStringLiteral("--theme=pink")}, "--theme"},
      {{QStringLiteral("--lang=de")}, "--lang"},
      {{QStringLiteral("--window-size=12x3")}, "--window-size"},
      {{QStringLiteral("--dashboard=/nowhere.json")}, "--dashboard"},
      {{QStringLiteral("--screenshot-timeout=soon")}, "--screenshot-timeout"},
      {{QStringLiteral("--nonsense")}, "nonsense"},
      {{QStringLiteral("file.json")}, "file.json"}};
  for (const auto& [arguments, expected] : wrong) {
    const auto outcome = read(arguments);
    ASSERT_FALSE(outcome) << expected;
    EXPECT_NE(outcome.error().message.find(expected), std::string::npos) << outcome.error().message;
    EXPECT_EQ(outcome.error().message.find('\n'), std::string::npos);
  }
}

TEST(ConsoleOptionsTest, NeverRepeatsAPassword) {
  const auto outcome = read({QStringLiteral("--server=ftp://user:secret@host")});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message.find("secret"), std::string::npos);
}

TEST(WindowMemoryTest, RemembersTheWindow) {
  const QTemporaryDir folder;
  const QString file = folder.filePath(QStringLiteral("console.ini"));
  WindowMemory::State written;
  written.geometry = "geometry";
  written.page = QStringLiteral("chat");
  written.navigationCollapsed = true;
  WindowMemory(file).write(written);
  const WindowMemory::State state = WindowMemory(file).read();
  EXPECT_EQ(state.geometry, "geometry");
  EXPECT_EQ(state.page, QStringLiteral("chat"));
  EXPECT_TRUE(state.navigationCollapsed);
}

}  // namespace
}  // namespace vigie::console
