// The chat session of the console against a real vigie-server.
#include "console/chat/chat_session.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/qt_wait.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <sys/prctl.h>

namespace vigie::console {
namespace {

using test::waitFor;

/// vigie-server as its user starts it, on free ports.
class RealServer {
 public:
  RealServer() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DATABASE_URL"),
                       QString::fromStdString(test::PostgresCluster::shared().createDatabase()));
    environment.insert(QStringLiteral("VIGIE_LISTEN"), QStringLiteral("127.0.0.1:0"));
    environment.insert(QStringLiteral("VIGIE_INTERNAL_LISTEN"), QStringLiteral("127.0.0.1:0"));
    environment.insert(QStringLiteral("VIGIE_KNOWLEDGE_DIR"), QStringLiteral(VIGIE_KNOWLEDGE));
    for (const char* const name : {"OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "VIGIE_API_KEYS_FILE"}) {
      environment.remove(QString::fromLatin1(name));
    }
    process_.setProcessEnvironment(environment);
    process_.setProcessChannelMode(QProcess::MergedChannels);
    process_.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });  // with a test that is ended too
    process_.start(QStringLiteral(VIGIE_SERVER_BINARY), {});
  }
  ~RealServer() {
    process_.terminate();
    if (!process_.waitForFinished(10'000)) process_.kill();
    process_.waitForFinished(5'000);
  }

  /// Waits until it listens; an empty address when it ended instead.
  ServerEndpoint endpoint() {
    static const QRegularExpression line(
        QStringLiteral("\\{[^\\n]*\"listening\"[^\\n]*\"listener\":\"public\"[^\\n]*\\}"));
    static const QRegularExpression port(QStringLiteral("\"port\":\"?(\\d+)"));
    QString found;
    waitFor([&] {
      log_ += QString::fromUtf8(process_.readAll());
      const auto listening = line.match(log_);
      if (listening.hasMatch()) found = port.match(listening.captured()).captured(1);
      return !found.isEmpty() || process_.state() == QProcess::NotRunning;
    });
    return {QUrl(QStringLiteral("http://127.0.0.1:") + found), {}};
  }
  [[nodiscard]] std::string log() {
    log_ += QString::fromUtf8(process_.readAll());
    return log_.toStdString();
  }

 private:
  QProcess process_;
  QString log_;
};

class ChatServerTest : public testing::Test {
 protected:
  void SetUp() override {
    session_ = std::make_unique<ChatSession>(server_.endpoint());
    session_->start();
    ASSERT_TRUE(waitFor([&] {
      return session_->conversations().state() == ConversationListModel::State::kReady && !session_->models().isEmpty();
    })) << server_.log();
  }
  ChatTurn last() { return session_->thread().messages().turn(session_->thread().messages().rowCount() - 1); }
  bool ask(const QString& question) {
    session_->ask(question);
    return waitFor([&] { return !session_->thread().answering(); });
  }
  /// The corpus is indexed after the start: asks until the document that answers is among the sources.
  bool askCited(const QString& question, const QString& title) {
    return waitFor([&] {
      session_->newConversation();
      if (!ask(question)) return false;
      const auto& sources = last().citations;
      return std::any_of(sources.begin(), sources.end(), [&](const wire::Citation& source) {
        return QString::fromStdString(source.title).contains(title);
      });
    });
  }

  RealServer server_;
  std::unique_ptr<ChatSession> session_;
};

TEST_F(ChatServerTest, AsksStreamsListsReadsRegeneratesAndErases) {
  ASSERT_TRUE(askCited(QStringLiteral("What do I do when ServiceDown fires?"), QStringLiteral("ServiceDown")))
      << server_.log();
  EXPECT_EQ(last().state, TurnState::kComplete);
  EXPECT_EQ(last().model.toStdString(), "extractive");
  EXPECT_FALSE(last().text.isEmpty());
  EXPECT_TRUE(last().text.contains(QRegularExpression(QStringLiteral("\\[\\d\\]")))) << last().text.toStdString();
  EXPECT_FALSE(last().citations[0].quote.empty());
  ASSERT_TRUE(last().timings && last().usage);
  EXPECT_GT(last().timings->firstTokenMs, 0);
  EXPECT_GE(last().timings->totalMs, last().timings->firstTokenMs);
  EXPECT_TRUE(last().saved);
  const QString conversation = session_->thread().conversation();
  ASSERT_FALSE(conversation.isEmpty());

  // A follow-up, then the same question again as a branch.
  ASSERT_TRUE(ask(QStringLiteral("And in French: que faire quand ServiceDown se déclenche ?")));
  EXPECT_EQ(last().state, TurnState::kComplete);
  session_->regenerate(3);
  ASSERT_TRUE(waitFor([&] { return !session_->thread().answering(); }));
  EXPECT_EQ(last().state, TurnState::kComplete);
  // The first question again: under itself, and shown once.
  session_->regenerate(1);
  ASSERT_TRUE(waitFor([&] { return !session_->thread().answering(); }));
  EXPECT_EQ(last().state, TurnState::kComplete);
  EXPECT_EQ(session_->thread().messages().rowCount(), 2);

  // Another console reads the same.
  ChatSession other(session_->chat().server());
  other.start();
  ASSERT_TRUE(waitFor([&] { return other.conversations().rowOf(conversation) >= 0; }));
  other.openConversation(conversation);
  ASSERT_TRUE(waitFor([&] { return other.thread().messages().rowCount() > 0; }));
  EXPECT_EQ(other.thread().messages().rowCount(), 2);
  const ChatTurn read = other.thread().messages().turn(1);
  EXPECT_EQ(read.text, last().text);
  EXPECT_EQ(read.citations.size(), last().citations.size());
  EXPECT_TRUE(read.timings && read.usage);

  // Erased for both.
  session_->erase(conversation);
  std::optional<bool> gone;
  ASSERT_TRUE(waitFor([&] {
    if (!gone) {
      gone = false;
      other.rest().readMessages(conversation, &other, [&](const Fetched<std::vector<wire::Message>>& messages) {
        gone = messages ? std::nullopt : std::optional<bool>(true);
      });
    }
    return gone.value_or(false);
  }));
}

TEST_F(ChatServerTest, SaysWhatTheServerRefuses) {
  session_->setK(4);
  session_->thread().ask(QString(3'000'000, u'x'), session_->options());
  ASSERT_TRUE(waitFor([&] { return !session_->thread().answering(); }));
  EXPECT_TRUE(last().state == TurnState::kFailed || last().state == TurnState::kComplete);
  if (last().state == TurnState::kFailed) {
    ASSERT_TRUE(last().problem);
    EXPECT_FALSE(last().problem->headline.isEmpty());
  }
  // The session goes on whatever became of that question.
  session_->newConversation();
  ASSERT_TRUE(waitFor([&] { return session_->chat().link() == ChatClient::Link::kConnected; }));
  ASSERT_TRUE(ask(QStringLiteral("Hello?")));
  EXPECT_EQ(last().state, TurnState::kComplete);
}

}  // namespace
}  // namespace vigie::console
