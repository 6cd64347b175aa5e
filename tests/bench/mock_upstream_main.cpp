// The tests' OpenAI-compatible server as a program.
#include "tests/support/mock_upstream.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <exception>

int main(int argc, char** argv) try {
  CLI::App app("An OpenAI-compatible server that answers every chat with the same tokens");
  vigie::test::MockUpstream::Options options;
  options.record = false;
  int tokens = 64;
  double delayMs = 0;
  double firstDelayMs = 0;
  bool coalesce = false;
  bool strict = false;
  app.add_option("--port", options.port, "Port on 127.0.0.1; 0 takes a free one");
  app.add_option("--tokens", tokens, "Deltas of an answer")->check(CLI::Range(0, 100'000));
  app.add_option("--delay-ms", delayMs, "Before each delta but the first")->check(CLI::NonNegativeNumber);
  app.add_option("--first-delay-ms", firstDelayMs, "Before the first delta")->check(CLI::NonNegativeNumber);
  app.add_flag("--coalesce", coalesce, "Write what has no delay between at once");
  app.add_flag("--strict", strict, "Refuse what OpenAI would refuse (keeps every request in memory)");
  CLI11_PARSE(app, argc, argv);
  options.record = strict;

  const auto microseconds = [](double ms) { return std::chrono::microseconds(static_cast<long>(ms * 1000)); };
  vigie::test::Script script;
  script.streamHead();
  for (int i = 0; i < tokens; ++i) {
    const double before = i == 0 ? firstDelayMs : delayMs;
    if (before > 0) script.pause(microseconds(before));
    script.delta(i == 0 ? "token" : " token");
  }
  script.finish("stop").usage(16, tokens).done().end();
  if (coalesce) script.coalesce();

  // Blocked before the server's thread exists, so that only this thread receives them.
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  vigie::test::MockUpstream upstream(options);
  upstream.setDefault(std::move(script));
  std::printf("%s\n", upstream.baseUrl().c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop, &signal);
  return 0;
} catch (const std::exception& failure) {
  std::fprintf(stderr, "mock-upstream: %s\n", failure.what());
  return 1;
}
