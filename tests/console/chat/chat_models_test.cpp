#include "console/chat/conversation_list_model.h"
#include "console/chat/message_model.h"
#include "tests/support/qt_wait.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::waitFor;
using Mode = QAbstractItemModelTester::FailureReportingMode;

wire::Conversation conversation(const std::string& id, int minute) {
  wire::Conversation out;
  out.id = id;
  out.title = "  About\n " + id + " ";
  out.updatedAt = SystemTime(std::chrono::minutes(minute));
  out.messageCount = 2;
  return out;
}

wire::Page<wire::Conversation> pageOf(std::vector<wire::Conversation> data, std::string cursor = {}) {
  wire::Page<wire::Conversation> page;
  page.data = std::move(data);
  page.nextCursor = std::move(cursor);
  return page;
}

std::string order(const ConversationListModel& model) {
  QStringList ids;
  for (int row = 0; row < model.rowCount(); ++row) ids << model.row(row).id;
  return ids.join(u' ').toStdString();
}

TEST(ConversationListModelTest, PagesWithoutDoublesAndAsksForMoreOnlyWhileThereIsMore) {
  ConversationListModel model;
  const QAbstractItemModelTester tester(&model, Mode::Fatal);
  const QSignalSpy wanted(&model, &ConversationListModel::moreWanted);
  model.setFirstPage(pageOf({conversation("a", 9), conversation("b", 8)}, "2"));
  EXPECT_EQ(model.data(model.index(0), Qt::DisplayRole).toString().toStdString(), "About a");
  // The tester has fetched more already, as a view would.
  EXPECT_FALSE(model.canFetchMore({})) << "one page at a time";
  model.fetchMore({});
  ASSERT_EQ(wanted.size(), 1);
  EXPECT_EQ(wanted[0][0].toString().toStdString(), "2");
  model.appendPage(pageOf({conversation("b", 8), conversation("c", 7)}));
  EXPECT_EQ(order(model), "a b c");
  EXPECT_FALSE(model.canFetchMore({}));
}

TEST(ConversationListModelTest, MovesATouchedConversationToTheTop) {
  ConversationListModel model;
  const QAbstractItemModelTester tester(&model, Mode::Fatal);
  model.setFirstPage(pageOf({conversation("a", 9), conversation("b", 8), conversation("c", 7)}));
  ConversationRow row = model.row(2);
  row.messages = 4;
  model.touch(row);
  EXPECT_EQ(order(model), "c a b");
  EXPECT_EQ(model.row(0).messages, 4);
  model.touch({QStringLiteral("new"), QStringLiteral("New"), QDateTime::currentDateTimeUtc(), 1});
  EXPECT_EQ(order(model), "new c a b");
}

TEST(ConversationListModelTest, PutsBackWhatCouldNotBeErasedWhereItWas) {
  ConversationListModel model;
  const QAbstractItemModelTester tester(&model, Mode::Fatal);
  model.setFirstPage(pageOf({conversation("a", 9), conversation("b", 8), conversation("c", 7)}));
  const auto taken = model.take(QStringLiteral("b"));
  ASSERT_TRUE(taken);
  EXPECT_EQ(order(model), "a c");
  model.restore(*taken);
  EXPECT_EQ(order(model), "a b c");
  EXPECT_FALSE(model.take(QStringLiteral("nobody")));
}

TEST(ConversationListModelTest, KeepsItsRowsWhileThereIsAProblem) {
  ConversationListModel model;
  const QAbstractItemModelTester tester(&model, Mode::Fatal);
  model.setFirstPage(pageOf({conversation("a", 9)}));
  model.setProblem(protocolProblem({}));
  EXPECT_EQ(model.state(), ConversationListModel::State::kFailed);
  EXPECT_EQ(order(model), "a");
}

ChatTurn turn(Speaker speaker, const QString& text, TurnState state = TurnState::kComplete) {
  ChatTurn out;
  out.speaker = speaker;
  out.text = text;
  out.state = state;
  return out;
}

TEST(MessageModelTest, GathersStreamedTextAndShowsItInFewSteps) {
  MessageModel model;
  const QAbstractItemModelTester tester(&model, Mode::Fatal);
  model.append(turn(Speaker::kUser, QStringLiteral("Q")));
  const int row = model.append(turn(Speaker::kAssistant, {}, TurnState::kWaiting));
  const QSignalSpy changes(&model, &MessageModel::dataChanged);
  for (int i = 0; i < 1000; ++i) model.appendText(row, QStringLiteral("x"));
  EXPECT_EQ(changes.size(), 0);
  ASSERT_TRUE(waitFor([&] { return !changes.isEmpty(); }));
  EXPECT_EQ(model.turn(row).text.size(), 1000);
  EXPECT_EQ(model.turn(row).state, TurnState::kStreaming);
  EXPECT_EQ(changes.size(), 1) << "a thousand tokens of one moment are one change";
}

TEST(MessageModelTest, AnUpdateShowsThePendingTextFirst) {
  MessageModel model;
  const QAbstractItemModelTester tester(&model, Mode::Fatal);
  const int row = model.append(turn(Speaker::kAssistant, {}, TurnState::kWaiting));
  model.appendText(row, QStringLiteral("end"));
  model.update(row, [](ChatTurn& t) { t.state = TurnState::kComplete; });
  EXPECT_EQ(model.turn(row).text.toStdString(), "end");
  EXPECT_EQ(model.turn(row).state, TurnState::kComplete);
}

TEST(MessageModelTest, ForgetsPendingTextOfRowsThatAreGone) {
  MessageModel model;
  const QAbstractItemModelTester tester(&model, Mode::Fatal);
  model.append(turn(Speaker::kUser, QStringLiteral("Q")));
  const int row = model.append(turn(Speaker::kAssistant, {}, TurnState::kWaiting));
  model.appendText(row, QStringLiteral("old"));
  model.truncate(1);
  model.append(turn(Speaker::kAssistant, {}, TurnState::kWaiting));
  model.flush();
  EXPECT_TRUE(model.turn(1).text.isEmpty());
  model.appendText(1, QStringLiteral("old"));
  model.reset({});
  model.flush();
  EXPECT_EQ(model.rowCount(), 0);
  EXPECT_EQ(model.lastAnswer(), -1);
}

wire::Message message(const std::string& id, const std::string& role, const std::string& parent,
                      const std::string& text, const std::string& status = "complete") {
  wire::Message out;
  out.id = id;
  out.role = role;
  if (!parent.empty()) out.parentId = parent;
  out.content = text;
  out.status = status;
  return out;
}

std::string texts(const std::vector<ChatTurn>& turns) {
  QStringList out;
  for (const ChatTurn& t : turns) out << t.text;
  return out.join(u'|').toStdString();
}

TEST(NewestBranchTest, FollowsParentsFromTheNewestMessage) {
  const std::vector<wire::Message> all{message("1", "user", "", "Q1"),  message("2", "assistant", "1", "A1"),
                                       message("3", "user", "2", "Q2"), message("4", "assistant", "3", "old"),
                                       message("5", "user", "2", "Q2"), message("6", "assistant", "5", "new")};
  EXPECT_EQ(texts(newestBranch(all)), "Q1|A1|Q2|new");
}

TEST(NewestBranchTest, ShowsAFirstQuestionAskedAgainOnce) {
  const std::vector<wire::Message> all{message("1", "user", "", "Q"), message("2", "assistant", "1", "old"),
                                       message("3", "user", "1", "Q"), message("4", "assistant", "3", "new")};
  EXPECT_EQ(texts(newestBranch(all)), "Q|new");
}

TEST(NewestBranchTest, TakesUnlinkedMessagesInOrderAndSurvivesALoop) {
  EXPECT_EQ(texts(newestBranch({message("1", "user", "", "Q"), message("2", "assistant", "", "A")})), "Q|A");
  EXPECT_TRUE(newestBranch({}).empty());
  const auto looped = newestBranch({message("1", "user", "2", "Q"), message("2", "assistant", "1", "A")});
  EXPECT_LE(looped.size(), 4U);
}

TEST(NewestBranchTest, TellsEndingsApart) {
  EXPECT_EQ(turnFromMessage(message("1", "assistant", "", "x", "cancelled")).state, TurnState::kStopped);
  EXPECT_EQ(turnFromMessage(message("1", "assistant", "", "x", "partial")).state, TurnState::kPartial);
  EXPECT_EQ(turnFromMessage(message("1", "assistant", "", "", "failed")).state, TurnState::kFailed);
  EXPECT_EQ(turnFromMessage(message("1", "assistant", "", "", "running")).state, TurnState::kRunning);
  EXPECT_EQ(turnFromMessage(message("1", "user", "", "x")).state, TurnState::kComplete);
}

TEST(ChatTurnTest, AnAnswerThatOnlyCallsToolsSaysWhich) {
  wire::Message answer = message("1", "assistant", "", "");
  answer.openaiMessages =
      boost::json::parse(
          R"([{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"weather","arguments":"{\"city\":\"Brest\"}"}}]}])")
          .as_array();
  const QString text = turnFromMessage(answer).text;
  EXPECT_TRUE(text.contains(QStringLiteral("`weather`")));
  EXPECT_TRUE(text.contains(QStringLiteral("Brest")));
  answer.content = "It rains.";
  EXPECT_EQ(turnFromMessage(answer).text, QStringLiteral("It rains."));
}

}  // namespace
}  // namespace vigie::console
