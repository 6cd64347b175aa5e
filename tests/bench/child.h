// A program beside a bench: the mock upstream, or a peer that does what vigie-server does.
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace vigie::bench {

/// Ends with this object, and with this process whatever happens to it.
class Child {
 public:
  /// Starts `command` and waits for the first line it prints: the URL it serves at. Throws std::runtime_error when it
  /// ends without one.
  explicit Child(std::vector<std::string> command, const std::vector<std::pair<std::string, std::string>>& environment = {});
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }
  /// The port in the URL.
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  std::string url_;
};

/// User and system time of a process and its children, seconds; of the process 0 none.
double cpuSeconds(pid_t pid);
/// Resident memory of a process and its children, MiB. Pages that they share count for each.
double residentMegabytes(pid_t pid);

}  // namespace vigie::bench
