#include "console/stack/relay/alert_inbox.h"

#include "console/stack/relay/inbox_steps.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <memory>

namespace vigie::stack {
namespace {

QJsonObject alert(const QString& fingerprint, const QString& status, const QString& startsAt = "2026-01-02T03:04:05Z") {
  return {{"fingerprint", fingerprint}, {"status", status}, {"startsAt", startsAt}};
}

QJsonObject group(std::initializer_list<QJsonObject> alerts) {
  QJsonArray list;
  QString status = "resolved";
  for (const QJsonObject& one : alerts) {
    list.append(one);
    status = one.value("status").toString() == "firing" ? QString("firing") : status;
  }
  return {{"status", status}, {"alerts", list}, {"commonLabels", QJsonObject{{"alertname", "ServiceDown"}}}};
}

class AlertInboxTest : public testing::Test {
 protected:
  AlertInboxTest() { reopen(); }

  /// As after a crash: nothing is told to the old one.
  void reopen() {
    inbox_ = std::make_unique<AlertInbox>();
    const auto opened = inbox_->open(directory_.path());
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
  }
  void receive(const QJsonObject& body) { ASSERT_TRUE(inbox_->receive(body, now_).has_value()); }
  [[nodiscard]] QString outcomes() const {
    QStringList all;
    for (const InboxEntry& entry : inbox_->entries()) {
      all << toString(entry.outcome);
    }
    return all.join(' ');
  }
  [[nodiscard]] QString file() const { return AlertInbox::fileIn(directory_.path()); }

  QTemporaryDir directory_;
  std::unique_ptr<AlertInbox> inbox_;
  QDateTime now_ = QDateTime::fromString("2026-01-02T03:05:00Z", Qt::ISODate);
};

TEST_F(AlertInboxTest, KeepsWhatItReceivedThroughACrash) {
  receive(group({alert("a", "firing")}));
  ASSERT_TRUE(inbox_->recordMessage(1, {{"content", "down"}}).has_value());
  reopen();
  ASSERT_EQ(outcomes(), "pending");
  EXPECT_EQ(inbox_->next(false)->message.value("content").toString(), "down");
  EXPECT_TRUE(inbox_->next(false)->group == group({alert("a", "firing")}));
  EXPECT_EQ(inbox_->next(true), nullptr) << "it would be rendered again";
}

TEST_F(AlertInboxTest, TellsFiringAndResolvedInTheirOrder) {
  receive(group({alert("a", "firing")}));
  receive(group({alert("a", "resolved")}));
  EXPECT_EQ(inbox_->next(false)->id, 1);
  ASSERT_TRUE(inbox_->settle(1, Outcome::kPosted, now_).has_value());
  EXPECT_EQ(inbox_->next(false)->id, 2);
  reopen();
  EXPECT_EQ(outcomes(), "posted pending");
}

TEST_F(AlertInboxTest, TellsTheSameNewsOnceHoweverOftenItComes) {
  receive(group({alert("a", "firing")}));
  receive(group({alert("a", "firing")}));
  ASSERT_TRUE(inbox_->settle(1, Outcome::kPosted, now_).has_value());
  receive(group({alert("a", "firing")}));
  reopen();
  receive(group({alert("a", "firing")}));
  EXPECT_EQ(outcomes(), "posted repeated repeated repeated");
}

TEST_F(AlertInboxTest, TellsAnotherStartStatusOrAlertOfTheGroup) {
  receive(group({alert("a", "firing")}));
  receive(group({alert("a", "firing"), alert("b", "firing")}));
  receive(group({alert("a", "resolved"), alert("b", "firing")}));
  receive(group({alert("a", "firing", "2026-01-02T03:09:00Z"), alert("b", "firing")}));
  EXPECT_EQ(outcomes(), "pending pending pending pending");
}

TEST_F(AlertInboxTest, TellsAReminderOfHoursLaterUnlessTheFirstStillWaits) {
  receive(group({alert("a", "firing")}));
  now_ = now_.addSecs(3'600);
  receive(group({alert("a", "firing")}));
  EXPECT_EQ(outcomes(), "pending repeated") << "an outage of Discord would end with a message for each hour of it";
  ASSERT_TRUE(inbox_->settle(1, Outcome::kPosted, now_).has_value());
  now_ = now_.addSecs(60);
  receive(group({alert("a", "firing")}));
  EXPECT_EQ(outcomes(), "posted repeated repeated");
  now_ = now_.addSecs(3'600);
  receive(group({alert("a", "firing")}));
  EXPECT_EQ(outcomes(), "posted repeated repeated pending");
}

TEST_F(AlertInboxTest, RemembersHowLongDiscordAskedToWait) {
  receive(group({alert("a", "firing")}));
  const QDateTime until = now_.addMSecs(61'500);
  inbox_->countTry(1, now_, Failure::kLimited, "Discord answered 429");
  ASSERT_TRUE(inbox_->defer(1, until).has_value());
  reopen();
  EXPECT_EQ(inbox_->next(false)->notBefore, until);
  EXPECT_EQ(inbox_->next(false)->why, "Discord answered 429");
}

TEST_F(AlertInboxTest, CountsTriesThroughCrashesAndWhenItForgets) {
  receive(group({alert("a", "firing")}));
  inbox_->countTry(1, now_, Failure::kMessage, "Discord answered 400");
  ASSERT_TRUE(inbox_->recordMessage(1, {{"content", "plain"}}).has_value());
  reopen();
  inbox_->countTry(1, now_.addSecs(1), Failure::kLimited, "Discord answered 429");
  ASSERT_TRUE(inbox_->defer(1, now_.addSecs(5)).has_value());
  reopen();
  EXPECT_EQ(inbox_->next(false)->tries.count, 2);
  inbox_->countTry(1, now_.addSecs(5));
  ASSERT_TRUE(inbox_->settle(1, Outcome::kPosted, now_.addSecs(6)).has_value());
  reopen();
  const auto holds = [&](const InboxEntry& entry) {
    EXPECT_EQ(entry.tries.count, 3);
    EXPECT_EQ(entry.tries.first, now_);
    EXPECT_EQ(entry.tries.last, now_.addSecs(5));
    EXPECT_EQ(entry.tries.failure, Failure::kLimited) << "the last one that failed";
    EXPECT_EQ(entry.why, "Discord answered 429");
    EXPECT_EQ(entry.outcome, Outcome::kPosted);
  };
  holds(inbox_->entries().constFirst());
  // As when the file is shortened: each message in as few lines as tell it.
  holds(inboxFromSteps(inboxLines(inbox_->entries().constFirst())).constFirst());
}

TEST_F(AlertInboxTest, ReadsWhatDoesNotCountTries) {
  const QList<InboxEntry> read = inboxFromSteps(
      R"({"event":"received","id":1,"at":"2026-01-02T03:05:00.000Z","group":{"status":"firing","alerts":[]}}
{"event":"deferred","id":1,"until":"2026-01-02T03:05:05.000Z","why":"Discord answered 500"}
{"event":"settled","id":1,"at":"2026-01-02T03:05:06.000Z","outcome":"posted"}
)");
  ASSERT_EQ(read.size(), 1);
  EXPECT_EQ(read.constFirst().tries.count, 0);
  EXPECT_EQ(read.constFirst().why, "Discord answered 500");
  EXPECT_EQ(read.constFirst().outcome, Outcome::kPosted);
}

TEST_F(AlertInboxTest, DropsALineThatACrashLeftIncomplete) {
  receive(group({alert("a", "firing")}));
  QFile torn(file());
  ASSERT_TRUE(torn.open(QIODevice::Append));
  torn.write(R"({"event":"settled","id":1,"out)");
  torn.close();
  reopen();
  receive(group({alert("a", "resolved")}));
  reopen();
  EXPECT_EQ(outcomes(), "pending pending");
}

TEST_F(AlertInboxTest, ForgetsTheOldestThatAreSettledAndNothingThatWaits) {
  receive(group({alert("waits", "firing")}));
  QJsonObject large = alert("a", "firing");
  large.insert("annotations", QJsonObject{{"description", QString(100'000, 'x')}});
  for (int i = 0; i < 100; ++i) {
    large.insert("startsAt", QString::number(i));
    receive(group({large}));
    ASSERT_TRUE(inbox_->settle(i + 2, Outcome::kPosted, now_).has_value());
  }
  EXPECT_LT(QFile(file()).size(), 5'000'000);
  EXPECT_EQ(inbox_->next(false)->id, 1);
  receive(group({large}));
  EXPECT_EQ(inbox_->entries().constLast().outcome, Outcome::kRepeated);
  reopen();
  EXPECT_EQ(inbox_->next(false)->id, 1);
  EXPECT_EQ(inbox_->entries().constLast().id, 102);
}

TEST_F(AlertInboxTest, IsForNobodyElsesEyes) {
  receive(group({alert("a", "firing")}));
  EXPECT_EQ(QFile(file()).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

TEST_F(AlertInboxTest, SaysThatItCannotWriteAndTakesNothing) {
  const auto opened = AlertInbox().open("/proc/no-such-place");
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().message.find("/proc/no-such-place"), std::string::npos);
}

}  // namespace
}  // namespace vigie::stack
