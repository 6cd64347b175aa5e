#include "console/chat/chat_client.h"

#include "tests/support/fake_chat_server.h"
#include "tests/support/qt_wait.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace vigie::console {
namespace {

using namespace std::chrono_literals;
using test::FakeChatServer;
using test::waitFor;

/// Everything one client said, by chat.
struct Heard {
  explicit Heard(ChatClient& client) {
    QObject::connect(&client, &ChatClient::started, &client,
                     [this](const QString& id, const wire::ChatStarted& frame) { started[id] = frame; });
    QObject::connect(&client, &ChatClient::cited, &client,
                     [this](const QString& id, const std::vector<wire::Citation>& c) { citations[id] = c; });
    QObject::connect(&client, &ChatClient::textArrived, &client,
                     [this](const QString& id, const QString& text) { texts[id] += text; });
    QObject::connect(&client, &ChatClient::finished, &client, [this](const QString& id, const wire::ChatDone& frame) {
      done[id] = frame;
      ++endings[id];
    });
    QObject::connect(&client, &ChatClient::failed, &client, [this](const QString& id, const Problem& problem) {
      problems[id] = problem;
      ++endings[id];
    });
  }

  std::map<QString, wire::ChatStarted> started;
  std::map<QString, std::vector<wire::Citation>> citations;
  std::map<QString, QString> texts;
  std::map<QString, wire::ChatDone> done;
  std::map<QString, Problem> problems;
  std::map<QString, int> endings;
};

Question question(const QString& text = QStringLiteral("What do I do when ServiceDown fires?")) {
  Question q;
  q.text = text;
  q.model = QStringLiteral("extractive");
  return q;
}

ChatClient::Options quick() {
  ChatClient::Options options;
  options.reconnect = ReconnectPolicy(10ms, 50ms);
  return options;
}

class ChatClientTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(server_.listen()); }
  void TearDown() override { EXPECT_TRUE(server_.faults().isEmpty()) << server_.faults().join(u';').toStdString(); }

  ServerEndpoint endpoint() { return {server_.url(), server_.requiredKey}; }

  FakeChatServer server_;
};

TEST_F(ChatClientTest, ConnectsWhenFirstAskedAndStreamsTheAnswer) {
  ChatClient client(endpoint());
  Heard heard(client);
  EXPECT_EQ(client.link(), ChatClient::Link::kIdle);
  const QString chat = client.ask(question());
  EXPECT_EQ(client.running(), 1);
  ASSERT_TRUE(waitFor([&] { return heard.done.count(chat) == 1; }));
  EXPECT_EQ(heard.texts[chat].toStdString(), "Check the process first. [1]");
  EXPECT_EQ(heard.started[chat].model, "extractive");
  ASSERT_EQ(heard.citations[chat].size(), 1U);
  EXPECT_EQ(heard.done[chat].usage.completionTokens, 143);
  EXPECT_EQ(client.running(), 0);
  ASSERT_EQ(server_.starts().size(), 1U);
  EXPECT_TRUE(server_.starts()[0].request.stream);
  EXPECT_EQ(server_.starts()[0].request.vigie.retrieval.k, 4);
}

TEST_F(ChatClientTest, KeepsSeveralChatsApartOnOneSocket) {
  server_.manual = true;
  ChatClient client(endpoint());
  Heard heard(client);
  const QString first = client.ask(question());
  const QString second = client.ask(question(QStringLiteral("And then?")));
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 2; }));
  EXPECT_EQ(server_.sockets(), 1);
  server_.sendDelta(second, 1, QStringLiteral("two"));
  server_.sendDelta(first, 1, QStringLiteral("one"));
  server_.sendDone(second);
  server_.sendDone(first);
  ASSERT_TRUE(waitFor([&] { return heard.done.size() == 2; }));
  EXPECT_EQ(heard.texts[first].toStdString(), "one");
  EXPECT_EQ(heard.texts[second].toStdString(), "two");
}

TEST_F(ChatClientTest, CancelReachesTheServerAndEndsTheChatOnce) {
  server_.manual = true;
  ChatClient client(endpoint());
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendDelta(chat, 1, QStringLiteral("Some"));
  ASSERT_TRUE(waitFor([&] { return !heard.texts[chat].isEmpty(); }));
  client.cancel(chat);
  client.cancel(chat);
  ASSERT_TRUE(waitFor([&] { return server_.cancels().size() == 1; }));
  server_.sendDone(chat, QStringLiteral("cancelled"));
  ASSERT_TRUE(waitFor([&] { return heard.done.count(chat) == 1; }));
  EXPECT_EQ(heard.done[chat].finishReason, "cancelled");
  EXPECT_EQ(heard.endings[chat], 1);
}

TEST_F(ChatClientTest, ACancelledChatEndsEvenIfTheServerNeverAnswersTheCancel) {
  server_.manual = true;
  ChatClient::Options options = quick();
  options.cancelGrace = 20ms;
  ChatClient client(endpoint(), options);
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  client.cancel(chat);
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.done[chat].finishReason, "cancelled");
  server_.sendDone(chat, QStringLiteral("cancelled"));  // late: nothing more is said
  const QString next = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 2; }));
  server_.sendDone(next);
  ASSERT_TRUE(waitFor([&] { return heard.done.count(next) == 1; }));
  EXPECT_EQ(heard.endings[chat], 1);
}

TEST_F(ChatClientTest, AQuestionCancelledBeforeTheLinkIsThereIsNeverSent) {
  ChatClient client(endpoint());
  Heard heard(client);
  const QString chat = client.ask(question());
  client.cancel(chat);
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1 && client.link() == ChatClient::Link::kConnected; }));
  const QString next = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return heard.done.count(next) == 1; }));
  EXPECT_EQ(server_.starts().size(), 1U);
}

TEST_F(ChatClientTest, TellsAServersErrorInPlainWordsWithItsOwnText) {
  server_.manual = true;
  ChatClient client(endpoint());
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendError(chat, Error(ErrorCode::kUpstreamFailed, "the model closed the connection"));
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.problems[chat].headline.toStdString(), "The language model failed.");
  EXPECT_EQ(heard.problems[chat].detail.toStdString(), "the model closed the connection");
  EXPECT_TRUE(heard.problems[chat].retryable());
  EXPECT_EQ(client.link(), ChatClient::Link::kConnected);
}

TEST_F(ChatClientTest, AnAnswerGoesOnWhereItWasWhenItsSocketWasLost) {
  server_.manual = true;
  server_.resumable = true;
  ChatClient client(endpoint(), quick());
  Heard heard(client);
  int openings = 0;
  QObject::connect(&client, &ChatClient::started, &client, [&] { ++openings; });
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendStarted(chat);
  server_.sendCitations(chat);
  server_.sendDelta(chat, 1, QStringLiteral("Half"));
  ASSERT_TRUE(waitFor([&] { return !heard.texts[chat].isEmpty(); }));
  server_.dropSockets();
  ASSERT_TRUE(waitFor([&] { return server_.resumes().size() == 1; }));
  EXPECT_EQ(server_.resumes()[0].id, chat.toStdString());
  EXPECT_EQ(server_.resumes()[0].after, 1);
  server_.sendDelta(chat, 2, QStringLiteral(" and half"));
  server_.sendDone(chat);
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.done.count(chat), 1U);
  EXPECT_EQ(heard.texts[chat].toStdString(), "Half and half");
  EXPECT_EQ(openings, 1) << "what was said twice is passed on once";
}

TEST_F(ChatClientTest, AnAnswerWaitsForTheServerOnlySoLong) {
  server_.manual = true;
  ChatClient::Options options = quick();
  options.resumeWindow = 100ms;
  ChatClient client(endpoint(), options);
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.stop();
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.problems[chat].kind, ProblemKind::kLost);
}

TEST_F(ChatClientTest, AnAnswerThatWaitsForTheLinkCanBeStopped) {
  server_.manual = true;
  ChatClient client(endpoint(), quick());
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.stop();
  ASSERT_TRUE(waitFor([&] { return client.link() != ChatClient::Link::kConnected; }));
  client.cancel(chat);
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.done[chat].finishReason, "cancelled");
}

TEST_F(ChatClientTest, ALostSocketIsSoughtAgainAndWhatTheServerHasNoMoreFails) {
  server_.manual = true;
  ChatClient client(endpoint(), quick());
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendDelta(chat, 1, QStringLiteral("Half"));
  ASSERT_TRUE(waitFor([&] { return !heard.texts[chat].isEmpty(); }));
  server_.dropSockets();
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.problems[chat].kind, ProblemKind::kLost);
  ASSERT_TRUE(waitFor([&] { return client.link() == ChatClient::Link::kConnected; }));
}

TEST_F(ChatClientTest, FindsAServerThatComesBackOnItsPort) {
  const quint16 port = server_.port();
  server_.stop();
  ChatClient client(endpoint(), quick());
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.problems[chat].kind, ProblemKind::kUnreachable);
  EXPECT_EQ(heard.problems[chat].headline.toStdString(),
            "No server answers at 127.0.0.1:" + std::to_string(port) + ".");
  EXPECT_EQ(client.link(), ChatClient::Link::kWaiting);
  ASSERT_TRUE(server_.listen(port));
  ASSERT_TRUE(waitFor([&] { return client.link() == ChatClient::Link::kConnected; }));
}

TEST_F(ChatClientTest, NoticesAPeerThatIsThereButSilent) {
  server_.handshake = FakeChatServer::Handshake::kMute;
  ChatClient::Options options = quick();
  options.pingEvery = 30ms;
  options.resumeWindow = 200ms;
  ChatClient client(endpoint(), options);
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.problems[chat].kind, ProblemKind::kLost);
  EXPECT_TRUE(heard.problems[chat].headline.contains(u"stopped answering"));
}

TEST_F(ChatClientTest, ALivelyLinkOutlastsManyPings) {
  ChatClient::Options options = quick();
  options.pingEvery = 100ms;
  ChatClient client(endpoint(), options);
  int changes = 0;
  QObject::connect(&client, &ChatClient::linkChanged, &client, [&] { ++changes; });
  client.open();
  ASSERT_TRUE(waitFor([&] { return client.link() == ChatClient::Link::kConnected; }));
  QElapsedTimer watch;
  watch.start();
  ASSERT_TRUE(waitFor([&] { return watch.hasExpired(450); }));
  EXPECT_EQ(changes, 2) << "connecting and connected, and nothing after";
}

TEST_F(ChatClientTest, ARefusedHandshakeSaysWhatTheServerSaid) {
  server_.handshake = FakeChatServer::Handshake::kRefuse;
  server_.refuseStatus = 503;
  ChatClient client(endpoint(), quick());
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.problems[chat].headline.toStdString(), "The server is not ready.");
}

TEST_F(ChatClientTest, SendsTheKeyAndSaysWhenItIsWrong) {
  server_.requiredKey = QStringLiteral("secret");
  ChatClient good(endpoint());
  Heard heardGood(good);
  const QString chat = good.ask(question());
  ASSERT_TRUE(waitFor([&] { return heardGood.done.count(chat) == 1; }));
  ChatClient bad({server_.url(), QStringLiteral("other")}, quick());
  Heard heardBad(bad);
  const QString refused = bad.ask(question());
  ASSERT_TRUE(waitFor([&] { return heardBad.endings[refused] == 1; }));
  EXPECT_TRUE(heardBad.problems[refused].headline.contains(u"API key"));
}

TEST_F(ChatClientTest, AHoleInTheStreamIsNeverShownAsAWholeAnswer) {
  server_.manual = true;
  ChatClient client(endpoint());
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendDelta(chat, 1, QStringLiteral("a"));
  server_.sendDelta(chat, 1, QStringLiteral("a"));  // doubled: shown once
  server_.sendDelta(chat, 3, QStringLiteral("c"));
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.texts[chat].toStdString(), "a");
  EXPECT_EQ(heard.problems[chat].kind, ProblemKind::kProtocol);
  ASSERT_TRUE(waitFor([&] { return server_.cancels().size() == 1; }));
}

TEST_F(ChatClientTest, GarbageFromThePeerEndsTheChatsAndNotTheProgram) {
  server_.manual = true;
  ChatClient client(endpoint(), quick());
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  server_.sendRaw(QStringLiteral("{not json"));
  ASSERT_TRUE(waitFor([&] { return heard.endings[chat] == 1; }));
  EXPECT_EQ(heard.problems[chat].kind, ProblemKind::kProtocol);
}

TEST_F(ChatClientTest, AnErrorThatNamesNoChatEndsAllOfThem) {
  server_.manual = true;
  ChatClient client(endpoint(), quick());
  Heard heard(client);
  const QString first = client.ask(question());
  const QString second = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 2; }));
  server_.sendRaw(QString::fromStdString(
      wire::toText(wire::ServerFrame(wire::ChatFailed{"", Error(ErrorCode::kUnavailable, "the server is stopping")}))));
  ASSERT_TRUE(waitFor([&] { return heard.endings[first] == 1 && heard.endings[second] == 1; }));
  EXPECT_EQ(heard.problems[first].kind, ProblemKind::kBusy);
}

TEST_F(ChatClientTest, AnotherServerIsConnectedToAtOnce) {
  FakeChatServer other;
  ASSERT_TRUE(other.listen());
  server_.manual = true;
  ChatClient client(endpoint(), quick());
  Heard heard(client);
  const QString chat = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return server_.starts().size() == 1; }));
  client.setServer({other.url(), {}});
  EXPECT_EQ(heard.endings[chat], 1);
  const QString next = client.ask(question());
  ASSERT_TRUE(waitFor([&] { return heard.done.count(next) == 1; }));
  EXPECT_EQ(other.starts().size(), 1U);
  EXPECT_TRUE(other.faults().isEmpty());
}

}  // namespace
}  // namespace vigie::console
