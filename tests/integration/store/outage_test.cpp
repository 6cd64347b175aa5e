#include "core/store/impl/pg_session.h"
#include "tests/integration/store/store_harness.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <thread>

namespace vigie::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// A cluster of its own, because it is stopped.
class OutageTest : public ::testing::Test {
 protected:
  OutageTest() {
    PgDatabaseOptions options;
    options.pool.callTimeout = 1s;
    options.pool.connections = 4;
    auto made = PgDatabase::create(Secret(url), registry, options);
    EXPECT_TRUE(made);
    database = std::move(*made);
  }

  void start() {
    const auto started = await(database->start(30s));
    ASSERT_TRUE(started) << started.error().message;
  }

  Result<wire::Saved> turn() { return await(database->chats().beginTurn(newTurn("ann", "hello"))); }

  /// Waits for the state; false after half a minute.
  bool waitFor(DatabaseHealth::State state) {
    const auto end = Clock::now() + 30s;
    while (database->health().state != state) {
      if (Clock::now() > end) return false;
      std::this_thread::sleep_for(2ms);
    }
    return true;
  }

  PostgresCluster cluster;
  std::string url = cluster.createDatabase();
  prometheus::Registry registry;
  std::unique_ptr<PgDatabase> database;
};

TEST_F(OutageTest, AStoppedServerIsUnavailableAtOnceAndComesBackByItself) {
  start();
  ASSERT_TRUE(turn());
  cluster.stop();
  const auto begin = Clock::now();
  for (int i = 0; i < 50; ++i) {
    const auto refused = turn();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable) << refused.error().message;
  }
  EXPECT_LT(Clock::now() - begin, 3s) << "fifty calls of a server that is down must not wait";
  EXPECT_EQ(database->health().state, DatabaseHealth::State::kDown);
  EXPECT_EQ(database->health().reason, "nothing listens at the address in DATABASE_URL");

  cluster.start();
  const auto back = Clock::now();
  ASSERT_TRUE(waitFor(DatabaseHealth::State::kOk));
  EXPECT_LT(Clock::now() - back, 5s) << "half a second, on a machine that is not loaded";
  EXPECT_TRUE(turn());
  EXPECT_EQ(queryValue(url, "SELECT count(*) FROM conversations"), "2");
}

TEST_F(OutageTest, AnIdlePoolNoticesThatTheServerIsGone) {
  start();
  cluster.stop();
  EXPECT_TRUE(waitFor(DatabaseHealth::State::kDown));
}

TEST_F(OutageTest, AHungServerEndsCallsAtTheirDeadlineAndHeals) {
  start();
  ASSERT_TRUE(turn());
  cluster.suspend();
  const auto begin = Clock::now();
  const auto hung = turn();
  const auto took = Clock::now() - begin;
  ASSERT_FALSE(hung);
  EXPECT_EQ(hung.error().code, ErrorCode::kTimeout) << hung.error().message;
  EXPECT_GE(took, 900ms);
  EXPECT_LT(took, 3s) << "the deadline is one second";
  ASSERT_TRUE(waitFor(DatabaseHealth::State::kDown));
  const auto refusedAt = Clock::now();
  EXPECT_EQ(turn().error().code, ErrorCode::kUnavailable);
  EXPECT_LT(Clock::now() - refusedAt, 900ms) << "once known to hang, nobody waits";

  cluster.resume();
  ASSERT_TRUE(waitFor(DatabaseHealth::State::kOk));
  EXPECT_TRUE(turn());
}

TEST_F(OutageTest, ManyCallsOnAHungServerAllEndAtTheDeadline) {
  start();
  ASSERT_TRUE(turn());
  cluster.suspend();
  boost::asio::io_context context;
  std::vector<std::future<Result<wire::Saved>>> calls;
  for (int i = 0; i < 200; ++i) {
    calls.push_back(
        boost::asio::co_spawn(context, database->chats().beginTurn(newTurn("ann", "q")), boost::asio::use_future));
  }
  const auto begin = Clock::now();
  context.run();
  EXPECT_LT(Clock::now() - begin, 4s) << "in the queue as on a connection";
  for (auto& call : calls) EXPECT_FALSE(call.get());
  cluster.resume();
  EXPECT_TRUE(waitFor(DatabaseHealth::State::kOk));
}

TEST_F(OutageTest, AServerWithoutAFreeConnectionIsNotTakenForDead) {
  start();
  ASSERT_TRUE(turn());  // one connection of the pool is open now
  std::vector<std::unique_ptr<impl::PgSession>> others;
  EXPECT_ANY_THROW({
    for (int i = 0; i < 1000; ++i) others.push_back(std::make_unique<impl::PgSession>(url));
  });
  boost::asio::io_context context;
  std::vector<std::future<Result<wire::Saved>>> calls;
  for (int i = 0; i < 20; ++i) {
    calls.push_back(
        boost::asio::co_spawn(context, database->chats().beginTurn(newTurn("ann", "q")), boost::asio::use_future));
  }
  context.run();
  int stored = 0;
  for (auto& call : calls) {
    const auto result = call.get();
    stored += result.has_value() ? 1 : 0;
    if (!result) {
      EXPECT_THAT(result.error().message, ::testing::HasSubstr("no connection left"));
    }
  }
  EXPECT_GE(stored, 1) << "the open connection still serves";
  EXPECT_EQ(database->health().state, DatabaseHealth::State::kOk);
  EXPECT_TRUE(turn());
}

TEST_F(OutageTest, MaintenanceRenewsSweepsAndEndsWhenCancelled) {
  PgDatabaseOptions options;
  options.lease = 1s;
  prometheus::Registry other;
  auto replica = PgDatabase::create(Secret(url), other, options);
  ASSERT_TRUE(replica);
  ASSERT_TRUE(await((*replica)->start(30s)));
  const NewTurn mine = newTurn("ann", "mine");
  const NewTurn orphan = newTurn("ann", "orphan");
  ASSERT_TRUE(await((*replica)->chats().beginTurn(mine)));
  ASSERT_TRUE(await((*replica)->chats().beginTurn(orphan)));
  queryValue(url,
             "UPDATE messages SET replica_id = '" + newId() + "' WHERE id = '" + orphan.answerId + "' RETURNING 1");

  boost::asio::io_context context;
  boost::asio::cancellation_signal cancel;
  std::exception_ptr failure;
  boost::asio::co_spawn(context, (*replica)->maintain(),
                        boost::asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr e) { failure = e; }));
  std::thread runner([&context] { context.run(); });
  const auto status = [this](const NewTurn& t) {
    return queryValue(url, "SELECT status FROM messages WHERE id = '" + t.answerId + "'");
  };
  const auto end = Clock::now() + 30s;
  while (status(orphan) == "running" && Clock::now() < end) std::this_thread::sleep_for(20ms);
  EXPECT_EQ(status(orphan), "failed");
  EXPECT_EQ(status(mine), "running") << "its replica lives, though more than a lease has passed";
  boost::asio::post(context, [&cancel] { cancel.emit(boost::asio::cancellation_type::terminal); });
  runner.join();
  EXPECT_NO_THROW({
    if (failure) std::rethrow_exception(failure);
  });
}

TEST_F(OutageTest, ACrashLosesNothingThatWasAcknowledged) {
  start();
  std::vector<NewTurn> acknowledged;
  for (int i = 0; i < 20; ++i) {
    NewTurn sent = newTurn("ann", "kept " + std::to_string(i));
    if (await(database->chats().beginTurn(sent))) acknowledged.push_back(sent);
  }
  cluster.kill();
  cluster.start();
  ASSERT_TRUE(waitFor(DatabaseHealth::State::kOk));
  ASSERT_EQ(acknowledged.size(), 20U);
  for (const NewTurn& sent : acknowledged) {
    const auto messages = await(database->conversations().messages("ann", sent.conversationId, 10, ""));
    ASSERT_TRUE(messages) << messages.error().message;
    EXPECT_EQ(messages->data[0].content, sent.text);
  }
}

TEST_F(OutageTest, StartingBeforePostgresqlIsReadySoonAfterIt) {
  cluster.stop();
  const auto refused = await(database->start(300ms));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(database->health().state, DatabaseHealth::State::kStarting);
  EXPECT_EQ(database->health().reason, "nothing listens at the address in DATABASE_URL");

  auto waiting = std::async(std::launch::async, [this] { return await(database->start(60s)); });
  cluster.start();  // returns once connections are accepted
  const auto accepting = Clock::now();
  const auto started = waiting.get();
  ASSERT_TRUE(started) << started.error().message;
  EXPECT_LT(Clock::now() - accepting, 5s) << "50 ms and the migrations, on a machine that is not loaded";
  EXPECT_TRUE(turn());
}

TEST_F(OutageTest, StoppingWhileWaitingForPostgresqlReturnsAtOnce) {
  cluster.stop();
  auto waiting = std::async(std::launch::async, [this] { return await(database->start(60s)); });
  while (database->health().reason.empty()) std::this_thread::yield();
  const auto begin = Clock::now();
  database->stop();
  EXPECT_FALSE(waiting.get());
  EXPECT_LT(Clock::now() - begin, 3s);
}

}  // namespace
}  // namespace vigie::test
