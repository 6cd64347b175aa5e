// What Vigie adds to a model's answer: the chat route against a mock upstream, directly and through vigie-server in one
// run, with a durable PostgreSQL (fsync on), persistence, retrieval and metrics on. Prints Markdown.
#include "tests/bench/load.h"
#include "tests/support/http_client.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/server_process.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <fstream>
#include <signal.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace vigie::bench {
namespace {

/// mock-upstream as a child process; its port is what it prints.
class Mock {
 public:
  explicit Mock(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), VIGIE_MOCK_UPSTREAM_PATH);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe failed");
    pid_ = fork();
    if (pid_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
      execv(argv[0], argv.data());
      _exit(127);
    }
    close(ends[1]);
    for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) url_ += c;
    close(ends[0]);
    if (url_.empty()) throw std::runtime_error("mock-upstream did not start");
  }
  ~Mock() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  Mock(const Mock&) = delete;
  Mock& operator=(const Mock&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] std::uint16_t port() const {
    return static_cast<std::uint16_t>(std::stoi(url_.substr(url_.rfind(':') + 1)));
  }

 private:
  pid_t pid_ = -1;
  std::string url_;
};

/// User and system time of a process, seconds.
double cpuSeconds(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::stringstream text;
  text << file.rdbuf();
  std::istringstream fields(text.str().substr(text.str().rfind(')') + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double residentMegabytes(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

std::string chatRequest(std::uint16_t port, bool stream) {
  test::HttpCall call;
  call.method = "POST";
  call.target = "/v1/chat/completions";
  call.body = std::string(R"({"model":"mock-model","stream":)") + (stream ? "true" : "false") +
              R"(,"messages":[{"role":"user","content":"What do I do when ServiceDown fires?"}]})";
  return test::toRequestText(call, port);
}

struct Case {
  const char* name;
  bool stream;
  int connections;
};

void printCase(const Case& which, const Measured& direct, const Measured& through, double cpuMicroseconds) {
  const auto added = [](const std::vector<double>& with, const std::vector<double>& without, double share) {
    return (quantile(with, share) - quantile(without, share)) / 1000;
  };
  std::printf("| %s | %d | %.0f | %.0f | %.2f / %.2f / %.2f | %.2f / %.2f / %.2f | **%.2f** / %.2f / %.2f |",
              which.name, which.connections, direct.perSecond(), through.perSecond(), quantile(direct.total, .5) / 1000,
              quantile(direct.total, .95) / 1000, quantile(direct.total, .99) / 1000,
              quantile(through.total, .5) / 1000, quantile(through.total, .95) / 1000,
              quantile(through.total, .99) / 1000, added(through.total, direct.total, .5),
              added(through.total, direct.total, .95), added(through.total, direct.total, .99));
  if (which.stream) {
    std::printf(" %.2f / %.2f |", added(through.firstToken, direct.firstToken, .5),
                added(through.firstToken, direct.firstToken, .99));
  } else {
    std::printf(" |");
  }
  std::printf(" %.0f | %llu |\n", cpuMicroseconds, static_cast<unsigned long long>(direct.failures + through.failures));
  std::fflush(stdout);
}

int runAll(int seconds, int tokens, double firstDelayMs, double delayMs, bool coalesce, int spread,
           const std::vector<int>& connections, const std::string& knowledge) {
  test::PostgresCluster cluster(test::PostgresCluster::Fsync::kOn);
  std::vector<std::string> mocked{"--tokens",   std::to_string(tokens), "--first-delay-ms", std::to_string(firstDelayMs),
                                  "--delay-ms", std::to_string(delayMs)};
  if (coalesce) mocked.emplace_back("--coalesce");
  Mock mock(mocked);
  test::Environment environment{
      {"DATABASE_URL", cluster.createDatabase()}, {"OPENAI_BASE_URL", mock.url()}, {"OPENAI_MODEL", "mock-model"}};
  if (!knowledge.empty()) environment["VIGIE_KNOWLEDGE_DIR"] = knowledge;
  test::ServerProcess server(std::move(environment));
  server.waitForPorts();
  if (!server.waitForReadiness("ready")) throw std::runtime_error("vigie-server is not ready: " + server.output());
  const double idle = residentMegabytes(server.pid());
  std::printf(
      "Mock upstream: %d tokens, first after %g ms, then one each %g ms. PostgreSQL with fsync, persistence, "
      "retrieval and metrics on; load generator, mock, PostgreSQL and server share %ld cores. Times in ms, "
      "p50 / p95 / p99.\n\n",
      tokens, firstDelayMs, delayMs, sysconf(_SC_NPROCESSORS_ONLN));
  std::printf(
      "| answer | connections | direct req/s | Vigie req/s | direct | through Vigie | added | added to first token "
      "p50 / p99 | server CPU µs/req | failures |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const int count : connections) {
    for (const bool stream : {true, false}) {
      const Case which{stream ? "stream" : "whole", stream, count};
      Load load;
      load.connections = count;
      load.duration = std::chrono::seconds(seconds);
      load.spread = std::chrono::seconds(spread);
      load.firstToken = R"("content":"token)";
      load.port = mock.port();
      // The mock always streams: read to its end, it stands for both kinds of answer.
      load.request = chatRequest(load.port, true);
      const Measured direct = run(load);
      load.port = server.port();
      load.request = chatRequest(load.port, stream);
      const double before = cpuSeconds(server.pid());
      const Measured through = run(load);
      const double cpu = cpuSeconds(server.pid()) - before;
      // The warm-up's requests are in the CPU time: they are of the same kind and pace.
      const double share = through.seconds / (through.seconds + std::chrono::duration<double>(load.warmUp).count());
      const double requests = static_cast<double>(through.total.size());
      printCase(which, direct, through, requests > 0 ? cpu * share / requests * 1e6 : 0);
    }
  }
  std::printf("\nResident memory: idle %.1f MB, after the load %.1f MB.\n", idle, residentMegabytes(server.pid()));
  return 0;
}

}  // namespace
}  // namespace vigie::bench

int main(int argc, char** argv) try {
  CLI::App app("What vigie-server adds to an answer, measured against a mock upstream");
  int seconds = 4;
  int tokens = 16;
  double firstDelayMs = 0;
  double delayMs = 0;
  bool coalesce = false;
  int spread = 0;
  std::vector<int> connections{1, 32};
  std::string knowledge;
  app.add_option("--seconds", seconds, "Of each measurement")->check(CLI::Range(1, 600));
  app.add_option("--tokens", tokens, "Deltas of an answer");
  app.add_option("--first-delay-ms", firstDelayMs, "The mock's time to first token");
  app.add_option("--delay-ms", delayMs, "The mock's time between tokens");
  app.add_flag("--coalesce", coalesce, "The mock writes tokens without a delay between them as one");
  app.add_option("--spread-s", spread, "Each connection asks once, evenly over this time")->check(CLI::Range(0, 600));
  app.add_option("--connections", connections, "Requests under way, one or more values")->delimiter(',');
  app.add_option("--knowledge", knowledge, "A folder to index first");
  CLI11_PARSE(app, argc, argv);
  return vigie::bench::runAll(seconds, tokens, firstDelayMs, delayMs, coalesce, spread, connections, knowledge);
} catch (const std::exception& failure) {
  std::fprintf(stderr, "chat_bench: %s\n", failure.what());
  return 1;
}
