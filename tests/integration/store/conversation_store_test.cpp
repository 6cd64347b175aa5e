#include "tests/integration/store/store_harness.h"

#include <algorithm>

namespace vigie::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ConversationStoreTest : public StoreTest {
 protected:
  /// A conversation with one exchange; gives its turn.
  NewTurn exchange(const std::string& owner, const std::string& title, const std::string& question,
                   const std::string& answer = "An answer.") {
    NewTurn turn = newTurn(owner, question);
    turn.title = title;
    EXPECT_TRUE(await(chats().beginTurn(turn)));
    EXPECT_TRUE(await(chats().finishAnswer(finished(turn, answer))));
    return turn;
  }
  std::vector<std::string> titlesFor(const std::string& search, const std::string& owner = "ann") {
    const auto page = await(conversations().list(owner, search, 50, ""));
    EXPECT_TRUE(page) << page.error().message;
    std::vector<std::string> titles;
    for (const auto& conversation : page->data) titles.push_back(conversation.title);
    return titles;
  }
};

TEST_F(ConversationStoreTest, AnEmptyOneIsThereAndTheFirstQuestionNamesIt) {
  const std::string id = newId();
  const auto made = await(conversations().create("ann", id, ""));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->id, id);
  EXPECT_EQ(made->messageCount, 0);
  NewTurn turn = newTurn("ann", "q");
  turn.conversationId = id;
  turn.newConversation = false;
  turn.title = "From the question";
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  EXPECT_EQ(await(conversations().get("ann", id))->title, "From the question");
  NewTurn second = nextTurn(turn, "q2");
  second.title = "Another";
  ASSERT_TRUE(await(chats().beginTurn(second)));
  EXPECT_EQ(await(conversations().get("ann", id))->title, "From the question");
}

TEST_F(ConversationStoreTest, CreatingTwiceIsOnceAndNeverGivesAnotherOwnersAway) {
  const std::string id = newId();
  ASSERT_TRUE(await(conversations().create("ann", id, "Mine")));
  EXPECT_EQ(await(conversations().create("ann", id, "Again"))->title, "Mine");
  EXPECT_EQ(await(conversations().create("bob", id, "Taken")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), "1");
}

TEST_F(ConversationStoreTest, ARenameKeepsTheStatusAndTheOtherWayRound) {
  const NewTurn turn = exchange("ann", "Before", "q");
  wire::ConversationChange rename;
  rename.title = "After";
  EXPECT_EQ(await(conversations().change("ann", turn.conversationId, rename))->title, "After");
  wire::ConversationChange close;
  close.status = "completed";
  const auto closed = await(conversations().change("ann", turn.conversationId, close));
  ASSERT_TRUE(closed) << closed.error().message;
  EXPECT_EQ(closed->title, "After");
  EXPECT_EQ(closed->status, "completed");
  EXPECT_EQ(closed->messageCount, 2);
  EXPECT_THAT(titlesFor("after"), ElementsAre("After")) << "the search knows the new title";
  EXPECT_THAT(titlesFor("before"), IsEmpty());
}

TEST_F(ConversationStoreTest, ASearchFindsTitlesAndMessagesByTheBeginningOfEveryWord) {
  exchange("ann", "Index rebuild", "How long does it take?");
  exchange("ann", "Night shift", "Which indexes are rebuilt tonight?");
  exchange("ann", "Lunch", "Where?", "The indexation of nothing.");
  EXPECT_THAT(titlesFor("index"), UnorderedElementsAre("Index rebuild", "Night shift", "Lunch"));
  EXPECT_THAT(titlesFor("INDEX reb"), UnorderedElementsAre("Index rebuild", "Night shift"));
  EXPECT_THAT(titlesFor("rebuilt index"), ElementsAre("Night shift"));
  EXPECT_THAT(titlesFor("dex"), IsEmpty()) << "the middle of a word is no beginning";
  EXPECT_THAT(titlesFor("lunch dinner"), IsEmpty());
}

TEST_F(ConversationStoreTest, ASearchKnowsNoAccentsCaseOrElision) {
  exchange("ann", "Réindexation à l’été", "Où est l'œuvre du cœur ?");
  exchange("ann", "ÉCLAIRAGE", "x");
  exchange("ann", "Strasse", "Straße, Ångström");
  for (const char* words : {"reindexation", "RÉINDEXATION", "réindex ete", "ete", "été", "e\u0301te\u0301",
                            "oeuvre coeur", "œuvre", "ou"}) {
    EXPECT_THAT(titlesFor(words), ElementsAre("Réindexation à l’été")) << words;
  }
  EXPECT_THAT(titlesFor("éclairage"), ElementsAre("ÉCLAIRAGE"));
  EXPECT_THAT(titlesFor("strasse angstrom"), ElementsAre("Strasse"));
}

TEST_F(ConversationStoreTest, WhatSomebodyTypesIsNeverAQueryLanguage) {
  exchange("ann", "It's 100% | done & gone", "a\\b 'quoted' c:*");
  for (const char* words :
       {"it's", "100%", "done | nothing-else-matters", "'", "\\", "a\\b", "!!!", ":*", "& | !", "(", "''"}) {
    const auto page = await(conversations().list("ann", words, 10, ""));
    EXPECT_TRUE(page) << words;
  }
  EXPECT_THAT(titlesFor("quoted"), ElementsAre("It's 100% | done & gone"));
  EXPECT_THAT(titlesFor("!!!"), IsEmpty()) << "no word, nothing found";
}

TEST_F(ConversationStoreTest, ASearchStaysWithItsOwnerAndGoesOnByPages) {
  exchange("bob", "Secret plans", "shared words");
  EXPECT_THAT(titlesFor("secret"), IsEmpty());
  EXPECT_THAT(titlesFor("shared"), IsEmpty());
  for (int i = 0; i < 5; ++i) exchange("ann", "Plan " + std::to_string(i), "q");
  std::vector<std::string> met;
  std::string after;
  do {
    const auto page = await(conversations().list("ann", "plan", 2, after));
    ASSERT_TRUE(page);
    for (const auto& conversation : page->data) met.push_back(conversation.title);
    after = page->nextCursor;
  } while (!after.empty());
  EXPECT_THAT(met, ElementsAre("Plan 4", "Plan 3", "Plan 2", "Plan 1", "Plan 0"));
}

TEST_F(ConversationStoreTest, TheSearchCanUseBothIndexes) {
  exchange("ann", "t", "q");
  const std::string plan = value(
      "SET enable_seqscan = off; EXPLAIN (FORMAT JSON)"
      " SELECT id FROM conversations WHERE title_words @@ vigie_query('night')"
      " UNION SELECT conversation_id FROM messages WHERE content_words @@ vigie_query('night')");
  EXPECT_NE(plan.find("conversations_search"), std::string::npos) << plan;
  EXPECT_NE(plan.find("messages_search"), std::string::npos) << plan;
}

TEST_F(ConversationStoreTest, AWindowShowsTheOwnersMessagesOldestFirst) {
  const NewTurn first = exchange("ann", "t", "q1", "a1");
  const NewTurn second = exchange("ann", "t", "q2", "a2");
  exchange("bob", "t", "theirs");
  value("UPDATE messages SET created_at = '2026-03-01T12:00:00Z' WHERE conversation_id = '" + first.conversationId +
        "' RETURNING 1");
  value("UPDATE messages SET created_at = '2026-03-01T13:00:00Z' WHERE conversation_id = '" + second.conversationId +
        "' RETURNING 1");
  wire::FeedbackInput rating;
  rating.rating = "down";
  ASSERT_TRUE(await(feedbackLoop().rate("ann", first.answerId, rating)));

  MessageWindow window;
  window.from = *fromIso8601("2026-03-01T12:00:00Z");
  window.to = *fromIso8601("2026-03-01T13:00:00Z");
  window.role = "assistant";
  auto page = await(conversations().messagesInWindow("ann", window, 10, ""));
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->data.size(), 1U) << "the window's end is not in it";
  EXPECT_EQ(page->data[0].message.id, first.answerId);
  EXPECT_EQ(page->data[0].message.conversationId, first.conversationId);
  EXPECT_EQ(page->data[0].message.content, "") << "not even read";
  EXPECT_TRUE(page->data[0].message.timings);
  EXPECT_EQ(page->data[0].rating, "down");

  window.to += std::chrono::seconds(1);
  window.role.clear();
  window.withContent = true;
  std::vector<std::string> contents;
  std::string after;
  do {
    page = await(conversations().messagesInWindow("ann", window, 3, after));
    ASSERT_TRUE(page);
    for (const auto& item : page->data) contents.push_back(item.message.content);
    after = page->nextCursor;
  } while (!after.empty());
  std::sort(contents.begin(), contents.end());
  EXPECT_THAT(contents, ElementsAre("a1", "a2", "q1", "q2"));
}

TEST_F(ConversationStoreTest, RetentionGoesStepByStepSoThatLeasesDoNotWaitForIt) {
  value(
      "INSERT INTO conversations (id, owner, title, updated_at)"
      " SELECT gen_random_uuid(), 'ann', '', now() - interval '31 days' FROM generate_series(1, 1200); SELECT 'done'");
  PgDatabaseOptions options;
  options.retention = std::chrono::days(30);
  const auto retaining = open(options);
  for (const char* left : {"700", "200", "0"}) {
    await(retaining->tidy());
    EXPECT_EQ(value("SELECT count(*) FROM conversations"), left);
  }
  EXPECT_EQ(value("SELECT count(*) FROM erased_conversations"), "1200");
}

TEST_F(ConversationStoreTest, RetentionErasesWhatHadNoTurnForSoLong) {
  ManualClock clock;
  PgDatabaseOptions options;
  options.clock = &clock;
  options.retention = std::chrono::days(30);
  const auto replica = open(options);
  const NewTurn old = exchange("ann", "Old", "q");
  const NewTurn continued = exchange("bob", "Continued", "q");
  value("UPDATE conversations SET updated_at = now() - interval '10 days' WHERE id = '" + old.conversationId +
        "' RETURNING 1");
  clock.time += std::chrono::days(19);
  await(replica->tidy());
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), "2");
  clock.time += std::chrono::minutes(30) + std::chrono::days(2);
  await(replica->tidy());
  EXPECT_EQ(value("SELECT string_agg(title, ' ') FROM conversations"), "Continued");
  EXPECT_EQ(value("SELECT count(*) FROM messages"), "2");
  await(database->tidy());
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), "1") << "without a retention nothing is erased";
}

TEST_F(ConversationStoreTest, AnotherOwnersConversationCannotBeChanged) {
  const NewTurn turn = exchange("ann", "Mine", "q");
  wire::ConversationChange rename;
  rename.title = "Yours";
  const Error missing = await(conversations().change("ann", newId(), rename)).error();
  EXPECT_EQ(await(conversations().change("bob", turn.conversationId, rename)).error(), missing);
  EXPECT_EQ(await(conversations().get("ann", turn.conversationId))->title, "Mine");
}

}  // namespace
}  // namespace vigie::test
