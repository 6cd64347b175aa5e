#include "console/alerts/inbox_follower.h"

#include "tests/support/qt_wait.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::waitFor;

QJsonObject group(const char* status, const char* startsAt, const char* fingerprint = "f") {
  const QJsonObject alert{{QStringLiteral("status"), QString::fromLatin1(status)},
                          {QStringLiteral("startsAt"), QString::fromLatin1(startsAt)},
                          {QStringLiteral("fingerprint"), QString::fromLatin1(fingerprint)}};
  return {{QStringLiteral("status"), QString::fromLatin1(status)},
          {QStringLiteral("alerts"), QJsonArray{alert}},
          {QStringLiteral("commonLabels"), QJsonObject{{QStringLiteral("alertname"), QStringLiteral("ServiceDown")}}}};
}

TEST(InboxFollowerTest, FollowsWhatTheRelayWrites) {
  QTemporaryDir folder;
  InboxFollower follower(folder.path());
  follower.start();
  ASSERT_TRUE(waitFor([&] { return follower.isRead(); })) << "an inbox that is not there is an empty one";
  EXPECT_TRUE(follower.entries().isEmpty());
  stack::AlertInbox inbox;
  ASSERT_TRUE(inbox.open(folder.path()));
  ASSERT_TRUE(inbox.receive(group("firing", "1"), QDateTime::currentDateTimeUtc()));
  ASSERT_TRUE(waitFor([&] { return follower.entries().size() == 1; }));
  ASSERT_TRUE(inbox.settle(1, stack::Outcome::kPosted, QDateTime::currentDateTimeUtc()));
  EXPECT_TRUE(waitFor([&] { return follower.entries().first().outcome == stack::Outcome::kPosted; }));
}

TEST(InboxFollowerTest, PairsAnIncidentsEndWithItsBeginning) {
  QTemporaryDir folder;
  stack::AlertInbox inbox;
  ASSERT_TRUE(inbox.open(folder.path()));
  const QDateTime now = QDateTime::currentDateTimeUtc();
  ASSERT_TRUE(inbox.receive(group("firing", "1"), now));
  ASSERT_TRUE(inbox.receive(group("firing", "1", "other"), now));
  ASSERT_TRUE(inbox.receive(group("resolved", "1"), now));
  ASSERT_TRUE(inbox.receive(group("firing", "2"), now));
  const auto& all = inbox.entries();
  ASSERT_NE(counterpart(all, all[0]), nullptr);
  EXPECT_EQ(counterpart(all, all[0])->id, 3);
  ASSERT_NE(counterpart(all, all[2]), nullptr);
  EXPECT_EQ(counterpart(all, all[2])->id, 1);
  EXPECT_EQ(counterpart(all, all[1]), nullptr);
  EXPECT_EQ(counterpart(all, all[3]), nullptr) << "the next incident has no end yet";
}

}  // namespace
}  // namespace vigie::console
