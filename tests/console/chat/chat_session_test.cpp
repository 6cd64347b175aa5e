#include "console/chat/chat_session.h"

#include "tests/support/fake_chat_server.h"
#include "tests/support/qt_wait.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using namespace std::chrono_literals;
using test::FakeChatServer;
using test::waitFor;

ChatClient::Options quick() {
  ChatClient::Options options;
  options.reconnect = ReconnectPolicy(10ms, 50ms);
  options.cancelGrace = 50ms;
  return options;
}

class ChatSessionTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(server_.listen()); }
  void TearDown() override { EXPECT_TRUE(server_.faults().isEmpty()) << server_.faults().join(u';').toStdString(); }

  ChatSession& session() {
    if (!session_) {
      session_ = std::make_unique<ChatSession>(ServerEndpoint{server_.url(), {}}, quick());
      session_->start();
      EXPECT_TRUE(waitFor([&] {
        return session_->conversations().state() == ConversationListModel::State::kReady &&
               !session_->models().isEmpty();
      }));
    }
    return *session_;
  }
  ChatTurn last() { return session().thread().messages().turn(session().thread().messages().rowCount() - 1); }
  bool settled() {
    return waitFor([&] { return !session().thread().answering(); });
  }

  FakeChatServer server_;
  std::unique_ptr<ChatSession> session_;
};

TEST_F(ChatSessionTest, AsksStreamsAndListsTheNewConversation) {
  session().ask(QStringLiteral("What do I do when ServiceDown fires?"));
  EXPECT_EQ(last().state, TurnState::kWaiting);
  ASSERT_TRUE(settled());
  EXPECT_EQ(last().state, TurnState::kComplete);
  EXPECT_EQ(last().text.toStdString(), "Check the process first. [1]");
  ASSERT_TRUE(last().timings);
  ASSERT_EQ(session().conversations().rowCount(), 1);
  EXPECT_EQ(session().conversations().row(0).title.toStdString(), "What do I do when ServiceDown fires?");
  EXPECT_EQ(session().conversations().row(0).id, session().thread().conversation());
  EXPECT_EQ(server_.starts()[0].request.model, "extractive") << "the server's default model";
}

TEST_F(ChatSessionTest, FollowsUpInTheSameConversation) {
  session().ask(QStringLiteral("One"));
  ASSERT_TRUE(settled());
  session().ask(QStringLiteral("Two"));
  ASSERT_TRUE(settled());
  ASSERT_EQ(server_.starts().size(), 2U);
  EXPECT_EQ(server_.starts()[1].request.vigie.conversationId, session().thread().conversation().toStdString());
  EXPECT_FALSE(server_.starts()[1].request.vigie.parentMessageId);
  EXPECT_EQ(session().thread().messages().rowCount(), 4);
}

TEST_F(ChatSessionTest, SendsTheChosenOptions) {
  session().setModel(QStringLiteral("gpt-4o-mini"));
  session().setK(9);
  session().setRetrieval(false);
  session().ask(QStringLiteral("Q"));
  ASSERT_TRUE(settled());
  const auto& request = server_.starts()[0].request;
  EXPECT_EQ(request.model, "gpt-4o-mini");
  EXPECT_EQ(request.vigie.retrieval.k, 9);
  EXPECT_FALSE(request.vigie.retrieval.enabled);
}

TEST_F(ChatSessionTest, StopKeepsTheTextAndIgnoresWhatComesAfter) {
  server_.manual = true;
  session().ask(QStringLiteral("Q"));
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  const QString chat = server_.lastChat();
  server_.sendStarted(chat);
  server_.sendDelta(chat, 1, QStringLiteral("Half"));
  ASSERT_TRUE(waitFor([&] { return last().text == u"Half"; }));
  session().thread().stop();
  EXPECT_EQ(last().state, TurnState::kStopped);
  EXPECT_FALSE(session().thread().answering());
  server_.sendDelta(chat, 2, QStringLiteral(" more"));
  server_.sendDone(chat, QStringLiteral("stop"));  // it had finished before it heard
  ASSERT_TRUE(waitFor([&] { return last().usage.has_value(); }));
  EXPECT_EQ(last().state, TurnState::kStopped);
  EXPECT_EQ(last().text.toStdString(), "Half");
  EXPECT_EQ(server_.cancels(), QStringList{chat});
}

TEST_F(ChatSessionTest, ALostSocketLeavesAPartialAnswerThatCanBeAskedAgain) {
  server_.manual = true;
  session().ask(QStringLiteral("Q"));
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendStarted(server_.lastChat());
  server_.sendDelta(server_.lastChat(), 1, QStringLiteral("Half"));
  ASSERT_TRUE(waitFor([&] { return last().text == u"Half"; }));
  server_.dropSockets();
  ASSERT_TRUE(settled());
  EXPECT_EQ(last().state, TurnState::kPartial);
  ASSERT_TRUE(last().problem);
  EXPECT_EQ(last().problem->kind, ProblemKind::kLost);
  server_.manual = false;
  session().regenerate(1);
  ASSERT_TRUE(settled());
  EXPECT_EQ(last().state, TurnState::kComplete);
  EXPECT_EQ(session().thread().messages().rowCount(), 2);
}

TEST_F(ChatSessionTest, RegeneratesAsABranch) {
  session().ask(QStringLiteral("One"));
  ASSERT_TRUE(settled());
  const QString firstAnswer = last().id;
  session().ask(QStringLiteral("Two"));
  ASSERT_TRUE(settled());
  session().regenerate(3);
  ASSERT_TRUE(settled());
  ASSERT_EQ(server_.starts().size(), 3U);
  EXPECT_EQ(server_.starts()[2].request.vigie.parentMessageId, firstAnswer.toStdString());
  EXPECT_EQ(server_.starts()[2].request.messages[0].content, "Two");
  EXPECT_EQ(session().thread().messages().rowCount(), 4);
}

TEST_F(ChatSessionTest, AFailedQuestionIsAskedAgainAsItWas) {
  server_.manual = true;
  session().ask(QStringLiteral("Q"));
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendError(server_.lastChat(), Error(ErrorCode::kRateLimited, "two streams at most"));
  ASSERT_TRUE(settled());
  EXPECT_EQ(last().state, TurnState::kFailed);
  server_.manual = false;
  session().regenerate(1);
  ASSERT_TRUE(settled());
  EXPECT_EQ(last().state, TurnState::kComplete);
  EXPECT_FALSE(server_.starts()[1].request.vigie.parentMessageId) << "nothing was stored to branch from";
}

TEST_F(ChatSessionTest, AnAnswerGoesOnWhileAnotherConversationIsShown) {
  server_.manual = true;
  session().ask(QStringLiteral("Long one"));
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  const QString chat = server_.lastChat();
  server_.sendStarted(chat);
  ChatThread& first = session().thread();
  ASSERT_TRUE(waitFor([&] { return !first.conversation().isEmpty(); }));
  session().newConversation();
  EXPECT_EQ(session().thread().messages().rowCount(), 0);
  server_.sendDelta(chat, 1, QStringLiteral("Here."));
  server_.sendDone(chat);
  ASSERT_TRUE(waitFor([&] { return !first.answering(); }));
  EXPECT_EQ(first.messages().turn(1).text.toStdString(), "Here.");
  EXPECT_EQ(session().conversations().rowCount(), 1);
}

TEST_F(ChatSessionTest, OpensAConversationFromTheList) {
  wire::Conversation stored;
  stored.id = "c1";
  stored.title = "Old talk";
  server_.conversations.push_back(stored);
  wire::Message q;
  q.id = "m1";
  q.role = "user";
  q.content = "Q";
  wire::Message a;
  a.id = "m2";
  a.role = "assistant";
  a.parentId = "m1";
  a.content = "A";
  server_.messages["c1"] = {q, a};
  session().openConversation(QStringLiteral("c1"));
  EXPECT_EQ(session().thread().state(), ChatThread::State::kLoading);
  ASSERT_TRUE(waitFor([&] { return session().thread().state() == ChatThread::State::kReady; }));
  EXPECT_EQ(session().thread().messages().rowCount(), 2);
  EXPECT_EQ(session().thread().title().toStdString(), "Old talk");
}

TEST_F(ChatSessionTest, KeepsADraftForEachConversation) {
  session().ask(QStringLiteral("One"));
  ASSERT_TRUE(settled());
  const QString one = session().thread().conversation();
  session().setDraft(QStringLiteral("half a thought"));
  session().newConversation();
  EXPECT_TRUE(session().draft().isEmpty());
  session().setDraft(QStringLiteral("new thought"));
  session().openConversation(one);
  EXPECT_EQ(session().draft().toStdString(), "half a thought");
  session().newConversation();
  EXPECT_EQ(session().draft().toStdString(), "new thought");
}

TEST_F(ChatSessionTest, ErasesAndPutsBackWhatTheServerKept) {
  session().ask(QStringLiteral("One"));
  ASSERT_TRUE(settled());
  const QString id = session().thread().conversation();
  const QSignalSpy failed(&session(), &ChatSession::eraseFailed);
  server_.overrides[QStringLiteral("DELETE /v1/conversations/") + id] = {503, "{}"};
  session().erase(id);
  EXPECT_EQ(session().conversations().rowCount(), 0);
  EXPECT_TRUE(session().thread().conversation().isEmpty()) << "the erased one is not shown any more";
  ASSERT_TRUE(waitFor([&] { return failed.size() == 1; }));
  EXPECT_EQ(session().conversations().rowCount(), 1);
  server_.overrides[QStringLiteral("DELETE /v1/conversations/") + id] = {204, {}};
  session().erase(id);
  ASSERT_TRUE(waitFor([&] { return server_.requests().count(QStringLiteral("DELETE /v1/conversations/") + id) == 2; }));
  EXPECT_EQ(session().conversations().rowCount(), 0);
}

TEST_F(ChatSessionTest, RecoversByItselfWhenTheServerComesBack) {
  const quint16 port = server_.port();
  server_.stop();
  ChatSession offline(ServerEndpoint{server_.url(), {}}, quick());
  offline.start();
  ASSERT_TRUE(waitFor([&] { return offline.conversations().state() == ConversationListModel::State::kFailed; }));
  EXPECT_TRUE(offline.models().isEmpty());
  ASSERT_TRUE(server_.listen(port));
  ASSERT_TRUE(waitFor([&] {
    return offline.conversations().state() == ConversationListModel::State::kReady && !offline.models().isEmpty();
  }));
}

TEST_F(ChatSessionTest, ReadsAgainWhatAStartingServerRefused) {
  server_.overrides[QStringLiteral("GET /v1/conversations")] = {503, "{}"};
  server_.overrides[QStringLiteral("GET /v1/models")] = {503, "{}"};
  ChatSession early(ServerEndpoint{server_.url(), {}}, quick());
  early.start();
  ASSERT_TRUE(waitFor([&] { return early.conversations().state() == ConversationListModel::State::kFailed; }));
  server_.overrides.clear();
  ASSERT_TRUE(waitFor([&] {
    return early.conversations().state() == ConversationListModel::State::kReady && !early.models().isEmpty();
  }));
}

TEST_F(ChatSessionTest, ManyThreadsAreLetGoButNeverOneThatIsBeingAnswered) {
  server_.manual = true;
  session().ask(QStringLiteral("kept"));
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  const QString chat = server_.lastChat();
  server_.sendStarted(chat);
  ASSERT_TRUE(waitFor([&] { return !session().thread().conversation().isEmpty(); }));
  const QString kept = session().thread().conversation();
  for (int i = 0; i < 20; ++i) {
    const std::string id = "c" + std::to_string(i);
    server_.messages[id] = {};
    session().openConversation(QString::fromStdString(id));
    ASSERT_TRUE(waitFor([&] { return session().thread().state() == ChatThread::State::kReady; }));
  }
  server_.sendDelta(chat, 1, QStringLiteral("still here"));
  server_.sendDone(chat);
  session().openConversation(kept);
  ASSERT_TRUE(settled());
  EXPECT_EQ(last().text.toStdString(), "still here");
}

}  // namespace
}  // namespace vigie::console
