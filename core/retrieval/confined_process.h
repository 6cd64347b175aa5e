// One short-lived program that works on untrusted input and can do nothing else.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vigie {

struct ProcessLimits {
  std::size_t memory = std::size_t{512} * 1024 * 1024;  ///< address space, bytes
  std::chrono::seconds processor{20};
  std::chrono::milliseconds wall{30'000};
  std::size_t output = std::size_t{8} * 1024 * 1024;  ///< bytes on standard output
};

struct ProcessOutcome {
  enum class End {
    kExited,    ///< by itself, with `code`
    kKilled,    ///< by signal `code`: a crash, or a limit of memory or processor time
    kTimedOut,  ///< over `wall`
    kTooMuchOutput,
    kStopped,      ///< `stop` became true
    kNotThere,     ///< the program cannot be started
    kNotConfined,  ///< this kernel grants no confinement: it was not started
  };
  End end = End::kNotThere;
  int code = 0;
  std::string output;
};

/// Runs `command` (an absolute path and its arguments) with `input` on its standard input and gives what it wrote.
/// BLOCKS until the end: call it on a thread made for it.
///
/// The child has no privileges to gain (no_new_privs), no network and no other process within reach (a seccomp filter
/// denies sockets, io_uring, fork, ptrace, signals and the limits of others; a network namespace of its own on top
/// where that is permitted), no descriptor but its three, an empty working directory that goes with it, may write no
/// file, and dies with this process. As root it runs as the user nobody.
ProcessOutcome runConfined(const std::vector<std::string>& command, std::string_view input, const ProcessLimits& limits,
                           const std::atomic<bool>& stop);

}  // namespace vigie
