#include "tests/integration/store/store_harness.h"

#include <pqxx/pqxx>

namespace vigie::test {
namespace {

/// The tables in which any column's text holds `canary`.
std::vector<std::string> tablesHolding(const std::string& url, const std::string& canary) {
  pqxx::connection connection(url);
  pqxx::nontransaction session(connection);
  std::vector<std::string> found;
  for (const auto& row : session.exec("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
    const auto table = row[0].as<std::string>();
    const auto hits = session.exec_params(
        "SELECT count(*) FROM " + session.quote_name(table) + " t WHERE position($1 in t::text) > 0", canary);
    if (hits[0][0].as<int>() > 0) found.push_back(table);
  }
  return found;
}

class ErasureTest : public StoreTest {};

TEST_F(ErasureTest, OfAConversationLeavesNothingInAnyTable) {
  const std::string canary = "canary" + newId().substr(0, 8);
  NewTurn turn = newTurn("ann", "question " + canary);
  turn.title = "title " + canary;
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  FinishedAnswer answer = finished(turn, "answer " + canary);
  wire::Citation citation;
  citation.documentId = newId();
  citation.title = "cited " + canary;
  citation.quote = "quote " + canary;
  answer.citations.push_back(citation);
  ASSERT_TRUE(await(chats().finishAnswer(answer)));
  // What later parts of the contract write beside it.
  value("INSERT INTO feedback (id, message_id, owner, rating, reason, correction) VALUES ('" + newId() + "', '" +
        turn.answerId + "', 'ann', 'down', '" + canary + "', '" + canary + "') RETURNING 1");
  value(
      "INSERT INTO idempotency_keys (owner, key, request_hash, status, response, conversation_id,"
      " turn_conversation_id, user_message_id, answer_id) VALUES"
      " ('ann', 'k', '\\x00', 'done', '{\"content\": \"" +
      canary + "\"}', '" + turn.conversationId + "', '" + turn.conversationId + "', '" + turn.userMessageId + "', '" +
      turn.answerId + "') RETURNING 1");
  ASSERT_THAT(tablesHolding(url, canary),
              ::testing::UnorderedElementsAre("conversations", "messages", "feedback", "idempotency_keys"));

  ASSERT_TRUE(await(conversations().erase("ann", turn.conversationId)));
  EXPECT_THAT(tablesHolding(url, canary), ::testing::IsEmpty());
  EXPECT_THAT(tablesHolding(url, turn.conversationId), ::testing::IsEmpty());
  EXPECT_THAT(tablesHolding(url, turn.answerId), ::testing::IsEmpty());
}

TEST_F(ErasureTest, TakesATurnAlongThatWasBeingWritten) {
  const NewTurn turn = newTurn("ann", "first");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  const std::string late = newId();
  pqxx::connection connection(url);
  pqxx::work writing(connection);
  // As beginTurn does it: the conversation's row first.
  writing.exec_params("UPDATE conversations SET updated_at = now() WHERE id = $1::uuid", turn.conversationId);
  writing.exec_params(
      "INSERT INTO messages (id, conversation_id, role, content, status)"
      " VALUES ($1::uuid, $2::uuid, 'user', 'late', 'complete')",
      late, turn.conversationId);
  std::thread erasing([&] { EXPECT_TRUE(await(conversations().erase("ann", turn.conversationId))); });
  const bool waited = comesTrue([this] { return waitingForALock(url) == 1; });
  writing.commit();
  erasing.join();
  EXPECT_TRUE(waited);
  EXPECT_THAT(tablesHolding(url, late), ::testing::IsEmpty());
}

TEST_F(ErasureTest, OfAConversationRefusesATurnThatWaitedForIt) {
  const NewTurn turn = newTurn("ann", "first");
  ASSERT_TRUE(await(chats().beginTurn(turn)));
  const NewTurn next = nextTurn(turn, "next");
  pqxx::connection connection(url);
  pqxx::work erasing(connection);
  erasing.exec_params("DELETE FROM conversations WHERE id = $1::uuid", turn.conversationId);
  std::thread writing([&] {
    const auto begun = await(chats().beginTurn(next));
    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().code, ErrorCode::kNotFound);
  });
  const bool waited = comesTrue([this] { return waitingForALock(url) == 1; });
  erasing.commit();
  writing.join();
  EXPECT_TRUE(waited);
  EXPECT_THAT(tablesHolding(url, next.userMessageId), ::testing::IsEmpty());
}

TEST_F(ErasureTest, OfADocumentLeavesOnlyItsIdInTheChanges) {
  const std::string canary = "canary" + newId().substr(0, 8);
  NewDocument document = newDocument("ann", "title " + canary, "text " + canary);
  ASSERT_TRUE(await(documents().insert(document)));
  ASSERT_TRUE(
      await(documents().saveChunks(document.id, document.contentHash, "local-hash", chunksOf({"chunk " + canary}))));
  ASSERT_THAT(tablesHolding(url, canary), ::testing::UnorderedElementsAre("documents", "chunks"));
  ASSERT_TRUE(await(documents().erase("ann", document.id)));
  EXPECT_THAT(tablesHolding(url, canary), ::testing::IsEmpty());
  EXPECT_THAT(tablesHolding(url, document.id), ::testing::ElementsAre("index_changes"));
}

}  // namespace
}  // namespace vigie::test
