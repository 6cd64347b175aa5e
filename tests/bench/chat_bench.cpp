// What vigie-server adds to a model's answer, beside its peers: the chat route against a mock upstream, asked directly,
// through vigie-server over a durable PostgreSQL (fsync on), and through what else is asked for, in one run. Prints
// Markdown.
#include "core/retrieval/local_hash_embedder.h"
#include "tests/bench/child.h"
#include "tests/bench/load.h"
#include "tests/bench/passages.h"
#include "tests/support/http_client.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/server_process.h"

#include <CLI/CLI.hpp>
#include <pqxx/pqxx>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <optional>
#include <sched.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace vigie::bench {
namespace {

struct Options {
  int seconds = 4;
  int tokens = 16;
  double firstDelayMs = 0;
  double delayMs = 0;
  bool coalesce = false;
  int spread = 0;
  std::vector<int> connections{1, 32};
  std::string knowledge;
  int passages = 0;
  std::string mode;
  bool bare = false;
  bool alone = false;
  std::optional<int> core;
  std::vector<std::string> peers;
  int rounds = 1;
  std::vector<std::string> answers{"stream", "whole"};
};

/// Somebody who answers the chat route.
struct Subject {
  std::string name;
  std::uint16_t port = 0;
  pid_t pid = 0;
  std::string vigie;  ///< the member "vigie" of its requests
};

/// Processor time: of one answer in µs, or so far in seconds. The mock does the same for every answer, so that its part
/// says how fast the machine was just then.
struct Cpu {
  double subject = 0;
  double database = 0;
  double mock = 0;
};

std::string chatRequest(std::uint16_t port, bool stream, const std::string& vigie, const std::string& question) {
  test::HttpCall call;
  call.method = "POST";
  call.target = "/v1/chat/completions";
  call.body = std::string(R"({"model":"mock-model","stream":)") + (stream ? "true" : "false") + vigie +
              R"(,"messages":[{"role":"user","content":")" + question + R"("}]})";
  return test::toRequestText(call, port);
}

void printHead(const Options& options) {
  std::printf(
      "Mock upstream: %d tokens, first after %g ms, then one each %g ms%s. vigie-server with metrics on%s; load generator, "
      "mock, PostgreSQL and what is measured share %d core(s). Times in ms, p50 / p95 / p99.\n\n",
      options.tokens, options.firstDelayMs, options.delayMs, options.coalesce ? ", written at once" : "",
      options.bare ? ", without persistence and retrieval" : ", persistence (fsync) and retrieval",
      options.core ? 1 : static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)));
  std::printf(
      "| answer | connections | asked | answers/s | time | added | added to first token p50 / p99 | CPU µs an answer: "
      "its own / PostgreSQL's / the mock's | resident MB | failures |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
}

/// `direct` is the mock's own measure, with which the others are compared.
void printRow(const char* answer, int connections, const Subject& subject, const Measured& measured,
              const Measured* direct, const Cpu& cpu) {
  const auto at = [](const std::vector<double>& of, double share) { return quantile(of, share) / 1000; };
  std::printf("| %s | %d | %s | %.0f | %.3f / %.3f / %.3f |", answer, connections, subject.name.c_str(),
              measured.perSecond(), at(measured.total, .5), at(measured.total, .95), at(measured.total, .99));
  const Measured& base = direct == nullptr ? measured : *direct;
  if (subject.pid == 0) {
    std::printf(" | | | | %llu |\n", static_cast<unsigned long long>(measured.failures));
  } else {
    const auto added = [&](double share) { return at(measured.total, share) - at(base.total, share); };
    const auto first = [&](double share) { return at(measured.firstToken, share) - at(base.firstToken, share); };
    if (direct == nullptr) {
      std::printf(" |");
    } else {
      std::printf(" **%.3f** / %.3f / %.3f |", added(.5), added(.95), added(.99));
    }
    if (direct == nullptr || measured.firstToken.empty()) {
      std::printf(" |");
    } else {
      std::printf(" %.2f / %.2f |", first(.5), first(.99));
    }
    std::printf(" %.0f / %.0f / %.0f | %.0f | %llu |\n", cpu.subject, cpu.database, cpu.mock, residentMegabytes(subject.pid),
                static_cast<unsigned long long>(measured.failures));
  }
  std::fflush(stdout);
}

/// Leaves PostgreSQL files of its log to use again, as one that has run for a day has: making 16 MB of zeros each second is
/// the work of the first minute only.
void recycleWriteAheadLog(const std::string& url) {
  pqxx::connection connection(url);
  pqxx::nontransaction session(connection);
  for (int i = 0; i < 30; ++i) session.exec("SELECT pg_logical_emit_message(false, 'bench', 'x'), pg_switch_wal()");
  session.exec("CHECKPOINT");
}

/// One prepared, durable insert of an answer's size into a bare table, on this thread: what the disk costs, in ms.
std::vector<double> bareInserts(const std::string& url) {
  pqxx::connection connection(url);
  pqxx::nontransaction session(connection);
  session.exec("CREATE TABLE bare (id bigserial PRIMARY KEY, content text)");
  connection.prepare("bare", "INSERT INTO bare (content) VALUES ($1::text)");
  const std::string content(750, 'x');
  std::vector<double> out;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  while (std::chrono::steady_clock::now() < end) {
    const auto begun = std::chrono::steady_clock::now();
    session.exec_prepared("bare", content);
    out.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// The sum or the count, over all modes, of the server's own measure of its searches.
double searched(const test::ServerProcess& server, const std::string& what) {
  std::istringstream all(test::get(server.internalPort(), "/metrics").body);
  double out = 0;
  for (std::string line; std::getline(all, line);) {
    if (line.starts_with("faiss_search_duration_seconds_" + what + "{")) out += std::stod(line.substr(line.rfind(' ')));
  }
  return out;
}

void waitForPassages(const test::ServerProcess& server, int count) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (std::chrono::steady_clock::now() < end) {
    const std::string all = "\n" + test::get(server.internalPort(), "/metrics").body;
    const auto at = all.find("\nfaiss_index_vectors ");
    if (at != std::string::npos && std::stod(all.substr(at + 21)) >= count) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // between two looks, with a deadline
  }
  throw std::runtime_error("vigie-server did not load the passages: " + server.output());
}

/// `processes` are those of `Cpu`.
Measured measure(const Options& options, const Subject& subject, bool stream, int connections,
                 const std::array<pid_t, 3>& processes, Cpu& cpu) {
  Load load;
  load.connections = connections;
  load.duration = std::chrono::seconds(options.seconds);
  load.spread = std::chrono::seconds(options.spread);
  if (stream || subject.pid == 0) load.firstToken = R"("content":"token)";
  load.port = subject.port;
  // Of the passages' own words: one is in a tenth of them, one is rare.
  load.request = chatRequest(load.port, stream, subject.vigie,
                             options.passages > 0 ? "What do I do when wordo40 and wordb1249 fire at the same time?"
                                                  : "What do I do when ServiceDown fires?");
  std::array<double, 3> used{};
  std::transform(processes.begin(), processes.end(), used.begin(), cpuSeconds);
  Measured out = run(load);
  if (out.total.empty()) return out;
  // The warm-up's requests are in the CPU time: they are of the same kind and pace.
  const double share = out.seconds / (out.seconds + std::chrono::duration<double>(load.warmUp).count());
  for (std::size_t i = 0; i < used.size(); ++i) {
    used[i] = (cpuSeconds(processes[i]) - used[i]) * share / static_cast<double>(out.total.size()) * 1e6;
  }
  cpu = {used[0], used[1], used[2]};
  return out;
}

int runAll(const Options& options) {
  if (options.core) {
    // Every process started from here inherits it.
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<unsigned>(*options.core), &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0) throw std::runtime_error("this process cannot be pinned");
  }
  test::PostgresCluster cluster(test::PostgresCluster::Fsync::kOn);
  std::vector<std::string> mocked{VIGIE_MOCK_UPSTREAM_PATH,
                                  "--tokens",
                                  std::to_string(options.tokens),
                                  "--first-delay-ms",
                                  std::to_string(options.firstDelayMs),
                                  "--delay-ms",
                                  std::to_string(options.delayMs)};
  if (options.coalesce) mocked.emplace_back("--coalesce");
  const Child mock(mocked);

  const std::string database = cluster.createDatabase();
  test::Environment environment{{"OPENAI_BASE_URL", mock.url()}, {"OPENAI_MODEL", "mock-model"}};
  if (!options.bare) environment["DATABASE_URL"] = database;
  if (!options.knowledge.empty()) environment["VIGIE_KNOWLEDGE_DIR"] = options.knowledge;
  if (options.passages > 0) {
    {  // Makes the schema.
      test::ServerProcess first(environment);
      first.waitForPorts();
      if (!first.waitForReadiness("ready")) throw std::runtime_error("vigie-server is not ready: " + first.output());
      first.signal(SIGTERM);
      first.wait();
    }
    fillWithPassages(database,
                     {options.passages, "local-hash", [](const auto& text) { return LocalHashEmbedder::passage(text); }});
  }
  if (!options.bare) recycleWriteAheadLog(database);
  test::ServerProcess server(environment);
  server.waitForPorts();
  // Without a database it never calls itself ready, and answers.
  if (!options.bare && !server.waitForReadiness("ready")) {
    throw std::runtime_error("vigie-server is not ready: " + server.output());
  }
  if (options.passages > 0) waitForPassages(server, options.passages);
  const double idle = residentMegabytes(server.pid());

  std::vector<Subject> subjects;
  if (!options.alone) subjects.push_back({"the mock itself", mock.port(), 0, ""});
  std::string vigie;
  if (options.bare) {
    vigie = R"(,"vigie":{"retrieval":{"enabled":false}})";
  } else if (!options.mode.empty()) {
    vigie = R"(,"vigie":{"retrieval":{"mode":")" + options.mode + R"("}})";
  }
  subjects.push_back({"Vigie", server.port(), server.pid(), vigie});
  std::vector<std::unique_ptr<Child>> peers;
  for (const auto& peer : options.peers) {
    const auto workers = peer.find(':');
    peers.push_back(std::make_unique<Child>(
        std::vector<std::string>{"/usr/bin/python3", VIGIE_PEERS_DIR "/" + peer.substr(0, workers) + "_peer.py"},
        std::vector<std::pair<std::string, std::string>>{
            {"OPENAI_BASE_URL", mock.url()},
            {"DATABASE_URL", database},
            {"PEER_WORKERS", workers == std::string::npos ? "1" : peer.substr(workers + 1)}}));
    subjects.push_back({peer, peers.back()->port(), peers.back()->pid(), ""});
  }

  printHead(options);
  const double searches = searched(server, "count");
  const double searching = searched(server, "sum");
  for (const int connections : options.connections) {
    for (const std::string& answer : options.answers) {
      const bool stream = answer == "stream";
      for (int round = 0; round < options.rounds; ++round) {
        Measured direct;
        for (const Subject& subject : subjects) {
          Cpu cpu;
          // The mock always streams: read to its end, it stands for both kinds of answer.
          Measured measured = measure(options, subject, stream || subject.pid == 0 || subject.name == "nginx",
                                      connections, {subject.pid, cluster.pid(), mock.pid()}, cpu);
          printRow(answer.c_str(), connections, subject, measured, direct.total.empty() ? nullptr : &direct, cpu);
          if (subject.pid == 0) direct = std::move(measured);
        }
      }
    }
  }
  std::printf("\nResident memory of vigie-server: idle %.1f MB, after the load %.1f MB.", idle,
              residentMegabytes(server.pid()));
  if (!options.bare) {
    const auto inserts = bareInserts(cluster.createDatabase());
    const double made = searched(server, "count") - searches;
    std::printf(" A bare durable insert in this run: %.3f / %.3f ms p50 / p99. A search: %.3f ms mean of %.0f.",
                quantile(inserts, .5), quantile(inserts, .99),
                made > 0 ? (searched(server, "sum") - searching) / made * 1000 : 0, made);
  }
  std::printf("\n");
  return 0;
}

}  // namespace
}  // namespace vigie::bench

int main(int argc, char** argv) try {
  CLI::App app("What vigie-server adds to an answer, measured against a mock upstream and beside its peers");
  vigie::bench::Options options;
  app.add_option("--seconds", options.seconds, "Of each measurement")->check(CLI::Range(1, 600));
  app.add_option("--rounds", options.rounds, "How often all are measured in turn")->check(CLI::Range(1, 100));
  app.add_option("--tokens", options.tokens, "Deltas of an answer");
  app.add_option("--first-delay-ms", options.firstDelayMs, "The mock's time to first token");
  app.add_option("--delay-ms", options.delayMs, "The mock's time between tokens");
  app.add_flag("--coalesce", options.coalesce, "The mock writes tokens without a delay between them as one");
  app.add_option("--spread-s", options.spread, "Each connection asks once, evenly over this time")
      ->check(CLI::Range(0, 600));
  app.add_option("--connections", options.connections, "Requests under way, one or more values")->delimiter(',');
  app.add_option("--answers", options.answers, "stream, whole, or both")
      ->delimiter(',')
      ->check(CLI::IsMember({"stream", "whole"}));
  auto* const knowledge = app.add_option("--knowledge", options.knowledge, "A folder to index first");
  auto* const passages = app.add_option("--passages", options.passages, "Made-up passages in the index, 1024 dimensions");
  app.add_option("--mode", options.mode, "Of retrieval; the server's default without")
      ->check(CLI::IsMember({"lexical", "vector", "hybrid"}));
  app.add_flag("--bare", options.bare, "vigie-server without persistence and retrieval")
      ->excludes(knowledge)
      ->excludes(passages);
  app.add_flag("--alone", options.alone, "Only Vigie, as for a long run: nothing is known of what it adds");
  app.add_option("--core", options.core, "Pins every process to this core");
  app.add_option("--peers", options.peers,
                 "Measured in the same run: nginx (a plain proxy hop), fastapi (the same work; fastapi:2 with two "
                 "processes). Their Debian packages: tests/bench/README.md")
      ->delimiter(',')
      ->check(CLI::IsMember({"nginx", "fastapi", "fastapi:2"}));
  CLI11_PARSE(app, argc, argv);
  return vigie::bench::runAll(options);
} catch (const std::exception& failure) {
  std::fprintf(stderr, "chat_bench: %s\n", failure.what());
  return 1;
}
