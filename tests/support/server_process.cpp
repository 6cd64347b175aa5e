#include "tests/support/server_process.h"

#include "tests/support/http_client.h"

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <signal.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vigie::test {

namespace {

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  out.reserve(strings.size() + 1);
  for (auto& text : strings) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

/// The port in the "listening" line of `listener`; 0 when it is not there yet.
std::uint16_t portOf(const std::string& output, const std::string& listener) {
  const auto line = output.find(R"("event":"listening","listener":")" + listener + '"');
  if (line == std::string::npos) return 0;
  const auto end = output.find('\n', line);
  const auto at = output.find(R"("port":)", line);
  if (end == std::string::npos || at == std::string::npos || at > end) return 0;
  return static_cast<std::uint16_t>(std::stoi(output.substr(at + 7)));
}

constexpr std::chrono::milliseconds kStep{5};

}  // namespace

ServerProcess::ServerProcess(Environment environment, std::vector<std::string> arguments) {
  for (const char* name : {"PATH", "LANG", "TMPDIR", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    if (const char* const value = std::getenv(name)) environment.emplace(name, value);
  }
  environment.emplace("VIGIE_LISTEN", "127.0.0.1:0");
  environment.emplace("VIGIE_INTERNAL_LISTEN", "127.0.0.1:0");
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) {
    variables.push_back(name);
    variables.back().append("=").append(value);
  }
  arguments.insert(arguments.begin(), VIGIE_SERVER_PATH);
  auto argv = pointers(arguments);
  auto envp = pointers(variables);

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(ends[1]);
  pipe_ = ends[0];
  reader_ = std::thread([this] {
    char piece[4096];
    for (;;) {
      const ssize_t count = read(pipe_, piece, sizeof piece);
      if (count <= 0) return;
      const std::lock_guard lock(mutex_);
      output_.append(piece, static_cast<std::size_t>(count));
    }
  });
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (reader_.joinable()) reader_.join();
  close(pipe_);
}

void ServerProcess::waitForPorts() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (port_ == 0 || internalPort_ == 0) {
    const std::string text = output();
    port_ = portOf(text, "public");
    internalPort_ = portOf(text, "internal");
    if (std::chrono::steady_clock::now() > deadline || waitpid(pid_, nullptr, WNOHANG) == pid_) {
      throw std::runtime_error("vigie-server does not listen: " + text);
    }
    std::this_thread::sleep_for(kStep);
  }
}

bool ServerProcess::waitForReadiness(const std::string& status, std::chrono::milliseconds limit) const {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < deadline) {
    if (get(internalPort_, "/health/ready").body.starts_with(R"({"status":")" + status + '"')) return true;
    std::this_thread::sleep_for(kStep);
  }
  return false;
}

void ServerProcess::signal(int number) const { kill(pid_, number); }

int ServerProcess::wait(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  int status = 0;
  while (waitpid(pid_, &status, WNOHANG) != pid_) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("vigie-server does not end: " + output());
    std::this_thread::sleep_for(kStep);
  }
  pid_ = -1;
  reader_.join();  // its last words are in output() now
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string ServerProcess::output() const {
  const std::lock_guard lock(mutex_);
  return output_;
}

std::string runToEnd(const std::vector<std::string>& command, const std::string& input, int* exitCode) {
  char name[] = "/tmp/vigie-input-XXXXXX";
  const int file = mkstemp(name);
  if (file < 0) throw std::runtime_error("mkstemp failed");
  unlink(name);
  if (::write(file, input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
    throw std::runtime_error("write failed");
  }
  lseek(file, 0, SEEK_SET);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  auto words = command;
  auto argv = pointers(words);
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(file, STDIN_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(file);
  close(ends[1]);
  std::string out;
  char piece[4096];
  for (ssize_t count = 0; (count = read(ends[0], piece, sizeof piece)) > 0;) {
    out.append(piece, static_cast<std::size_t>(count));
  }
  close(ends[0]);
  int status = 0;
  waitpid(pid, &status, 0);
  if (exitCode != nullptr) *exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return out;
}

}  // namespace vigie::test
