// What a start costs: a large index read from PostgreSQL, and from its snapshot.
#include "core/retrieval/retrieval_service.h"
#include "core/store/pg_database.h"
#include "tests/bench/passages.h"
#include "tests/support/postgres_fixture.h"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <prometheus/registry.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace vigie {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes kLongestStart{10};

double secondsSince(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

template <class T>
T await(asio::awaitable<T> work) {
  asio::io_context context;
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run();
  return future.get();
}

struct Started {
  double seconds = 0;
  double processor = 0;
  std::size_t passages = 0;
  std::size_t taken = 0;
  double written = 0;
};

double processorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

Started start(PgDatabase& database, const std::filesystem::path& directory) {
  prometheus::Registry registry;
  RetrievalService::Options options;
  options.snapshot.directory = directory;
  options.snapshot.interval = std::chrono::hours(1);
  options.embedder.emplace();
  options.embedder->url = upstreamUrlFromText("http://127.0.0.1:9/v1").value();  // never asked
  options.embedder->model = "bench-model";
  const auto processor = processorSeconds();
  const auto begun = Clock::now();
  RetrievalService service(database.documents(), registry, options);
  service.start();
  while (!service.follower().loaded()) {
    if (Clock::now() - begun > kLongestStart) throw std::runtime_error("the index was not loaded within ten minutes");
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  Started out;
  out.seconds = secondsSince(begun);
  out.processor = processorSeconds() - processor;
  out.passages = service.retriever().index().vectors > 0 ? static_cast<std::size_t>(service.retriever().index().vectors)
                                                         : std::size_t{0};
  out.taken = service.snapshot().taken();
  if (!directory.empty()) {
    const auto writing = Clock::now();
    if (!await(service.snapshot().write())) std::fprintf(stderr, "the snapshot was not written\n");
    out.written = secondsSince(writing);
  }
  service.stop();
  return out;
}

int run(int passages, int dimension, int rounds) {
  setLogLevel(LogLevel::kError);
  test::PostgresCluster cluster;
  const std::string url = cluster.createDatabase();
  prometheus::Registry registry;
  auto database = PgDatabase::create(Secret(url), registry).value();
  await(database->start(std::chrono::seconds(60))).value();
  const auto filling = Clock::now();
  bench::fillWithPassages(url, {passages, "bench-model", bench::randomVectors(static_cast<std::size_t>(dimension))});
  std::fprintf(stderr, "%d passages in PostgreSQL after %.1f s\n", passages, secondsSince(filling));
  std::string pattern = (std::filesystem::temp_directory_path() / "vigie-start-XXXXXX").string();
  const std::filesystem::path directory = ::mkdtemp(pattern.data());
  std::printf(
      "| start | passages | from the snapshot | ready after | processor time |\n| --- | --- | --- | --- | --- |\n");
  const auto print = [](const char* name, const Started& one) {
    std::printf("| %s | %zu | %zu documents | %.2f s | %.2f s |\n", name, one.passages, one.taken, one.seconds,
                one.processor);
    std::fflush(stdout);
  };
  for (int round = 0; round < rounds; ++round) {
    print("without a snapshot", start(*database, {}));
    std::filesystem::remove(directory / "snapshot");
    const auto writing = start(*database, directory);
    print("with the first snapshot", writing);
    std::printf("| (written: %.2f s, %.0f MB) | | | | |\n", writing.written,
                static_cast<double>(std::filesystem::file_size(directory / "snapshot")) / 1e6);
    print("from a snapshot", start(*database, directory));
  }
  std::filesystem::remove_all(directory);
  database->stop();
  return 0;
}

}  // namespace
}  // namespace vigie

int main(int argc, char** argv) {
  CLI::App app("What a start costs, with and without a snapshot of the index");
  int passages = 100'000;
  int dimension = 384;
  int rounds = 1;
  app.add_option("--passages", passages, "in documents of five");
  app.add_option("--dimension", dimension, "of the vectors");
  app.add_option("--rounds", rounds, "how often each start is measured");
  CLI11_PARSE(app, argc, argv);
  return vigie::run(passages, dimension, rounds);
}
