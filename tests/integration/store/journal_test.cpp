// The outage journal in front of a real PostgreSQL that stops, hangs and fills up.
#include "core/store/impl/journal_codec.h"
#include "core/store/impl/pg_session.h"
#include "tests/integration/store/store_harness.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

namespace vigie::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using ::testing::ElementsAre;
using SteadyClock = std::chrono::steady_clock;

/// A cluster of its own, because it is stopped; a journal beside it.
class JournalTest : public ::testing::Test {
 protected:
  JournalTest() { database = open(); }
  ~JournalTest() override {
    database.reset();
    fs::remove_all(directory);
  }

  std::unique_ptr<PgDatabase> open(std::uint64_t journalBytes = 8'000'000) {
    registries.push_back(std::make_unique<prometheus::Registry>());
    PgDatabaseOptions options;
    options.pool.callTimeout = 1s;
    options.pool.connections = 4;
    options.journalDirectory = directory;
    options.journalBytes = journalBytes;
    auto made = PgDatabase::create(Secret(url), *registries.back(), options);
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
  }
  void start() {
    const auto started = await(database->start(30s));
    ASSERT_TRUE(started) << started.error().message;
  }
  /// Drains until the journal is empty; false after half a minute.
  bool drain() {
    boost::asio::io_context context;
    boost::asio::cancellation_signal cancel;
    boost::asio::co_spawn(context, database->drainJournal(),
                          boost::asio::bind_cancellation_slot(cancel.slot(), [](const std::exception_ptr&) {}));
    std::thread runner([&context] { context.run(); });
    const auto end = SteadyClock::now() + 30s;
    while (database->journalDepth() > 0 && SteadyClock::now() < end) std::this_thread::sleep_for(1ms);
    boost::asio::post(context, [&cancel] { cancel.emit(boost::asio::cancellation_type::terminal); });
    runner.join();
    return database->journalDepth() == 0;
  }
  bool comesBack() {
    const auto end = SteadyClock::now() + 30s;
    while (database->health().state != DatabaseHealth::State::kOk) {
      if (SteadyClock::now() > end) return false;
      std::this_thread::sleep_for(2ms);
    }
    return true;
  }

  wire::Saved begin(const NewTurn& turn) {
    const auto begun = await(database->chats().beginTurn(turn));
    EXPECT_TRUE(begun) << begun.error().message;
    return begun ? *begun : wire::Saved::kNo;
  }
  wire::Saved finish(const NewTurn& turn, const std::string& content = "an answer") {
    FinishedAnswer answer = finished(turn, content);
    answer.owner = turn.owner;
    const auto ended = await(database->chats().finishAnswer(answer));
    EXPECT_TRUE(ended) << ended.error().message;
    return ended ? *ended : wire::Saved::kNo;
  }
  std::string value(const std::string& statement) const { return queryValue(url, statement); }
  std::vector<std::string> contents(const NewTurn& turn) {
    const auto page = await(database->conversations().messages(turn.owner, turn.conversationId, 100, ""));
    EXPECT_TRUE(page) << page.error().message;
    std::vector<std::string> out;
    if (!page) return out;
    for (const auto& message : page->data) out.push_back(message.content);
    return out;
  }

  PostgresCluster cluster;
  std::string url = cluster.createDatabase();
  fs::path directory = fs::temp_directory_path() / ("vigie-journal-" + newId());
  std::vector<std::unique_ptr<prometheus::Registry>> registries;
  std::unique_ptr<PgDatabase> database;
};

TEST_F(JournalTest, WithPostgresqlThereNothingIsJournaled) {
  start();
  const NewTurn turn = newTurn("ann", "q");
  EXPECT_EQ(begin(turn), wire::Saved::kYes);
  EXPECT_EQ(finish(turn), wire::Saved::kYes);
  EXPECT_EQ(database->journalDepth(), 0U);
}

TEST_F(JournalTest, WhatIsSaidDuringAnOutageIsThereAfterItOnceAndInOrder) {
  start();
  const NewTurn before = newTurn("ann", "before");
  begin(before);
  cluster.stop();
  EXPECT_EQ(finish(before, "its answer"), wire::Saved::kJournaled) << "begun in PostgreSQL, ended in the journal";
  const NewTurn during = newTurn("ann", "during");
  EXPECT_EQ(begin(during), wire::Saved::kJournaled);
  const auto said = SystemClock().now();
  EXPECT_EQ(finish(during, "answered"), wire::Saved::kJournaled);
  EXPECT_EQ(database->journalDepth(), 3U);

  cluster.start();
  ASSERT_TRUE(comesBack());
  ASSERT_TRUE(drain());
  EXPECT_THAT(contents(before), ElementsAre("before", "its answer"));
  EXPECT_THAT(contents(during), ElementsAre("during", "answered"));
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), "2");
  EXPECT_EQ(value("SELECT string_agg(DISTINCT status, ' ') FROM messages"), "complete");
  const auto conversation = await(database->conversations().get("ann", during.conversationId));
  ASSERT_TRUE(conversation);
  EXPECT_LE(conversation->createdAt, said) << "it has the time at which it was said";
  EXPECT_TRUE(fs::is_empty(*fs::directory_iterator(directory)));
}

TEST_F(JournalTest, BeforePostgresqlWasEverThereTurnsAreKeptToo) {
  cluster.stop();
  const NewTurn turn = newTurn("ann", "early");
  EXPECT_EQ(begin(turn), wire::Saved::kJournaled);
  EXPECT_EQ(finish(turn), wire::Saved::kJournaled);
  cluster.start();
  start();
  ASSERT_TRUE(drain());
  EXPECT_THAT(contents(turn), ElementsAre("early", "an answer"));
}

TEST_F(JournalTest, AHungServerCostsOneDeadlineAndLosesNothing) {
  start();
  cluster.suspend();
  const NewTurn first = newTurn("ann", "first");
  EXPECT_EQ(begin(first), wire::Saved::kJournaled);  // after the call's deadline
  const auto known = SteadyClock::now();
  const NewTurn second = newTurn("ann", "second");
  EXPECT_EQ(begin(second), wire::Saved::kJournaled);
  EXPECT_EQ(finish(second), wire::Saved::kJournaled);
  EXPECT_EQ(finish(first), wire::Saved::kJournaled);
  EXPECT_LT(SteadyClock::now() - known, 900ms) << "once it is known to hang, nobody waits for it";
  cluster.resume();
  ASSERT_TRUE(comesBack());
  ASSERT_TRUE(drain());
  EXPECT_THAT(contents(first), ElementsAre("first", "an answer"));
  EXPECT_THAT(contents(second), ElementsAre("second", "an answer"));
  EXPECT_EQ(value("SELECT count(*) FROM messages"), "4") << "the write that was in doubt is one write";
}

TEST_F(JournalTest, AFullDiskOfPostgresqlIsAnOutageOfWritesOnly) {
  start();
  // What PostgreSQL says when a file cannot grow.
  value(
      "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
      " RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;"
      " CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION full_disk();"
      " SELECT 'done'");
  const NewTurn turn = newTurn("ann", "q");
  EXPECT_EQ(begin(turn), wire::Saved::kJournaled);
  EXPECT_EQ(finish(turn), wire::Saved::kJournaled);
  EXPECT_TRUE(await(database->conversations().list("ann", "", 10, ""))) << "reading goes on";
  value("DROP TRIGGER full_disk ON messages; SELECT 'done'");
  ASSERT_TRUE(drain());
  EXPECT_THAT(contents(turn), ElementsAre("q", "an answer"));
}

TEST_F(JournalTest, AFullJournalIsUnavailableAndHealsByDraining) {
  database = open(20'000);
  start();
  cluster.stop();
  std::vector<NewTurn> kept;
  Error refusal;
  for (int i = 0; i < 100; ++i) {
    const NewTurn turn = newTurn("ann", std::string(2'000, 'x'));
    const auto begun = await(database->chats().beginTurn(turn));
    if (!begun) {
      refusal = begun.error();
      break;
    }
    kept.push_back(turn);
  }
  ASSERT_GE(kept.size(), 3U);
  EXPECT_EQ(refusal.code, ErrorCode::kUnavailable);
  EXPECT_THAT(refusal.message, ::testing::HasSubstr("journal is full"));
  cluster.start();
  ASSERT_TRUE(comesBack());
  ASSERT_TRUE(drain());
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), std::to_string(kept.size()));
  EXPECT_EQ(begin(newTurn("ann", "again")), wire::Saved::kYes);
}

TEST_F(JournalTest, LargeTurnsOfAnOutageComeBackToo) {
  database = open(64'000'000);
  start();
  cluster.stop();
  // What a body may hold; words with accents are what costs PostgreSQL most.
  std::string text;
  while (text.size() < 1'000'000) text += "l\u2019été à l\u2019œuvre " + std::to_string(text.size()) + ' ';
  constexpr int kTurns = 16;
  for (int i = 0; i < kTurns; ++i) {
    const NewTurn turn = newTurn("ann", text);
    ASSERT_EQ(begin(turn), wire::Saved::kJournaled);
    ASSERT_EQ(finish(turn), wire::Saved::kJournaled);
  }
  cluster.start();
  ASSERT_TRUE(comesBack());
  ASSERT_TRUE(drain());
  EXPECT_EQ(value("SELECT count(*) FROM messages WHERE status = 'complete'"), std::to_string(2 * kTurns));
  EXPECT_EQ(database->health().state, DatabaseHealth::State::kOk);
}

TEST_F(JournalTest, EntriesThatPostgresqlIsSlowWithComeBackOneByOne) {
  start();
  cluster.stop();
  constexpr int kTurns = 12;
  for (int i = 0; i < kTurns; ++i) EXPECT_EQ(begin(newTurn("ann", "slow")), wire::Saved::kJournaled);
  cluster.start();
  ASSERT_TRUE(comesBack());
  // All of them together take longer than a call may.
  value(
      "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.15); RETURN NEW; END $$;"
      " CREATE TRIGGER slow BEFORE INSERT ON messages FOR EACH ROW WHEN (NEW.content = 'slow')"
      " EXECUTE FUNCTION slow(); SELECT 'done'");
  ASSERT_TRUE(drain());
  EXPECT_EQ(value("SELECT count(*) FROM messages WHERE content = 'slow'"), std::to_string(kTurns));
}

TEST_F(JournalTest, TwoStepsOfTheReplayAtOnceDropNothing) {
  start();
  OutageJournal::Options options;
  options.directory = directory / "other";
  registries.push_back(std::make_unique<prometheus::Registry>());
  StoreMetrics metrics(*registries.back());
  const auto journal = OutageJournal::open(std::move(options), metrics);
  const auto pool = PgPool::create(Secret(url), metrics);
  ASSERT_TRUE(journal && pool);
  ASSERT_TRUE(await((*pool)->start(30s, [](impl::PgSession&) { return Result<void>(); })));
  constexpr std::size_t kTurns = 100;
  for (std::size_t i = 0; i < kTurns; ++i) {
    impl::JournaledTurn write;
    write.turn = newTurn("ann", std::to_string(i));
    write.replicaId = newId();
    JournalEntry entry;
    entry.conversationId = write.turn.conversationId;
    entry.owner = write.turn.owner;
    entry.payload = impl::encodeWrite(write);
    ASSERT_TRUE(await((*journal)->append(std::move(entry))));
  }
  // The second begins while the first still works, as after a step whose deadline passed: its worker goes on.
  JournalReplay replay(**pool, **journal, 20s);
  pqxx::connection holder(url);
  auto lock = std::make_unique<pqxx::work>(holder);
  lock->exec("LOCK TABLE messages IN EXCLUSIVE MODE");
  std::atomic<int> returned{0};
  std::vector<std::thread> steps;
  for (int i = 0; i < 2; ++i) {
    steps.emplace_back([&] {
      EXPECT_TRUE(await(replay.step()));
      ++returned;
    });
  }
  EXPECT_TRUE(comesTrue([&] { return waitingForALock(url) + returned >= 2; }));
  lock.reset();
  for (std::thread& step : steps) step.join();
  EXPECT_EQ(std::stoul(value("SELECT count(*) FROM conversations")) + (*journal)->depth(), kTurns)
      << "an entry is in PostgreSQL, or still in the journal";
}

TEST_F(JournalTest, TheNextProcessBringsBackWhatAKilledOneLeft) {
  start();
  cluster.stop();
  const NewTurn whole = newTurn("ann", "whole");
  begin(whole);
  finish(whole);
  const NewTurn cut = newTurn("ann", "cut");
  begin(cut);
  database.reset();
  cluster.start();
  database = open();
  start();
  ASSERT_TRUE(drain());
  EXPECT_THAT(contents(whole), ElementsAre("whole", "an answer"));
  EXPECT_EQ(value("SELECT status FROM messages WHERE id = '" + cut.answerId + "'"), "running");
  EXPECT_EQ(value("SELECT lease_until IS NOT NULL AND replica_id IS NOT NULL FROM messages WHERE id = '" +
                  cut.answerId + "'"),
            "t");
  value("UPDATE messages SET lease_until = now() - interval '1 second' WHERE status = 'running' RETURNING 1");
  await(database->tidy());
  EXPECT_EQ(value("SELECT status FROM messages WHERE id = '" + cut.answerId + "'"), "failed")
      << "nobody makes it any more";
}

TEST_F(JournalTest, ReplayedAgainAfterACrashNothingIsDoubled) {
  start();
  cluster.stop();
  const NewTurn turn = newTurn("ann", "once");
  begin(turn);
  finish(turn, "the answer");
  cluster.start();
  ASSERT_TRUE(comesBack());
  const fs::path copy = directory.string() + "-copy";
  fs::copy(directory, copy, fs::copy_options::recursive);
  ASSERT_TRUE(drain());
  // The crash between the commit and the file's end: the file is there again.
  database.reset();
  fs::remove_all(directory);
  fs::rename(copy, directory);
  database = open();
  start();
  EXPECT_EQ(database->journalDepth(), 2U);
  ASSERT_TRUE(drain());
  EXPECT_THAT(contents(turn), ElementsAre("once", "the answer"));
  EXPECT_EQ(value("SELECT count(*) FROM messages"), "2");
}

TEST_F(JournalTest, WhatWasErasedDoesNotComeBack) {
  start();
  cluster.stop();
  const NewTurn turn = newTurn("ann", "forget me");
  begin(turn);
  finish(turn);
  EXPECT_EQ(await(database->conversations().erase("ann", turn.conversationId)).error().code, ErrorCode::kUnavailable)
      << "an erasure during an outage is no erasure";
  const fs::path copy = directory.string() + "-copy";
  fs::copy(directory, copy, fs::copy_options::recursive);
  cluster.start();
  ASSERT_TRUE(comesBack());
  EXPECT_EQ(await(database->conversations().erase("ann", turn.conversationId)).error().code, ErrorCode::kUnavailable)
      << "nor while some of it is still in the journal";
  ASSERT_TRUE(drain());
  ASSERT_TRUE(await(database->conversations().erase("ann", turn.conversationId)));
  // Another replica's journal, or this one's after a crash, still has it.
  database.reset();
  fs::remove_all(directory);
  fs::rename(copy, directory);
  database = open();
  start();
  ASSERT_TRUE(drain());
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM messages"), "0");
}

TEST_F(JournalTest, WhatWasRetainedAwayDoesNotComeBackEither) {
  start();
  cluster.stop();
  const NewTurn turn = newTurn("ann", "long ago");
  begin(turn);
  finish(turn);
  const fs::path copy = directory.string() + "-copy";
  fs::copy(directory, copy, fs::copy_options::recursive);
  cluster.start();
  ASSERT_TRUE(comesBack());
  ASSERT_TRUE(drain());
  PgDatabaseOptions options;
  options.retention = std::chrono::days(30);
  prometheus::Registry other;
  value("UPDATE conversations SET updated_at = now() - interval '31 days'; SELECT 'done'");
  const auto retaining = PgDatabase::create(Secret(url), other, options);
  ASSERT_TRUE(retaining);
  ASSERT_TRUE(await((*retaining)->start(30s)));
  await((*retaining)->tidy());
  ASSERT_EQ(value("SELECT count(*) FROM conversations"), "0");
  // The crash between the commit of the replay and the journal's end.
  database.reset();
  fs::remove_all(directory);
  fs::rename(copy, directory);
  database = open();
  start();
  ASSERT_TRUE(drain());
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), "0");
}

TEST_F(JournalTest, AnAnswerThatIsStillBeingMadeAfterTheOutageIsKeptAlive) {
  start();
  cluster.stop();
  const NewTurn turn = newTurn("ann", "a long story");
  EXPECT_EQ(begin(turn), wire::Saved::kJournaled);
  cluster.start();
  ASSERT_TRUE(comesBack());
  ASSERT_TRUE(drain());
  const auto status = [&] { return value("SELECT status FROM messages WHERE id = '" + turn.answerId + "'"); };
  const auto leaseEnds = [&] {
    value("UPDATE messages SET lease_until = now() - interval '1 second' WHERE status = 'running' RETURNING 1");
    await(database->tidy());
  };
  leaseEnds();
  EXPECT_EQ(status(), "running") << "its replica lives and makes it";
  cluster.stop();
  EXPECT_EQ(finish(turn), wire::Saved::kJournaled);
  cluster.start();
  ASSERT_TRUE(comesBack());
  leaseEnds();
  EXPECT_EQ(status(), "failed") << "nobody makes it any more";
  ASSERT_TRUE(drain());
  EXPECT_EQ(status(), "complete") << "what was said has the last word";
}

TEST_F(JournalTest, WhatPostgresqlRefusesForGoodIsSetAsideAndHoldsNothingUp) {
  start();
  value("ALTER TABLE messages ADD CONSTRAINT no_curse CHECK (content <> 'curse')");
  cluster.stop();
  const NewTurn before = newTurn("ann", "before");
  const NewTurn refused = newTurn("ann", "curse");
  const NewTurn after = newTurn("ann", "after");
  for (const NewTurn& turn : {before, refused, after}) {
    begin(turn);
    finish(turn);
  }
  cluster.start();
  ASSERT_TRUE(comesBack());
  ASSERT_TRUE(drain());
  EXPECT_THAT(contents(before), ElementsAre("before", "an answer"));
  EXPECT_THAT(contents(after), ElementsAre("after", "an answer"));
  const auto aside = [this] {
    std::string all;
    for (const auto& file : fs::recursive_directory_iterator(directory)) {
      if (file.path().extension() != ".refused") continue;
      std::ostringstream text;
      text << std::ifstream(file.path()).rdbuf();
      all += text.str();
    }
    return all;
  };
  EXPECT_THAT(aside(), ::testing::HasSubstr("curse"));
  EXPECT_THAT(aside(), ::testing::HasSubstr("an answer")) << "what has no place without it goes with it";
  EXPECT_THAT(aside(), ::testing::Not(::testing::HasSubstr("before")));
  EXPECT_EQ(await(database->conversations().erase("bob", refused.conversationId)).error().code, ErrorCode::kNotFound);
  EXPECT_THAT(aside(), ::testing::HasSubstr("curse"));
  EXPECT_TRUE(await(database->conversations().erase("ann", refused.conversationId)));
  EXPECT_EQ(aside(), "");
  EXPECT_EQ(await(database->conversations().erase("ann", refused.conversationId)).error().code, ErrorCode::kNotFound);
}

TEST_F(JournalTest, AConversationInTheJournalIsNotReadHalf) {
  start();
  const NewTurn first = newTurn("ann", "q1");
  begin(first);
  finish(first);
  cluster.stop();
  const NewTurn second = nextTurn(first, "q2");
  EXPECT_EQ(begin(second), wire::Saved::kJournaled);
  EXPECT_EQ(finish(second), wire::Saved::kJournaled);
  cluster.start();
  ASSERT_TRUE(comesBack());
  const auto history = await(database->chats().history("ann", first.conversationId, std::nullopt, newId(), 10));
  ASSERT_FALSE(history);
  EXPECT_EQ(history.error().code, ErrorCode::kUnavailable);
  const NewTurn third = nextTurn(first, "q3");
  EXPECT_EQ(begin(third), wire::Saved::kJournaled) << "or it would stand before the second";
  EXPECT_EQ(finish(third), wire::Saved::kJournaled);
  ASSERT_TRUE(drain());
  EXPECT_THAT(contents(first), ElementsAre("q1", "an answer", "q2", "an answer", "q3", "an answer"));
  EXPECT_EQ(await(database->chats().history("ann", first.conversationId, std::nullopt, newId(), 10))->size(), 6U);
}

TEST_F(JournalTest, AnotherOwnersConversationStaysClosedThroughTheJournal) {
  start();
  const NewTurn mine = newTurn("ann", "mine");
  begin(mine);
  finish(mine);
  cluster.stop();
  NewTurn intruder = nextTurn(mine, "let me in");
  intruder.owner = "bob";
  EXPECT_EQ(begin(intruder), wire::Saved::kJournaled);  // nobody can tell now
  cluster.start();
  ASSERT_TRUE(comesBack());
  EXPECT_TRUE(await(database->conversations().get("ann", mine.conversationId))) << "bob's attempt is not ann's outage";
  ASSERT_TRUE(drain());
  EXPECT_THAT(contents(mine), ElementsAre("mine", "an answer"));
}

TEST_F(JournalTest, AKeyedAnswerOfAnOutageIsGivenAgainAfterIt) {
  start();
  IdempotencyKey key;
  key.owner = "ann";
  key.key = "k";
  const auto claim = await(database->idempotency().claim(key, "aa", TurnIds::fresh()));
  ASSERT_TRUE(claim);
  NewTurn turn = newTurn("ann", "q");
  turn.conversationId = claim->ids.conversationId;
  turn.userMessageId = claim->ids.userMessageId;
  turn.answerId = claim->ids.answerId;
  cluster.stop();
  EXPECT_EQ(begin(turn), wire::Saved::kJournaled);
  EXPECT_EQ(finish(turn), wire::Saved::kJournaled);
  ASSERT_TRUE(await(database->idempotency().keep(key, turn.conversationId, "the response")));
  EXPECT_EQ(await(database->idempotency().claim(key, "aa", TurnIds::fresh())).error().code, ErrorCode::kUnavailable);
  cluster.start();
  ASSERT_TRUE(comesBack());
  ASSERT_TRUE(drain());
  const auto again = await(database->idempotency().claim(key, "aa", TurnIds::fresh()));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->state, IdempotencyClaim::State::kDone);
  EXPECT_EQ(again->response, "the response");
}

TEST_F(JournalTest, OutagesThatComeAndGoLoseAndDoubleNothing) {
  start();
  std::mt19937 random(7);
  std::vector<NewTurn> turns;
  for (int round = 0; round < 4; ++round) {
    const int said = 5 + static_cast<int>(random() % 10);
    const int stopAt = static_cast<int>(random() % 5);
    for (int i = 0; i < said; ++i) {
      if (i == stopAt) {
        if (round % 2 == 0) {
          cluster.kill();
        } else {
          cluster.stop();
        }
      }
      const NewTurn turn = newTurn("ann", std::to_string(turns.size()));
      begin(turn);
      finish(turn, "answer to " + turn.text);
      turns.push_back(turn);
    }
    cluster.start();
    ASSERT_TRUE(comesBack());
    ASSERT_TRUE(drain());
  }
  EXPECT_EQ(value("SELECT count(*) FROM conversations"), std::to_string(turns.size()));
  EXPECT_EQ(value("SELECT count(*) FROM messages"), std::to_string(2 * turns.size()));
  for (const NewTurn& turn : turns) EXPECT_THAT(contents(turn), ElementsAre(turn.text, "answer to " + turn.text));
}

}  // namespace
}  // namespace vigie::test
