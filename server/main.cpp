// vigie-server: reads its configuration, builds the application and runs it.
#include "server/app.h"
#include "server/auth/keys_command.h"
#include "server/evaluate_command.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <sys/resource.h>
#include <vector>

int main(int argc, char** argv) try {
  // One thread a query (design §4): read by OpenBLAS and OpenMP when they are first used. A setting that is there wins
  // nothing: many I/O threads would each grow a pool.
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  setenv("OMP_NUM_THREADS", "1", 1);
  setenv("OMP_WAIT_POLICY", "PASSIVE", 1);
  std::signal(SIGPIPE, SIG_IGN);
  // A connection is a descriptor: Debian's soft limit of 1024 would be met long before the connection cap.
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }

  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto readEnv = [](const std::string& name) -> std::optional<std::string> {
    const char* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  if (!arguments.empty() && arguments.front() == "evaluate") {
    return vigie::evaluateCommand({arguments.begin() + 1, arguments.end()}, readEnv);
  }
  if (!arguments.empty() && arguments.front() == "keys") {
    return vigie::auth::runKeysCommand({arguments.begin() + 1, arguments.end()}, readEnv, vigie::SystemClock().now(),
                                       std::cout, std::cerr);
  }
  auto outcome = vigie::readConfig(arguments, readEnv);
  if (outcome && outcome->action != vigie::ConfigOutcome::Action::kShow) {
    if (const auto able = vigie::App::check(outcome->config); !able) outcome = able.error();
  }
  if (!outcome) {
    std::fprintf(stderr, "vigie-server: %s\n", outcome.error().message.c_str());
    return 2;
  }
  if (outcome->action == vigie::ConfigOutcome::Action::kShow) {
    std::fputs(outcome->text.c_str(), stdout);
    return 0;
  }
  if (outcome->action == vigie::ConfigOutcome::Action::kCheck) {
    std::puts("the configuration is valid");
    return 0;
  }
  vigie::setLogLevel(outcome->config.logLevel);
  vigie::App app(std::move(outcome->config));
  return app.run();
} catch (const std::exception& failure) {
  std::fprintf(stderr, "vigie-server: %s\n", failure.what());
  return 1;
}
