#include "console/chat/conversation_client.h"

#include "tests/support/fake_chat_server.h"
#include "tests/support/qt_wait.h"

#include <gtest/gtest.h>

#include <optional>

namespace vigie::console {
namespace {

using test::FakeChatServer;
using test::waitFor;

class ConversationClientTest : public testing::Test {
 protected:
  ConversationClientTest() {
    EXPECT_TRUE(server_.listen());
    client_.emplace(ServerEndpoint{server_.url(), {}});
  }
  void TearDown() override { EXPECT_TRUE(server_.faults().isEmpty()) << server_.faults().join(u';').toStdString(); }

  /// Runs one call to its end.
  template <class T, class Call>
  Fetched<T> fetch(Call call) {
    std::optional<Fetched<T>> answer;
    QObject context;
    call(&context, [&](Fetched<T> fetched) { answer.emplace(std::move(fetched)); });
    if (!waitFor([&] { return answer.has_value(); })) return protocolProblem(QStringLiteral("no answer"));
    return std::move(*answer);
  }

  FakeChatServer server_;
  std::optional<ConversationClient> client_;
};

TEST_F(ConversationClientTest, ReadsTheListPageByPage) {
  for (int i = 0; i < 5; ++i) {
    wire::Conversation conversation;
    conversation.id = "c" + std::to_string(i);
    conversation.title = "Title " + std::to_string(i);
    server_.conversations.push_back(conversation);
  }
  server_.pageSize = 3;
  const auto first =
      fetch<wire::Page<wire::Conversation>>([&](QObject* c, auto done) { client_->listConversations({}, c, done); });
  ASSERT_TRUE(first);
  EXPECT_EQ(first->data.size(), 3U);
  ASSERT_TRUE(first->hasMore());
  const auto second = fetch<wire::Page<wire::Conversation>>(
      [&](QObject* c, auto done) { client_->listConversations(QString::fromStdString(first->nextCursor), c, done); });
  ASSERT_TRUE(second);
  EXPECT_EQ(second->data.size(), 2U);
  EXPECT_FALSE(second->hasMore());
}

TEST_F(ConversationClientTest, ReadsEveryTurnOfALongConversation) {
  for (int i = 0; i < 120; ++i) {
    wire::Message message;
    message.id = "m" + std::to_string(i);
    message.role = i % 2 == 0 ? "user" : "assistant";
    server_.messages["c1"].push_back(message);
  }
  const auto messages = fetch<std::vector<wire::Message>>(
      [&](QObject* c, auto done) { client_->readMessages(QStringLiteral("c1"), c, done); });
  ASSERT_TRUE(messages);
  EXPECT_EQ(messages->size(), 120U);
  EXPECT_EQ(messages->back().id, "m119");
}

TEST_F(ConversationClientTest, ErasesAndSaysWhenThereWasNothingToErase) {
  wire::Conversation conversation;
  conversation.id = "c1";
  server_.conversations.push_back(conversation);
  EXPECT_TRUE(fetch<bool>([&](QObject* c, auto done) { client_->erase(QStringLiteral("c1"), c, done); }));
  const auto again = fetch<bool>([&](QObject* c, auto done) { client_->erase(QStringLiteral("c1"), c, done); });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().headline.toStdString(), "This is not on the server any more.");
}

TEST_F(ConversationClientTest, ListsModelsDocumentsAndPassages) {
  const auto models = fetch<QStringList>([&](QObject* c, auto done) { client_->listModels(c, done); });
  ASSERT_TRUE(models);
  EXPECT_EQ(models->front().toStdString(), "extractive");
  wire::Document document;
  document.id = "d1";
  document.title = "Runbook";
  document.status = "ready";
  server_.documents.push_back(document);
  server_.passages["d1"] = {QStringLiteral("one"), QStringLiteral("two")};
  const auto read =
      fetch<wire::Document>([&](QObject* c, auto done) { client_->readDocument(QStringLiteral("d1"), c, done); });
  ASSERT_TRUE(read);
  EXPECT_EQ(read->title, "Runbook");
  const auto passages =
      fetch<std::vector<Passage>>([&](QObject* c, auto done) { client_->readPassages(QStringLiteral("d1"), c, done); });
  ASSERT_TRUE(passages);
  ASSERT_EQ(passages->size(), 2U);
  EXPECT_EQ((*passages)[1].text.toStdString(), "two");
}

TEST_F(ConversationClientTest, EscapesIdsSoThatTheyStayOneSegment) {
  const auto read = fetch<wire::Document>(
      [&](QObject* c, auto done) { client_->readDocument(QStringLiteral("../models"), c, done); });
  EXPECT_FALSE(read);
  EXPECT_FALSE(server_.requests().contains(u"GET /v1/models"));
}

TEST_F(ConversationClientTest, MapsErrorsAndForeignAnswers) {
  server_.overrides[QStringLiteral("GET /v1/models")] = {503, "<html>proxy</html>"};
  const auto foreign = fetch<QStringList>([&](QObject* c, auto done) { client_->listModels(c, done); });
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().kind, ProblemKind::kBusy);
  EXPECT_FALSE(foreign.error().detail.contains(u"html"));
  server_.overrides[QStringLiteral("GET /v1/models")] = {200, "[]"};
  const auto wrong = fetch<QStringList>([&](QObject* c, auto done) { client_->listModels(c, done); });
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, ProblemKind::kProtocol);
  server_.stop();
  const auto gone = fetch<QStringList>([&](QObject* c, auto done) { client_->listModels(c, done); });
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().kind, ProblemKind::kUnreachable);
}

TEST_F(ConversationClientTest, GivesUpOnAServerThatNeverAnswers) {
  server_.overrides[QStringLiteral("GET /v1/models")] = {0, {}};
  client_->setTimeout(std::chrono::milliseconds(50));
  const auto late = fetch<QStringList>([&](QObject* c, auto done) { client_->listModels(c, done); });
  ASSERT_FALSE(late);
  EXPECT_TRUE(late.error().headline.contains(u"in time")) << late.error().headline.toStdString();
}

TEST_F(ConversationClientTest, SaysNothingToAContextThatIsGone) {
  bool called = false;
  auto context = std::make_unique<QObject>();
  client_->listModels(context.get(), [&](const Fetched<QStringList>&) { called = true; });
  context.reset();
  const auto models = fetch<QStringList>([&](QObject* c, auto done) { client_->listModels(c, done); });
  EXPECT_TRUE(models);
  ASSERT_TRUE(waitFor([&] { return server_.requests().size() == 2; }));
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace vigie::console
