#include "core/store/pg_pool.h"

#include "core/store/impl/pg_session.h"
#include "tests/integration/store/store_harness.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <pqxx/pqxx>

#include <future>
#include <thread>

namespace vigie::test {
namespace {

using namespace std::chrono_literals;

class PgPoolTest : public ::testing::Test {
 protected:
  std::unique_ptr<PgPool> open(PgPoolOptions options) {
    auto pool = PgPool::create(Secret(url), metrics, options);
    EXPECT_TRUE(pool);
    const auto started = await((*pool)->start(30s, [](impl::PgSession&) { return Result<void>(); }));
    EXPECT_TRUE(started) << started.error().message;
    return std::move(*pool);
  }

  static boost::asio::awaitable<Result<std::string>> ask(PgPool& pool, std::string sql) {
    auto work = [sql = std::move(sql)](impl::PgSession& db) -> Result<std::string> {
      return db.command(sql)[0][0].as<std::string>();
    };
    return pool.run(StoreOperation::kProbe, std::move(work));
  }

  std::string url = PostgresCluster::shared().createDatabase();
  prometheus::Registry registry;
  StoreMetrics metrics{registry};
};

TEST_F(PgPoolTest, RefusesCallsUntilItIsStarted) {
  auto pool = PgPool::create(Secret(url), metrics);
  ASSERT_TRUE(pool);
  EXPECT_EQ((*pool)->health().state, DatabaseHealth::State::kStarting);
  const auto answer = await(ask(**pool, "SELECT 'x'"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(answer.error().retryAfter);
}

TEST_F(PgPoolTest, ContinuesOnTheCallersExecutor) {
  const auto pool = open({});
  const auto check = [](PgPool& p) -> boost::asio::awaitable<bool> {
    const std::thread::id before = std::this_thread::get_id();
    const auto answer = co_await ask(p, "SELECT 'x'");
    EXPECT_TRUE(answer);
    co_return std::this_thread::get_id() == before;
  };
  EXPECT_TRUE(await(check(*pool)));
}

TEST_F(PgPoolTest, TheServersRefusalIsAnErrorWithoutWordsOfTheStatement) {
  const auto pool = open({});
  const auto answer = await(ask(*pool, "SELECT 'hunter2'::int"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kInternal);
  EXPECT_THAT(answer.error().message, ::testing::HasSubstr("22P02"));
  EXPECT_THAT(answer.error().message, ::testing::Not(::testing::HasSubstr("hunter2")));
  EXPECT_EQ(await(ask(*pool, "SELECT 'fine'")).value(), "fine");
}

TEST_F(PgPoolTest, AStatementThatTakesTooLongEndsAtTheDeadlineAndTheDatabaseIsStillUp) {
  PgPoolOptions options;
  options.callTimeout = 500ms;
  const auto pool = open(options);
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = await(ask(*pool, "SELECT pg_sleep(30)::text"));
  const auto took = std::chrono::steady_clock::now() - begin;
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kTimeout);
  EXPECT_LT(took, 5s);
  EXPECT_EQ(pool->health().state, DatabaseHealth::State::kOk);
}

TEST_F(PgPoolTest, ACallThatWaitedAndWasCutSaysNothingOfTheServer) {
  PgPoolOptions options;
  options.connections = 1;
  options.callTimeout = 2s;
  const auto pool = open(options);
  boost::asio::io_context context;
  // The second has half a second left when its turn comes: too little for PostgreSQL's own statement_timeout.
  auto first = boost::asio::co_spawn(context, ask(*pool, "SELECT pg_sleep(1.5)::text"), boost::asio::use_future);
  auto second = boost::asio::co_spawn(context, ask(*pool, "SELECT pg_sleep(1.5)::text"), boost::asio::use_future);
  context.run();
  EXPECT_TRUE(first.get());
  EXPECT_EQ(second.get().error().code, ErrorCode::kTimeout);
  const auto next = await(ask(*pool, "SELECT 'fine'"));
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(pool->health().state, DatabaseHealth::State::kOk);
}

TEST_F(PgPoolTest, AFullQueueIsRefusedAtOnce) {
  PgPoolOptions options;
  options.connections = 1;
  options.maxQueued = 3;
  const auto pool = open(options);
  // Holds the one connection until the lock is given back.
  pqxx::connection holder(url);
  pqxx::nontransaction lock(holder);
  lock.exec("SELECT pg_advisory_lock(1)");
  boost::asio::io_context context;
  std::vector<std::future<Result<std::string>>> answers;
  for (int i = 0; i < 6; ++i) {
    answers.push_back(
        boost::asio::co_spawn(context, ask(*pool, "SELECT pg_advisory_lock(1)::text"), boost::asio::use_future));
  }
  std::thread runner([&context] { context.run(); });
  for (std::size_t i = 3; i < 6; ++i) {
    const auto refused = answers[i].get();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(refused.error().message, ::testing::HasSubstr("busy"));
  }
  lock.exec("SELECT pg_advisory_unlock(1)");
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(answers[i].get());
  runner.join();
}

TEST_F(PgPoolTest, OpensNoMoreConnectionsThanItMay) {
  PgPoolOptions options;
  options.connections = 2;
  const auto pool = open(options);
  // The connection of the start is closed; PostgreSQL hears of it when it has time. A second later the pool has one
  // again.
  const std::string others =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + queryValue(url, "SELECT current_database()") + "'";
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(900);
  while (queryValue(PostgresCluster::shared().url("postgres"), others) != "0" &&
         std::chrono::steady_clock::now() < deadline) {
  }
  boost::asio::io_context context;
  std::vector<std::future<Result<std::string>>> answers;
  for (int i = 0; i < 40; ++i) {
    answers.push_back(boost::asio::co_spawn(
        context, ask(*pool, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"),
        boost::asio::use_future));
  }
  context.run();
  for (auto& answer : answers) EXPECT_LE(std::stoi(answer.get().value()), 2);
  EXPECT_EQ(metrics.poolInUse.Value(), 0);
}

TEST_F(PgPoolTest, AConnectionThatTheServerClosedIsNotUsedAgain) {
  const auto pool = open({});
  const std::string pid = await(ask(*pool, "SELECT pg_backend_pid()::text")).value();
  queryValue(url, "SELECT pg_terminate_backend(" + pid + ", 20000)");
  const auto answer = await(ask(*pool, "SELECT pg_backend_pid()::text"));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_NE(*answer, pid);
}

TEST_F(PgPoolTest, LosingOneConnectionInTheMiddleOfACallIsNotAnOutage) {
  const auto pool = open({});
  boost::asio::io_context context;
  auto answer = boost::asio::co_spawn(context, ask(*pool, "SELECT pg_sleep(60)::text"), boost::asio::use_future);
  std::thread runner([&context] { context.run(); });
  // The backend that sleeps is there once the call has begun.
  std::string ended;
  while (ended.empty()) {
    ended = queryValue(url,
                       "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%'"
                       " AND pid <> pg_backend_pid()");
  }
  const auto lost = answer.get();
  runner.join();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(await(ask(*pool, "SELECT 'next'")).value(), "next");
}

TEST_F(PgPoolTest, ACancelledCallerStillLetsItsWriteHappen) {
  const auto pool = open({});
  queryValue(url, "CREATE TABLE t (n int)");
  pqxx::connection holder(url);
  pqxx::nontransaction lock(holder);
  lock.exec("SELECT pg_advisory_lock(2)");
  boost::asio::io_context context;
  boost::asio::cancellation_signal cancel;
  std::optional<Result<std::string>> answer;
  auto done = [&answer](std::exception_ptr, Result<std::string> result) { answer = std::move(result); };
  boost::asio::co_spawn(
      context,
      ask(*pool, "WITH l AS MATERIALIZED (SELECT pg_advisory_lock(2)) INSERT INTO t SELECT 1 FROM l RETURNING 'w'"),
      boost::asio::bind_cancellation_slot(cancel.slot(), done));
  boost::asio::post(context, [&] {
    cancel.emit(boost::asio::cancellation_type::all);
    lock.exec("SELECT pg_advisory_unlock(2)");
  });
  context.run();
  ASSERT_TRUE(answer);
  EXPECT_TRUE(*answer);
  EXPECT_EQ(queryValue(url, "SELECT count(*) FROM t"), "1");
}

TEST_F(PgPoolTest, StoppingEndsEveryCall) {
  PgPoolOptions options;
  options.connections = 1;
  options.callTimeout = 60s;
  const auto pool = open(options);
  boost::asio::io_context context;
  auto running = boost::asio::co_spawn(context, ask(*pool, "SELECT pg_sleep(60)::text"), boost::asio::use_future);
  auto queued = boost::asio::co_spawn(context, ask(*pool, "SELECT 'q'"), boost::asio::use_future);
  std::thread runner([&context] { context.run(); });
  while (queryValue(url, "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%'").empty()) {
  }
  pool->stop();
  EXPECT_FALSE(running.get());
  EXPECT_FALSE(queued.get());
  runner.join();
  EXPECT_EQ(await(ask(*pool, "SELECT 'x'")).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace vigie::test
