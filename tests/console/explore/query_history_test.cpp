#include "console/explore/query_history.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

class QueryHistoryTest : public testing::Test {
 protected:
  QTemporaryDir folder;
  QString file = folder.filePath(QStringLiteral("below/history.json"));
};

TEST_F(QueryHistoryTest, KeepsQueriesNewestFirstAndEachOnceOverAStart) {
  {
    QueryHistory history(file);
    history.add(QStringLiteral("up"));
    history.add(QStringLiteral("rate(x[5m])"));
    history.add(QStringLiteral("  up "));
    history.add(QStringLiteral(" "));
  }
  const QueryHistory again(file);
  ASSERT_EQ(again.queries().size(), 2U);
  EXPECT_EQ(again.queries()[0].expr, QStringLiteral("up"));
  EXPECT_TRUE(again.queries()[0].at.isValid());
  EXPECT_FALSE(QFileInfo(file).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther))
      << "for the user's eyes only";
}

TEST_F(QueryHistoryTest, ForgetsAndKeepsABound) {
  QueryHistory history(file);
  for (int i = 0; i < 400; ++i) history.add(QString::number(i));
  EXPECT_EQ(history.queries().size(), 300U);
  history.forgetAll();
  EXPECT_TRUE(QueryHistory(file).queries().empty());
}

TEST_F(QueryHistoryTest, SaysWhyItCannotBeKept) {
  QueryHistory history(QStringLiteral("/proc/none/history.json"));
  history.add(QStringLiteral("up"));
  EXPECT_FALSE(history.problem().isEmpty());
  EXPECT_EQ(history.queries().size(), 1U) << "for this run it is there all the same";
}

}  // namespace
}  // namespace vigie::console
