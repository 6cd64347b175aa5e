// What a start costs: a large index read from PostgreSQL, and from its snapshot.
#include "core/base/ids.h"
#include "core/retrieval/retrieval_service.h"
#include "core/store/pg_database.h"
#include "tests/support/postgres_fixture.h"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <pqxx/pqxx>
#include <prometheus/registry.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace vigie {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

template <class T>
T await(asio::awaitable<T> work) {
  asio::io_context context;
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run();
  return future.get();
}

/// `words` words of a vocabulary of 5,000 with a natural (Zipf) distribution.
std::string randomText(std::mt19937& random, std::size_t words) {
  std::uniform_real_distribution<double> uniform(0, 1);
  std::string out;
  for (std::size_t i = 0; i < words; ++i) {
    const auto rank = static_cast<int>(std::pow(5000.0, uniform(random)));
    out += "word" + std::string(1, static_cast<char>('a' + rank % 26)) + std::to_string(rank) +
           (i % 12 == 11 ? ". " : " ");
  }
  return out;
}

std::string randomEmbedding(std::mt19937& random, std::size_t dimension) {
  std::normal_distribution<float> normal;
  std::string out = "\\x";
  for (std::size_t i = 0; i < dimension; ++i) {
    const float value = normal(random) / std::sqrt(static_cast<float>(dimension));
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      out += kDigits[(bits >> (shift + 4U)) & 15U];
      out += kDigits[(bits >> shift) & 15U];
    }
  }
  return out;
}

constexpr int kPassages = 5;  ///< a document

void fill(const std::string& url, int documents, std::size_t dimension) {
  std::mt19937 random(1);
  pqxx::connection connection(url);
  pqxx::work work(connection);
  std::vector<std::string> ids;
  for (int i = 0; i < documents; ++i) ids.push_back(newId());
  {
    pqxx::stream_to rows(work, "documents",
                         std::vector<std::string>{"id", "owner", "title", "filename", "media_type", "text", "bytes",
                                                  "content_hash", "status", "progress"});
    for (int i = 0; i < documents; ++i) {
      rows << std::make_tuple(ids[static_cast<std::size_t>(i)], "", "Document " + std::to_string(i),
                              std::to_string(i) + ".txt", "text/plain", "", 0, "", "ready", 1);
    }
    rows.complete();
  }
  {
    pqxx::stream_to rows(work, "chunks",
                         std::vector<std::string>{"document_id", "ordinal", "heading", "text", "embedding",
                                                  "embedding_model", "dimension"});
    for (const auto& id : ids) {
      for (int ordinal = 0; ordinal < kPassages; ++ordinal) {
        rows << std::make_tuple(id, ordinal, "", randomText(random, 150), randomEmbedding(random, dimension),
                                "bench-model", static_cast<int>(dimension));
      }
    }
    rows.complete();
  }
  {
    pqxx::stream_to rows(work, "index_changes", std::vector<std::string>{"document_id", "sequence", "deleted"});
    for (std::size_t i = 0; i < ids.size(); ++i) rows << std::make_tuple(ids[i], static_cast<long>(i + 1), false);
    rows.complete();
  }
  work.exec("SELECT setval('index_sequence', " + std::to_string(documents) + ")");
  work.commit();
  test::queryValue(url, "ANALYZE");
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
  while (!service.follower().loaded()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
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
  fill(url, passages / kPassages, static_cast<std::size_t>(dimension));
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
