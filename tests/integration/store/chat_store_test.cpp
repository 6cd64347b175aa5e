#include "tests/integration/store/store_harness.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/json.hpp>
#include <pqxx/pqxx>

#include <algorithm>
#include <set>
#include <thread>

namespace vigie::test {
namespace {

using ::testing::ElementsAre;

class ChatStoreTest : public StoreTest {
 protected:
  void answer(const NewTurn& turn, const std::string& content) {
    ASSERT_TRUE(await(chats().finishAnswer(finished(turn, content))));
  }
  std::vector<std::string> historyTexts(const NewTurn& turn, std::optional<std::string> leaf, std::size_t most) {
    const auto turns = await(chats().history(turn.owner, turn.conversationId, std::move(leaf), newId(), most));
    EXPECT_TRUE(turns);
    std::vector<std::string> texts;
    for (const auto& message : *turns) texts.push_back(message.content);
    return texts;
  }
};

TEST_F(ChatStoreTest, KeepsAnExchangeWhole) {
  const NewTurn turn = newTurn("ann", "What is a vigie?");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  auto page = await(conversations().messages("ann", turn.conversationId, 10, ""));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->data.size(), 2U);
  EXPECT_EQ(page->data[0].role, "user");
  EXPECT_EQ(page->data[0].content, "What is a vigie?");
  EXPECT_EQ(page->data[0].status, "complete");
  EXPECT_EQ(page->data[1].status, "running");
  EXPECT_EQ(page->data[1].parentId, turn.userMessageId);

  FinishedAnswer end = finished(turn, "A lookout. Éclaireur 🛟");
  wire::Usage usage;
  usage.promptTokens = 11;
  usage.completionTokens = 4;
  usage.estimated = true;
  end.usage = usage;
  end.timings.totalMs = 12.5;
  end.timings.firstTokenMs = 3.25;
  wire::Citation citation;
  citation.documentId = newId();
  citation.title = "Guide";
  citation.chunk = 3;
  citation.score = 0.75;
  citation.quote = "A vigie is a \"lookout\".";
  end.citations.push_back(citation);
  ASSERT_TRUE(await(chats().finishAnswer(end)));

  page = await(conversations().messages("ann", turn.conversationId, 10, ""));
  ASSERT_TRUE(page);
  const wire::Message& answer = page->data[1];
  EXPECT_EQ(answer.content, end.content);
  EXPECT_EQ(answer.status, "complete");
  EXPECT_EQ(answer.finishReason, "stop");
  ASSERT_TRUE(answer.usage);
  EXPECT_EQ(answer.usage->promptTokens, 11);
  EXPECT_EQ(answer.usage->completionTokens, 4);
  EXPECT_TRUE(answer.usage->estimated);
  ASSERT_TRUE(answer.timings);
  EXPECT_DOUBLE_EQ(answer.timings->totalMs, 12.5);
  ASSERT_EQ(answer.citations.size(), 1U);
  EXPECT_EQ(answer.citations[0].quote, citation.quote);
  EXPECT_EQ(answer.citations[0].chunk, 3);
  EXPECT_EQ(value("SELECT count(*) FROM messages WHERE lease_until IS NOT NULL OR replica_id IS NOT NULL"), "0");
}

TEST_F(ChatStoreTest, KeepsCallsOfToolsAndTheirResultsToTheLetter) {
  const std::string call = R"([{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",)"
                           R"("function":{"name":"add","arguments":"{\"a\": 1}\u0000"}}]}])";
  const std::string result = R"([{"role":"tool","content":"3","tool_call_id":"c1"}])";
  const NewTurn turn = newTurn("ann", "1 + 2?");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  FinishedAnswer called = finished(turn, "");
  called.finishReason = "tool_calls";
  called.openaiMessages = call;
  ASSERT_TRUE(await(chats().finishAnswer(called)));
  NewTurn results = nextTurn(turn, "3");
  results.role = "tool";
  results.openaiMessages = result;
  ASSERT_TRUE(await(chats().beginTurn(results)));
  answer(results, "It is 3.");

  const auto history = await(chats().history("ann", turn.conversationId, std::nullopt, newId(), 10));
  ASSERT_TRUE(history) << history.error().message;
  ASSERT_EQ(history->size(), 4U) << "an answer without text is no less said";
  EXPECT_EQ(wire::toText({history->at(1)}), call);
  EXPECT_EQ(wire::toText({history->at(2)}), result);
  EXPECT_EQ(historyTexts(turn, std::nullopt, 2).size(), 2U) << "a turn counts whatever it holds";

  const auto page = await(conversations().messages("ann", turn.conversationId, 10, ""));
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->data[0].openaiMessages.empty());
  EXPECT_EQ(boost::json::serialize(page->data[1].openaiMessages), call);
  EXPECT_EQ(page->data[2].role, "tool");
  EXPECT_EQ(boost::json::serialize(page->data[2].openaiMessages), result);

  MessageWindow window;
  window.from = SystemClock().now() - std::chrono::hours(1);
  window.to = SystemClock().now() + std::chrono::hours(1);
  const auto without = await(conversations().messagesInWindow("ann", window, 10, ""));
  ASSERT_TRUE(without);
  ASSERT_EQ(without->data.size(), 4U);
  for (const auto& one : without->data) EXPECT_TRUE(one.message.openaiMessages.empty());
  window.withContent = true;
  window.role = "tool";
  const auto with = await(conversations().messagesInWindow("ann", window, 10, ""));
  ASSERT_TRUE(with);
  ASSERT_EQ(with->data.size(), 1U);
  EXPECT_EQ(boost::json::serialize(with->data[0].message.openaiMessages), result);
}

TEST_F(ChatStoreTest, TheSameTurnTwiceIsOneTurn) {
  const NewTurn turn = newTurn("ann", "once");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  answer(turn, "answer");
  answer(turn, "answer");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM messages"), "2");
  EXPECT_EQ(value("SELECT content FROM messages WHERE role = 'assistant'"), "answer");
  EXPECT_EQ(value("SELECT status FROM messages WHERE role = 'assistant'"), "complete");
}

TEST_F(ChatStoreTest, ATurnContinuesTheNewestMessageOrTheBranchItNames) {
  const NewTurn first = newTurn("ann", "q1");
  ASSERT_TRUE(await(chats().beginTurn(first)));
  answer(first, "a1");
  const NewTurn second = nextTurn(first, "q2");
  ASSERT_TRUE(await(chats().beginTurn(second)));
  answer(second, "a2");
  NewTurn branch = nextTurn(first, "q2 otherwise");
  branch.parentMessageId = first.answerId;
  ASSERT_TRUE(await(chats().beginTurn(branch)));
  answer(branch, "a2 otherwise");

  EXPECT_THAT(historyTexts(first, std::nullopt, 10), ElementsAre("q1", "a1", "q2 otherwise", "a2 otherwise"));
  EXPECT_THAT(historyTexts(first, second.answerId, 10), ElementsAre("q1", "a1", "q2", "a2"));
  EXPECT_THAT(historyTexts(first, second.answerId, 3), ElementsAre("a1", "q2", "a2"));
  EXPECT_THAT(historyTexts(first, second.userMessageId, 10), ElementsAre("q1", "a1", "q2"));
  EXPECT_THAT(historyTexts(first, std::nullopt, 0), ElementsAre());
}

TEST_F(ChatStoreTest, HistoryLeavesOutTurnsWithoutContentAndStillCountsRight) {
  NewTurn turn = newTurn("ann", "q1");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  FinishedAnswer failed = finished(turn, "");
  failed.status = "failed";
  ASSERT_TRUE(await(chats().finishAnswer(failed)));
  const NewTurn second = nextTurn(turn, "q2");
  ASSERT_TRUE(await(chats().beginTurn(second)));
  EXPECT_THAT(historyTexts(turn, std::nullopt, 2), ElementsAre("q1", "q2"));
  EXPECT_THAT(historyTexts(turn, std::nullopt, 1), ElementsAre("q2"));
}

TEST_F(ChatStoreTest, AnUnknownParentIsNotFoundAndWritesNothing) {
  const NewTurn first = newTurn("ann", "q1");
  ASSERT_TRUE(await(chats().beginTurn(first)));
  const NewTurn other = newTurn("ann", "other");
  ASSERT_TRUE(await(chats().beginTurn(other)));
  for (const std::string& parent : {newId(), other.answerId, std::string("not-an-id")}) {
    NewTurn turn = nextTurn(first, "q2");
    turn.parentMessageId = parent;
    const auto begun = await(chats().beginTurn(turn));
    ASSERT_FALSE(begun) << parent;
    EXPECT_EQ(begun.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(begun.error().param, "vigie.parent_message_id");
  }
  NewTurn rootless = newTurn("ann", "new");
  rootless.parentMessageId = first.answerId;
  EXPECT_FALSE(await(chats().beginTurn(rootless)));
  EXPECT_EQ(value("SELECT count(*) FROM messages"), "4");
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), "2");
}

TEST_F(ChatStoreTest, AnotherOwnersConversationIsAsIfItWereNotThere) {
  const NewTurn turn = newTurn("ann", "mine");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  answer(turn, "for ann only");
  const Error missing = await(conversations().get("ann", newId())).error();
  EXPECT_EQ(missing.code, ErrorCode::kNotFound);
  for (const std::string owner : {"bob", ""}) {
    NewTurn intruder = nextTurn(turn, "let me in");
    intruder.owner = owner;
    EXPECT_EQ(await(chats().beginTurn(intruder)).error(), missing);
    intruder.newConversation = true;  // the id is taken by ann's
    EXPECT_EQ(await(chats().beginTurn(intruder)).error(), missing);
    EXPECT_EQ(await(conversations().get(owner, turn.conversationId)).error(), missing);
    EXPECT_EQ(await(conversations().messages(owner, turn.conversationId, 10, "")).error(), missing);
    EXPECT_EQ(await(chats().history(owner, turn.conversationId, std::nullopt, "", 10)).error(), missing);
    EXPECT_EQ(await(chats().history(owner, turn.conversationId, turn.answerId, "", 10)).error(), missing);
    EXPECT_EQ(await(conversations().erase(owner, turn.conversationId)).error(), missing);
    EXPECT_TRUE(await(conversations().list(owner, "", 10, ""))->data.empty());
  }
  EXPECT_EQ(value("SELECT count(*) FROM messages"), "2");
  EXPECT_EQ(await(conversations().get("ann", turn.conversationId))->messageCount, 2);
}

TEST_F(ChatStoreTest, PagesMeetEveryConversationOnceNewestFirst) {
  std::vector<std::string> newestFirst;
  for (int i = 0; i < 23; ++i) {
    const NewTurn turn = newTurn("ann", std::to_string(i));
    ASSERT_TRUE(await(chats().beginTurn(turn)));
    newestFirst.insert(newestFirst.begin(), turn.conversationId);
  }
  // Seven at the very same microsecond: the id must break the tie.
  ASSERT_EQ(value("WITH t AS (SELECT id FROM conversations ORDER BY created_at LIMIT 7)"
                  " UPDATE conversations SET created_at = '2020-01-01T00:00:00.000001Z' WHERE id IN (SELECT id FROM t)"
                  " RETURNING 'done'"),
            "done");
  std::sort(newestFirst.end() - 7, newestFirst.end(), std::greater<>());
  std::vector<std::string> met;
  std::string after;
  int pages = 0;
  do {
    const auto page = await(conversations().list("ann", "", 5, after));
    ASSERT_TRUE(page);
    for (const auto& conversation : page->data) met.push_back(conversation.id);
    after = page->nextCursor;
    ++pages;
  } while (!after.empty());
  EXPECT_EQ(met, newestFirst);
  EXPECT_EQ(pages, 5);
}

TEST_F(ChatStoreTest, PagesOfMessagesGoFromTheOldest) {
  const NewTurn first = newTurn("ann", "q0");
  ASSERT_TRUE(await(chats().beginTurn(first)));
  for (int i = 1; i < 4; ++i) ASSERT_TRUE(await(chats().beginTurn(nextTurn(first, "q" + std::to_string(i)))));
  std::vector<std::string> roles;
  std::set<std::string> ids;
  std::string after;
  do {
    const auto page = await(conversations().messages("ann", first.conversationId, 3, after));
    ASSERT_TRUE(page);
    for (const auto& message : page->data) {
      roles.push_back(message.role);
      ids.insert(message.id);
    }
    after = page->nextCursor;
  } while (!after.empty());
  EXPECT_THAT(roles, ElementsAre("user", "assistant", "user", "assistant", "user", "assistant", "user", "assistant"));
  EXPECT_EQ(ids.size(), 8U);
}

TEST_F(ChatStoreTest, AForeignCursorAndAnImpossibleLimitAreRefused) {
  ASSERT_TRUE(await(chats().beginTurn(newTurn("ann", "1"))));
  ASSERT_TRUE(await(chats().beginTurn(newTurn("ann", "2"))));
  const std::string ofConversations = await(conversations().list("ann", "", 1, ""))->nextCursor;
  ASSERT_FALSE(ofConversations.empty());
  const auto messages = await(conversations().messages("ann", newId(), 10, ofConversations));
  ASSERT_FALSE(messages);
  EXPECT_EQ(messages.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(messages.error().param, "after");
  EXPECT_EQ(await(conversations().list("ann", "", 1, "' OR 1=1 --")).error().param, "after");
  EXPECT_EQ(await(conversations().list("ann", "", 0, "")).error().param, "limit");
  EXPECT_EQ(await(conversations().list("ann", "", 1001, "")).error().param, "limit");
}

TEST_F(ChatStoreTest, TextThatPostgresqlCannotHoldIsKeptNotCut) {
  using namespace std::string_literals;
  const NewTurn turn = newTurn("ann", "before\0after\xFF"s);
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  FinishedAnswer end = finished(turn, "an\0swer"s);
  wire::Citation citation;
  citation.documentId = newId();
  citation.quote = "quo\0te"s;
  end.citations.push_back(citation);
  ASSERT_TRUE(await(chats().finishAnswer(end)));
  const auto page = await(conversations().messages("ann", turn.conversationId, 10, ""));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->data[0].content, "before\uFFFDafter\uFFFD");
  EXPECT_EQ(page->data[1].content, "an\uFFFDswer");
  EXPECT_EQ(page->data[1].citations.at(0).quote, "quo\uFFFDte");
}

TEST_F(ChatStoreTest, AMessageLargerThanASearchVectorIsKept) {
  std::string text;
  for (int i = 0; text.size() < 3'000'000; ++i) text += "word" + std::to_string(i) + " ";
  const NewTurn turn = newTurn("ann", text);
  const auto begun = await(chats().beginTurn(turn));
  ASSERT_TRUE(begun) << begun.error().message;
  EXPECT_EQ(await(conversations().messages("ann", turn.conversationId, 10, ""))->data[0].content, text);
  EXPECT_EQ(value("SELECT count(*) FROM messages WHERE content_words @@ to_tsquery('simple', 'word7')"), "1");
}

TEST_F(ChatStoreTest, AnswersOfADeadReplicaAreEndedOnceTheirLeaseIsOver) {
  const NewTurn lost = newTurn("ann", "lost");
  const NewTurn checkpointed = newTurn("ann", "half");
  const NewTurn alive = newTurn("ann", "alive");
  for (const NewTurn& turn : {lost, checkpointed, alive}) ASSERT_TRUE(await(chats().beginTurn(turn)));
  value("UPDATE messages SET lease_until = now() - interval '1 second' WHERE id IN ('" + lost.answerId + "', '" +
        checkpointed.answerId + "') RETURNING 1");
  value("UPDATE messages SET content = 'some text' WHERE id = '" + checkpointed.answerId + "' RETURNING 1");

  const auto restarted = open();  // sweeps at its start
  const auto status = [&](const NewTurn& turn) {
    return value("SELECT status FROM messages WHERE id = '" + turn.answerId + "'");
  };
  EXPECT_EQ(status(lost), "failed");
  EXPECT_EQ(status(checkpointed), "partial");
  EXPECT_EQ(status(alive), "running");
  // Its replica was only slow: the finished answer has the last word.
  answer(lost, "late but whole");
  EXPECT_EQ(status(lost), "complete");
}

TEST_F(ChatStoreTest, AReplicaRenewsItsOwnLeasesOnly) {
  const NewTurn mine = newTurn("ann", "mine");
  ASSERT_TRUE(await(chats().beginTurn(mine)));
  const auto other = open();
  const NewTurn theirs = newTurn("ann", "theirs");
  ASSERT_TRUE(await(other->chats().beginTurn(theirs)));
  value("UPDATE messages SET lease_until = now() + interval '1 second' WHERE status = 'running' RETURNING 1");
  const auto renewed = await(dynamic_cast<PgChatStore&>(chats()).renewLeases());
  ASSERT_TRUE(renewed);
  EXPECT_EQ(*renewed, 1U);
  EXPECT_EQ(value("SELECT id FROM messages WHERE lease_until > now() + interval '10 seconds'"), mine.answerId);
}

TEST_F(ChatStoreTest, ACheckpointIsWhatACrashLeavesAndNeverOutlastsTheAnswer) {
  const NewTurn turn = newTurn("ann", "q");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  const auto content = [&] { return value("SELECT content FROM messages WHERE id = '" + turn.answerId + "'"); };
  chats().checkpoint(turn.answerId, "so far\xFF");
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (content().empty() && std::chrono::steady_clock::now() < deadline) {
  }
  EXPECT_EQ(content(), "so far\uFFFD");
  answer(turn, "whole");
  chats().checkpoint(turn.answerId, "late");
  ASSERT_TRUE(await(chats().beginTurn(newTurn("ann", "another"))));
  database->stop();  // and with it whatever was posted before
  EXPECT_EQ(content(), "whole");
}

TEST_F(ChatStoreTest, ARequestSentAgainReadsTheHistoryBeforeItself) {
  const NewTurn first = newTurn("ann", "q1");
  ASSERT_TRUE(await(chats().beginTurn(first)));
  answer(first, "a1");
  const NewTurn second = nextTurn(first, "q2");
  ASSERT_TRUE(await(chats().beginTurn(second)));
  answer(second, "half of a2");
  const auto history = [&](const NewTurn& turn) {
    const auto turns = await(chats().history("ann", turn.conversationId, std::nullopt, turn.userMessageId, 10));
    EXPECT_TRUE(turns);
    return turns->size();
  };
  EXPECT_EQ(history(second), 2U) << "q1 and a1, not the question itself";
  EXPECT_EQ(history(first), 0U);
}

TEST_F(ChatStoreTest, AnAnswerThatEndedUnsavedIsNotKeptAlive) {
  const NewTurn turn = newTurn("ann", "q");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  ASSERT_EQ(*await(dynamic_cast<PgChatStore&>(chats()).renewLeases()), 1U);
  FinishedAnswer lost = finished(turn, "a");
  lost.status = "no such status";  // PostgreSQL refuses it
  ASSERT_FALSE(await(chats().finishAnswer(lost)));
  EXPECT_EQ(*await(dynamic_cast<PgChatStore&>(chats()).renewLeases()), 0U) << "or it would run for ever";
}

TEST_F(ChatStoreTest, TurnsThatArriveTogetherShareCommitsAndEachHasItsOwnOutcome) {
  const NewTurn known = newTurn("ann", "known");
  ASSERT_TRUE(await(chats().beginTurn(known)));
  std::vector<NewTurn> turns;
  for (int i = 0; i < 120; ++i) {
    NewTurn turn = newTurn("ann", "question " + std::to_string(i));
    if (i % 10 == 1) turn = nextTurn(known, turn.text);
    if (i % 10 == 2) turn.newConversation = false;  // of a conversation that is not there
    if (i % 10 == 3) turn = nextTurn(known, turn.text), turn.owner = "bob";
    if (i % 10 == 4) turn = nextTurn(known, turn.text), turn.parentMessageId = newId();
    if (i == 55) turn.answerId = "not a UUID";  // PostgreSQL refuses the whole statement
    turns.push_back(std::move(turn));
  }
  boost::asio::io_context context;
  std::vector<std::future<Result<wire::Saved>>> begun;
  for (const NewTurn& turn : turns) {
    begun.push_back(boost::asio::co_spawn(context, chats().beginTurn(turn), boost::asio::use_future));
  }
  context.run();
  std::vector<std::future<Result<wire::Saved>>> ended;
  context.restart();
  int kept = 1;
  for (int i = 0; i < 120; ++i) {
    const auto outcome = begun[static_cast<std::size_t>(i)].get();
    const NewTurn& turn = turns[static_cast<std::size_t>(i)];
    if (i == 55) {
      EXPECT_FALSE(outcome);
    } else if (i % 10 >= 2 && i % 10 <= 4) {
      ASSERT_FALSE(outcome) << i;
      EXPECT_EQ(outcome.error().code, ErrorCode::kNotFound) << i;
      EXPECT_EQ(outcome.error().param, i % 10 == 4 ? "vigie.parent_message_id" : "") << i;
    } else {
      EXPECT_TRUE(outcome) << i << ": " << outcome.error().message;
      ++kept;
      ended.push_back(boost::asio::co_spawn(context, chats().finishAnswer(finished(turn, "answer to " + turn.text)),
                                            boost::asio::use_future));
    }
  }
  FinishedAnswer stray = finished(newTurn("ann", "x"), "of nobody");
  auto lost = boost::asio::co_spawn(context, chats().finishAnswer(stray), boost::asio::use_future);
  context.run();
  for (auto& one : ended) EXPECT_TRUE(one.get());
  EXPECT_EQ(lost.get().error().code, ErrorCode::kNotFound);
  EXPECT_EQ(value("SELECT count(*) FROM messages"), std::to_string(2 * kept));
  EXPECT_EQ(value("SELECT count(*) FROM messages a JOIN messages q ON q.id = a.parent_message_id"
                  " WHERE a.content = 'answer to ' || q.content AND a.status = 'complete' AND q.position < a.position"
                  " AND a.conversation_id = q.conversation_id"),
            std::to_string(kept - 1));
  EXPECT_THAT(historyTexts(turns[0], std::nullopt, 10), ElementsAre("question 0", "answer to question 0"));
}

TEST_F(ChatStoreTest, PlansMadeWhileTheTablesWereEmptyDoNotReadThemWhole) {
  constexpr int kRounds = 30;
  constexpr int kTogether = 50;
  for (int round = 0; round < kRounds; ++round) {
    boost::asio::io_context context;
    std::vector<std::future<bool>> written;
    for (int i = 0; i < kTogether; ++i) {
      written.push_back(boost::asio::co_spawn(
          context,
          [](ChatStore& store, NewTurn turn) -> boost::asio::awaitable<bool> {
            const auto begun = co_await store.beginTurn(turn);
            const auto ended = co_await store.finishAnswer(finished(turn, "answer"));
            co_return begun && ended;
          }(chats(), newTurn("ann", "question")),
          boost::asio::use_future));
    }
    context.run();
    for (auto& one : written) EXPECT_TRUE(one.get());
  }
  database->stop();  // a session that ends tells its counts
  const auto count = [this](const std::string& column, const std::string& table) {
    return std::stol(value("SELECT " + column + " FROM pg_stat_user_tables WHERE relname = '" + table + "'"));
  };
  for (const std::string table : {"messages", "conversations"}) {
    EXPECT_TRUE(comesTrue([&] { return count("n_tup_ins", table) >= kRounds * kTogether; })) << table;
    EXPECT_LT(count("seq_tup_read", table), 2 * kRounds * kTogether) << table << ": rows that were read to find one";
    // Nor the whole index, which is what a join of a small table becomes.
    EXPECT_LT(count("idx_tup_fetch", table), 4 * kRounds * kTogether) << table << ": rows that were read to find one";
  }
}

TEST_F(ChatStoreTest, LargeTurnsThatArriveTogetherDoNotShareOneCommit) {
  boost::asio::io_context context;
  auto guard = boost::asio::make_work_guard(context);
  std::thread runner([&context] { context.run(); });
  std::vector<std::future<Result<wire::Saved>>> begun;
  const auto begin = [&] {
    NewTurn turn = newTurn("ann", std::string(300'000, 'x'));
    begun.push_back(boost::asio::co_spawn(context, chats().beginTurn(std::move(turn)), boost::asio::use_future));
  };
  // Two commits are on their way for as long as this lock is held; what comes meanwhile waits for the next one.
  pqxx::connection holder(url);
  auto lock = std::make_unique<pqxx::work>(holder);
  lock->exec("LOCK TABLE messages IN EXCLUSIVE MODE");
  for (const int waiting : {1, 2}) {
    begin();
    EXPECT_TRUE(comesTrue([&] { return waitingForALock(url) == waiting; }));
  }
  for (int i = 0; i < 10; ++i) begin();
  boost::asio::post(context, boost::asio::use_future).get();  // behind them all
  lock.reset();
  for (auto& one : begun) EXPECT_TRUE(one.get());
  guard.reset();
  runner.join();
  EXPECT_EQ(value("SELECT count(*) FROM messages"), "24");
  EXPECT_LE(std::stol(value("SELECT max(bytes) FROM (SELECT sum(octet_length(content)) AS bytes FROM messages"
                            " GROUP BY xmin::text) AS of_a_transaction")),
            1'100'000)
      << "what a batch costs must stay far from a call's deadline";
}

TEST_F(ChatStoreTest, AnAnswerOfAnErasedConversationIsNotKept) {
  const NewTurn turn = newTurn("ann", "forget me");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  ASSERT_TRUE(await(conversations().erase("ann", turn.conversationId)));
  EXPECT_EQ(await(chats().finishAnswer(finished(turn, "too late"))).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(value("SELECT count(*) FROM messages"), "0");
  EXPECT_EQ(await(conversations().erase("ann", turn.conversationId)).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace vigie::test
