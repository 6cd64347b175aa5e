// The console's client against a real vigie-stack: starting, following, letting go, starting again.
#include "console/stack/stack_client.h"

#include "console/stack/stack_paths.h"
#include "console/stack/stack_plan.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <unistd.h>

namespace vigie::stack {
namespace {

constexpr int kDeadlineMs = 60'000;

/// The process id of the vigie-stack that runs in `home`; 0 when none does.
pid_t stackIn(const QString& home) {
  for (const QString& name : QDir("/proc").entryList(QDir::Dirs)) {
    QFile file("/proc/" + name + "/cmdline");
    if (name.toInt() > 0 && file.open(QIODevice::ReadOnly)) {
      const QList<QByteArray> words = file.readAll().split('\0');
      if (words.size() > 1 && words.first().endsWith("/vigie-stack") && words.contains(home.toLocal8Bit())) {
        return name.toInt();
      }
    }
  }
  return 0;
}

class StackClientTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(directory_.isValid());
    // As root everything runs as postgres, who must reach it.
    QFile::setPermissions(directory_.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup |
                                                 QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther);
    options_.program = QString(VIGIE_BIN) + "/vigie-stack";
    options_.home = directory_.filePath("home");
    qputenv("VIGIE_STACK_ANY_PORT", "1");
    qputenv("VIGIE_STACK_SERVER", VIGIE_FAKE_SERVER);
  }
  void TearDown() override {
    EXPECT_TRUE(QTest::qWaitFor([this] { return stackIn(options_.home) == 0; }, kDeadlineMs))
        << "the stack outlived its last client";
    QDir(StackPaths::resolve(getuid(), {}, options_.home).runtime).removeRecursively();
  }

  QTemporaryDir directory_{"/tmp/vigie-test-XXXXXX"};
  StackClient::Options options_;
};

TEST_F(StackClientTest, StartsTheStackFollowsItAndLetsGo) {
  StackClient client(options_);
  QSignalSpy endpoints(&client, &StackClient::endpointsKnown);
  client.attach();
  ASSERT_TRUE(QTest::qWaitFor([&] { return client.state().phase == StackPhase::kReady; }, kDeadlineMs))
      << qPrintable(client.lastError());
  EXPECT_EQ(client.link(), StackClient::Link::kAttached);
  EXPECT_EQ(endpoints.size(), 1);
  EXPECT_TRUE(client.state().endpoints.prometheus.isValid());
  EXPECT_EQ(client.state().services.size(), serviceNames().size());

  StackClient second(options_);
  second.attach();
  ASSERT_TRUE(QTest::qWaitFor([&] { return second.state().phase == StackPhase::kReady; }, kDeadlineMs));
  EXPECT_EQ(second.state().endpoints, client.state().endpoints) << "the second client has a stack of its own";
  client.detach();
  EXPECT_EQ(client.link(), StackClient::Link::kDetached);
  second.detach();
}

TEST_F(StackClientTest, StartsAStackAgainThatWasKilled) {
  StackClient client(options_);
  client.attach();
  ASSERT_TRUE(QTest::qWaitFor([&] { return client.state().phase == StackPhase::kReady; }, kDeadlineMs));
  const pid_t first = stackIn(options_.home);
  ASSERT_NE(first, 0);
  ASSERT_EQ(::kill(first, SIGKILL), 0);
  ASSERT_TRUE(QTest::qWaitFor([&] { return client.link() == StackClient::Link::kConnecting; }, kDeadlineMs));
  ASSERT_TRUE(QTest::qWaitFor([&] { return client.state().phase == StackPhase::kReady; }, kDeadlineMs))
      << qPrintable(client.lastError());
  EXPECT_NE(stackIn(options_.home), first);
}

TEST_F(StackClientTest, StopsItForEverybodyWhenAsked) {
  StackClient client(options_);
  client.attach();
  ASSERT_TRUE(QTest::qWaitFor([&] { return client.state().phase == StackPhase::kReady; }, kDeadlineMs));
  client.requestStop();
  ASSERT_TRUE(QTest::qWaitFor([&] { return client.link() == StackClient::Link::kFailed; }, kDeadlineMs));
  EXPECT_EQ(client.state().phase, StackPhase::kStopped);
  EXPECT_TRUE(client.lastError().contains("was stopped"));
}

TEST_F(StackClientTest, SaysWhyTheStackCannotStart) {
  qputenv("VIGIE_STACK_SERVER", "/nonexistent/vigie-server");
  StackClient client(options_);
  client.attach();
  ASSERT_TRUE(QTest::qWaitFor([&] { return client.link() == StackClient::Link::kFailed; }, kDeadlineMs));
  EXPECT_EQ(client.lastError(), "vigie-server is not there: build it with ./vigie build");
}

TEST_F(StackClientTest, SaysThatTheProgramIsMissing) {
  options_.program = "/nonexistent/vigie-stack";
  StackClient client(options_);
  client.attach();
  ASSERT_TRUE(QTest::qWaitFor([&] { return client.link() == StackClient::Link::kFailed; }, kDeadlineMs));
  EXPECT_TRUE(client.lastError().contains("./vigie build"));
}

TEST_F(StackClientTest, StartsNothingWhereNotAllowed) {
  options_.start = false;
  StackClient client(options_);
  client.attach();
  ASSERT_TRUE(QTest::qWaitFor([&] { return client.link() == StackClient::Link::kFailed; }, kDeadlineMs));
  EXPECT_FALSE(QDir(options_.home).exists());
}

}  // namespace
}  // namespace vigie::stack

int main(int argc, char** argv) {
  QCoreApplication application(argc, argv);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
