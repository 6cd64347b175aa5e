// What durability costs: turns written to a real PostgreSQL with fsync on, over its unix socket.
#include "core/base/ids.h"
#include "core/store/pg_database.h"
#include "tests/support/postgres_fixture.h"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <pqxx/pqxx>

#include <algorithm>
#include <string>
#include <vector>

namespace vigie {
namespace {

using Clock = std::chrono::steady_clock;

struct Bench {
  Bench() {
    setLogLevel(LogLevel::kError);
    url = cluster.createDatabase();
    auto made = PgDatabase::create(Secret(url), registry);
    database = std::move(made).value();
    boost::asio::io_context context;
    auto started = boost::asio::co_spawn(context, database->start(std::chrono::seconds(60)), boost::asio::use_future);
    context.run();
    started.get().value();
  }

  test::PostgresCluster cluster{test::PostgresCluster::Fsync::kOn};
  prometheus::Registry registry;
  std::unique_ptr<PgDatabase> database;
  std::string url;
};

Bench& bench() {
  static Bench made;
  return made;
}

NewTurn newTurn() {
  NewTurn turn;
  turn.conversationId = newId();
  turn.title = "How does the alert route work?";
  turn.userMessageId = newId();
  turn.text = "How does the alert route from Prometheus to the operator work when Grafana is not there at all?";
  turn.answerId = newId();
  turn.model = "extractive";
  turn.requestId = newId();
  return turn;
}

FinishedAnswer answerTo(const NewTurn& turn) {
  FinishedAnswer answer;
  answer.answerId = turn.answerId;
  answer.conversationId = turn.conversationId;
  for (int i = 0; i < 12; ++i) answer.content += "Alertmanager sends each event to the relay of the local stack. ";
  answer.status = "complete";
  answer.finishReason = "stop";
  answer.model = "extractive";
  for (int i = 0; i < 4; ++i) {
    wire::Citation citation;
    citation.documentId = newId();
    citation.title = "Alerting";
    citation.chunk = i;
    citation.score = 0.7;
    citation.quote = answer.content.substr(0, 400);
    answer.citations.push_back(std::move(citation));
  }
  return answer;
}

void report(benchmark::State& state, const char* name, std::vector<double>& microseconds) {
  std::sort(microseconds.begin(), microseconds.end());
  const auto at = [&](double share) {
    return microseconds[static_cast<std::size_t>(share * static_cast<double>(microseconds.size() - 1))];
  };
  state.counters[std::string(name) + "_p50_us"] = at(0.5);
  state.counters[std::string(name) + "_p99_us"] = at(0.99);
}

boost::asio::awaitable<void> turns(benchmark::State& state, std::vector<double>& begins, std::vector<double>& ends) {
  ChatStore& chats = bench().database->chats();
  for (auto _ : state) {
    NewTurn turn = newTurn();
    FinishedAnswer answer = answerTo(turn);
    const auto start = Clock::now();
    const auto begun = co_await chats.beginTurn(std::move(turn));
    const auto middle = Clock::now();
    const auto finished = co_await chats.finishAnswer(std::move(answer));
    const auto end = Clock::now();
    if (!begun || !finished) state.SkipWithError("the store failed");
    begins.push_back(std::chrono::duration<double, std::micro>(middle - start).count());
    ends.push_back(std::chrono::duration<double, std::micro>(end - middle).count());
  }
}

/// What PostgreSQL itself costs here and now: one prepared, durable insert of the answer's size into a bare table, on
/// this thread. The figures below mean something beside it only.
void bareInsert(benchmark::State& state) {
  pqxx::connection connection(bench().url);
  pqxx::nontransaction session(connection);
  session.exec("CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY, content text)");
  connection.prepare("bare", "INSERT INTO bare VALUES ($1::uuid, $2::text)");
  const std::string content(750, 'x');
  std::vector<double> inserts;
  for (auto _ : state) {
    const std::string id = newId();
    const auto start = Clock::now();
    session.exec_prepared("bare", id, content);
    inserts.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  report(state, "insert", inserts);
}
BENCHMARK(bareInsert)->UseRealTime()->MinTime(2);

/// One conversation after another: the latency a chat pays.
void oneTurnAtATime(benchmark::State& state) {
  bench();
  std::vector<double> begins;
  std::vector<double> ends;
  boost::asio::io_context context;
  boost::asio::co_spawn(context, turns(state, begins, ends), boost::asio::detached);
  context.run();
  report(state, "begin", begins);
  report(state, "finish", ends);
}
BENCHMARK(oneTurnAtATime)->UseRealTime()->MinTime(3);

boost::asio::awaitable<void> oneTurn(int& failures) {
  ChatStore& chats = bench().database->chats();
  NewTurn turn = newTurn();
  FinishedAnswer answer = answerTo(turn);
  const auto begun = co_await chats.beginTurn(std::move(turn));
  const auto finished = co_await chats.finishAnswer(std::move(answer));
  if (!begun || !finished) ++failures;
}

/// Many chats at once: commits share their flushes.
void concurrentTurns(benchmark::State& state) {
  bench();
  int failures = 0;
  boost::asio::io_context context;
  for (auto _ : state) {
    for (int i = 0; i < state.range(0); ++i) boost::asio::co_spawn(context, oneTurn(failures), boost::asio::detached);
    context.restart();
    context.run();
  }
  if (failures > 0) state.SkipWithError("the store failed");
  state.counters["turns/s"] =
      benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)), benchmark::Counter::kIsRate);
}
BENCHMARK(concurrentTurns)->Arg(64)->UseRealTime()->MinTime(2)->Unit(benchmark::kMillisecond);

/// A call of the pool with the shortest statement: what the hop to a worker and back adds.
void roundTrip(benchmark::State& state) {
  ConversationStore& conversations = bench().database->conversations();
  boost::asio::io_context context;
  for (auto _ : state) {
    auto answer = boost::asio::co_spawn(context, conversations.get("", newId()), boost::asio::use_future);
    context.restart();
    context.run();
    benchmark::DoNotOptimize(answer.get());
  }
}
BENCHMARK(roundTrip)->UseRealTime();

}  // namespace
}  // namespace vigie

BENCHMARK_MAIN();
