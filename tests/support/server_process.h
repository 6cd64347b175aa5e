// A real vigie-server as a child process on free ports.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace vigie::test {

using Environment = std::map<std::string, std::string>;

/// The child gets nothing of this process's environment but PATH, LANG and TMPDIR; `environment` is added. It ends with
/// this process, whatever happens to it.
class ServerProcess {
 public:
  explicit ServerProcess(Environment environment, std::vector<std::string> arguments = {});
  /// Kills it if it still runs.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// Waits until both listeners are there. Throws std::runtime_error with what the server said otherwise.
  void waitForPorts();
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::uint16_t internalPort() const { return internalPort_; }
  /// Waits until /health/ready's status is `status`; false after `limit`.
  bool waitForReadiness(const std::string& status, std::chrono::milliseconds limit = std::chrono::seconds(30)) const;

  void signal(int number) const;
  /// The exit code (128 + signal when killed); throws when it does not end in time.
  int wait(std::chrono::milliseconds limit = std::chrono::seconds(30));
  /// What it wrote to standard output and error so far.
  [[nodiscard]] std::string output() const;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int pipe_ = -1;
  std::thread reader_;
  mutable std::mutex mutex_;  // guards output_
  std::string output_;
  std::uint16_t port_ = 0;
  std::uint16_t internalPort_ = 0;
};

/// Runs a command to its end and gives what it wrote to standard output and error. `exitCode` may be null.
std::string runToEnd(const std::vector<std::string>& command, const std::string& input, int* exitCode = nullptr);

}  // namespace vigie::test
