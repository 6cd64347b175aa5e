// Dashboards nobody meant well: each is refused or read in words and in time, none takes the console down.
#include "console/dashboard/dashboard.h"
#include "console/dashboard/dashboard_catalogue.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

std::string problemOf(const QByteArray& json) {
  const auto dashboard = parseDashboard(json);
  return dashboard ? std::string() : dashboard.error().message;
}

TEST(HostileDashboardTest, SaysWhereTheJsonEnds) {
  const QByteArray whole = R"({"title":"x","panels":[{"type":"stat","targets":[{"expr":"up"}]}]})";
  for (qsizetype length = 0; length < whole.size(); ++length) {
    EXPECT_NE(problemOf(whole.left(length)).find("Not valid JSON"), std::string::npos) << length;
  }
  EXPECT_EQ(problemOf(whole), "");
}

TEST(HostileDashboardTest, DoesNotFollowNestingIntoTheGround) {
  for (const char* open : {"[", "{\"panels\":[", "{\"dashboard\":"}) {
    EXPECT_FALSE(problemOf(QByteArray(open).repeated(200'000)).empty());
  }
  // Rows in rows in rows: no more than Grafana writes is read, and nothing runs out of stack.
  QByteArray rows = R"({"panels":[)";
  for (int i = 0; i < 200; ++i) rows += R"({"type":"row","collapsed":true,"panels":[)";
  for (int i = 0; i < 200; ++i) rows += "]}";
  EXPECT_EQ(problemOf(rows + "]}"), "");
}

TEST(HostileDashboardTest, RefusesAFileOfFiftyMegabytesWithoutReadingIt) {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("huge.json"));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  ASSERT_TRUE(file.resize(50 * 1024 * 1024));
  file.close();
  QElapsedTimer timer;
  timer.start();
  const std::vector<CatalogueEntry> entries = readCatalogue({path}, folder.path());
  EXPECT_LT(timer.elapsed(), 100);
  ASSERT_FALSE(entries.empty());
  EXPECT_TRUE(entries[0].problem.contains(QStringLiteral("16 MiB"))) << entries[0].problem.toStdString();
  EXPECT_TRUE(entries[0].dashboard.panels.empty());
}

TEST(HostileDashboardTest, ReadsNumbersThatAreNone) {
  const auto dashboard = parseDashboard(
      R"({"panels":[{"type":"timeseries","id":1e300,"gridPos":{"x":-5,"y":1e18,"w":1e9,"h":-3},"maxDataPoints":-1,
         "interval":"99999999999999999999y","timeFrom":"-1h","timeShift":"1e99d","targets":[{"expr":5,"intervalFactor":-7}]},
         {"type":7,"targets":"x","fieldConfig":[],"options":null}, 12, null, "panel"]})");
  ASSERT_TRUE(dashboard) << dashboard.error().message;
  ASSERT_EQ(dashboard->panels.size(), 2U);
  for (const PanelModel& panel : dashboard->panels) {
    EXPECT_GE(panel.grid.x, 0);
    EXPECT_LE(panel.grid.x + panel.grid.w, 24);
    EXPECT_GE(panel.grid.h, 1);
  }
}

}  // namespace
}  // namespace vigie::console
