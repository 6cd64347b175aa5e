#include "tests/integration/store/store_harness.h"

namespace vigie::test {
namespace {

using State = IdempotencyClaim::State;

class IdempotencyStoreTest : public StoreTest {
 protected:
  static IdempotencyKey key(const std::string& owner = "ann") {
    IdempotencyKey out;
    out.owner = owner;
    out.key = "k-1";
    return out;
  }
  static Result<IdempotencyClaim> claim(PgDatabase& by, const std::string& hash = "aa",
                                        const std::string& owner = "ann") {
    return await(by.idempotency().claim(key(owner), hash, TurnIds::fresh()));
  }
  /// An exchange of the claim's ids, whose conversation the kept response goes with.
  void exchange(const IdempotencyClaim& claimed) {
    NewTurn turn = newTurn("ann", "q");
    turn.conversationId = claimed.ids.conversationId;
    turn.userMessageId = claimed.ids.userMessageId;
    turn.answerId = claimed.ids.answerId;
    ASSERT_TRUE(await(chats().beginTurn(turn)));
    ASSERT_TRUE(await(chats().finishAnswer(finished(turn, "a"))));
  }
  void endLeases() { value("UPDATE idempotency_keys SET lease_until = now() - interval '1 second' RETURNING 1"); }
};

TEST_F(IdempotencyStoreTest, AKeyIsAnsweredOnceAndThenGivesItsResponse) {
  const auto first = claim(*database);
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_EQ(first->state, State::kMine);
  EXPECT_EQ(claim(*database)->state, State::kRunning);
  exchange(*first);
  ASSERT_TRUE(await(database->idempotency().keep(key(), first->ids.conversationId, "{\"a\":\"é\\u0000\"}")));
  const auto again = claim(*database);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->state, State::kDone);
  EXPECT_EQ(again->response, "{\"a\":\"é\\u0000\"}");
  EXPECT_EQ(claim(*database, "bb")->state, State::kOtherRequest);
  EXPECT_EQ(claim(*database, "bb", "bob")->state, State::kMine) << "keys are their owner's";
}

TEST_F(IdempotencyStoreTest, AnotherReplicaTakesOverWhenTheLeaseIsOverWithTheSameIds) {
  const auto other = open();
  const auto first = claim(*database);
  ASSERT_EQ(first->state, State::kMine);
  EXPECT_EQ(claim(*other)->state, State::kRunning);
  EXPECT_EQ(claim(*other, "bb")->state, State::kOtherRequest) << "also while it runs";
  endLeases();
  EXPECT_EQ(claim(*database)->state, State::kRunning) << "this process is still answering it";
  const auto taken = claim(*other);
  ASSERT_EQ(taken->state, State::kMine);
  EXPECT_EQ(taken->ids.answerId, first->ids.answerId);
  EXPECT_EQ(taken->ids.conversationId, first->ids.conversationId);
}

TEST_F(IdempotencyStoreTest, AReleasedKeyIsFreeAtOnceAndKeepsItsIds) {
  const auto first = claim(*database);
  ASSERT_TRUE(await(database->idempotency().release(key())));
  const auto second = claim(*database);
  ASSERT_EQ(second->state, State::kMine);
  EXPECT_EQ(second->ids.userMessageId, first->ids.userMessageId);
}

TEST_F(IdempotencyStoreTest, OnlyOneOfManyAtOnceClaimsAKey) {
  const auto other = open();
  boost::asio::io_context context;
  std::vector<std::future<Result<IdempotencyClaim>>> claims;
  for (int i = 0; i < 20; ++i) {
    PgDatabase& by = i % 2 == 0 ? *database : *other;
    claims.push_back(
        boost::asio::co_spawn(context, by.idempotency().claim(key(), "aa", TurnIds::fresh()), boost::asio::use_future));
  }
  context.run();
  int mine = 0;
  for (auto& one : claims) {
    const auto got = one.get();
    ASSERT_TRUE(got) << got.error().message;
    if (got->state == State::kMine) ++mine;
  }
  EXPECT_EQ(mine, 1);
}

TEST_F(IdempotencyStoreTest, TheResponseGoesWithItsConversation) {
  const auto first = claim(*database);
  exchange(*first);
  ASSERT_TRUE(await(database->idempotency().keep(key(), first->ids.conversationId, "secret")));
  ASSERT_TRUE(await(conversations().erase("ann", first->ids.conversationId)));
  EXPECT_EQ(value("SELECT count(*) FROM idempotency_keys"), "0");
  const auto afterwards = claim(*database);
  EXPECT_EQ(afterwards->state, State::kMine);
  EXPECT_NE(afterwards->ids.conversationId, first->ids.conversationId) << "an erased conversation does not come back";
  EXPECT_EQ(await(database->idempotency().keep(key(), newId(), "x")).error().code, ErrorCode::kNotFound);
}

TEST_F(IdempotencyStoreTest, KeysAreForgottenByAgeAndRunningOnesAreNot) {
  ManualClock clock;
  PgDatabaseOptions options;
  options.clock = &clock;
  const auto replica = open(options);
  ASSERT_EQ(claim(*replica)->state, State::kMine);
  ASSERT_EQ(claim(*replica, "aa", "bob")->state, State::kMine);
  IdempotencyKey bobs = key("bob");
  ASSERT_TRUE(await(replica->idempotency().release(bobs)));
  clock.time += std::chrono::hours(23);
  await(replica->tidy());
  EXPECT_EQ(value("SELECT count(*) FROM idempotency_keys"), "2");
  clock.time += std::chrono::hours(2);
  await(replica->tidy());
  EXPECT_EQ(value("SELECT string_agg(owner, ' ') FROM idempotency_keys"), "ann") << "it is being answered";
}

TEST_F(IdempotencyStoreTest, TidyRenewsTheLeasesOfWhatIsBeingAnswered) {
  ASSERT_EQ(claim(*database)->state, State::kMine);
  ASSERT_EQ(claim(*database, "aa", "bob")->state, State::kMine);
  IdempotencyKey bobs = key("bob");
  ASSERT_TRUE(await(database->idempotency().release(bobs)));
  endLeases();
  await(database->tidy());
  EXPECT_EQ(value("SELECT string_agg(owner, ' ') FROM idempotency_keys WHERE lease_until > now()"), "ann");
}

}  // namespace
}  // namespace vigie::test
