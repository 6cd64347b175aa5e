#include "console/stack/rotating_log.h"

#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class RotatingLogTest : public testing::Test {
 protected:
  QTemporaryDir directory_;
  QString path_ = directory_.filePath("service.log");
};

TEST_F(RotatingLogTest, AppendsToWhatIsThere) {
  RotatingLog(path_).write("first\n");
  RotatingLog(path_).write("second\n");
  EXPECT_EQ(contentOf(path_), "first\nsecond\n");
}

TEST_F(RotatingLogTest, RemembersHowACrashBegan) {
  RotatingLog log(path_);
  log.write("level=info\nfatal error: fault\n[signal SIGBUS");
  for (int i = 0; i < 100; ++i) {
    log.write("]\ngoroutine\npanic: another");
  }
  EXPECT_EQ(log.crash(), "fatal error: fault");
  log.forgetRecentLines();
  EXPECT_EQ(log.crash(), "");
}

TEST_F(RotatingLogTest, NeverGrowsPastTwiceItsLimit) {
  RotatingLog log(path_, 1'000);
  for (int i = 0; i < 500; ++i) {
    log.write(QByteArray("line ") + QByteArray::number(i) + '\n');
  }
  EXPECT_LE(QFile(path_).size(), 1'000);
  EXPECT_LE(QFile(path_ + ".1").size(), 1'000);
  EXPECT_TRUE(contentOf(path_).endsWith("line 499\n"));
}

TEST_F(RotatingLogTest, RemembersTheNewestWholeLines) {
  RotatingLog log(path_);
  log.write("one\ntw");
  log.write("o\nthree");
  EXPECT_EQ(log.recentLines(), (QList<QByteArray>{"one", "two"}));
  for (int i = 0; i < 100; ++i) {
    log.write("more\n");
  }
  EXPECT_LE(log.recentLines().size(), 40);
}

TEST_F(RotatingLogTest, DropsOutputThatItCannotKeep) {
  RotatingLog log("/nonexistent/service.log");
  log.write("a line without an end");
  log.write(QByteArray(1'000'000, 'x'));
  log.write("\n");
  ASSERT_EQ(log.recentLines().size(), 1);
  EXPECT_LE(log.recentLines().first().size(), 2'000);
}

}  // namespace
}  // namespace vigie::stack
