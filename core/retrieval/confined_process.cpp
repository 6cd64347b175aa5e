#include "core/retrieval/confined_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace vigie {

namespace {

using std::chrono::steady_clock;

// How the child says why it did not become the program. Any other code is the program's own.
constexpr int kNotConfinedCode = 125;
constexpr int kNotThereCode = 127;
constexpr std::chrono::milliseconds kStopInterval{50};
constexpr unsigned kNobody = 65534;

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// An empty private directory for as long as this lives.
class EmptyDirectory {
 public:
  EmptyDirectory() {
    std::error_code ignored;
    path_ = (std::filesystem::temp_directory_path(ignored) / "vigie-read-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~EmptyDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  EmptyDirectory(const EmptyDirectory&) = delete;
  EmptyDirectory& operator=(const EmptyDirectory&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The program reads, computes and writes; what opens another way out answers EPERM. A list of what is denied and not of
// what is allowed: a C library's update must not break the reading of documents, and the limits hold either way.
constexpr auto kDenied = std::to_array<unsigned>({
    __NR_socket,
    __NR_socketpair,
    __NR_connect,
    __NR_bind,
    __NR_listen,
    __NR_accept4,
    __NR_sendto,
    __NR_sendmsg,
    __NR_io_uring_setup,
    __NR_clone,
    __NR_clone3,
    __NR_unshare,
    __NR_setns,
    __NR_mount,
    __NR_ptrace,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
    __NR_kill,
    __NR_tkill,
    __NR_tgkill,
    __NR_rt_sigqueueinfo,
    __NR_rt_tgsigqueueinfo,
    __NR_pidfd_send_signal,
    __NR_pidfd_open,
    __NR_bpf,
    __NR_perf_event_open,
    __NR_userfaultfd,
    __NR_keyctl,
    __NR_add_key,
    __NR_memfd_create,
#ifdef __NR_fork
    __NR_fork,
    __NR_vfork,
#endif
});

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "name this architecture's AUDIT_ARCH constant"
#endif

using Filter = std::array<sock_filter, kDenied.size() + 11>;

Filter makeFilter() {
  constexpr auto kCount = static_cast<unsigned char>(kDenied.size());
  Filter out{};
  std::size_t at = 0;
  out[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
  out[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0);
  out[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  out[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
  // Its own limits are its own business, as a C library's start makes it; another process's are not. A process id is an
  // int: the lower half of the argument, which stands first on both architectures.
  out[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_prlimit64, 0, 4);
  out[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args));
  out[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1);
  out[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  out[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  for (unsigned char i = 0; i < kCount; ++i) {
    // To the last instruction, over the "allow" that precedes it.
    out[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kDenied[i], static_cast<unsigned char>(kCount - i), 0);
  }
  out[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  out[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  return out;
}

void limit(int resource, rlim_t soft, rlim_t hard) {
  const rlimit value{soft, hard};
  setrlimit(static_cast<__rlimit_resource>(resource), &value);
}

/// All that the child needs, made before the fork: between fork and exec only system calls are safe.
struct Launch {
  std::vector<char*> arguments;
  std::vector<char*> environment;
  const char* directory = nullptr;
  int input = -1;
  int output = -1;
  int nowhere = -1;
  pid_t parent = 0;
  rlim_t memory = 0;
  rlim_t processor = 0;
  Filter filter = makeFilter();
};

[[noreturn]] void becomeProgram(const Launch& launch) {
  if (dup2(launch.input, 0) < 0 || dup2(launch.output, 1) < 0 || dup2(launch.nowhere, 2) < 0) _exit(kNotThereCode);
  if (syscall(__NR_close_range, 3U, ~0U, 0U) != 0) _exit(kNotConfinedCode);
  if (chdir(launch.directory) != 0) _exit(kNotThereCode);
  unshare(CLONE_NEWNET | CLONE_NEWIPC);  // root's only; the filter below denies sockets to everyone
  if (geteuid() == 0) {
    // System calls, since glibc's wrappers reach for the other threads.
    if (syscall(__NR_setgroups, 0, nullptr) != 0 || syscall(__NR_setresgid, kNobody, kNobody, kNobody) != 0 ||
        syscall(__NR_setresuid, kNobody, kNobody, kNobody) != 0) {
      _exit(kNotConfinedCode);
    }
  }
  limit(RLIMIT_AS, launch.memory, launch.memory);
  limit(RLIMIT_CPU, launch.processor, launch.processor + 1);
  limit(RLIMIT_FSIZE, 0, 0);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_NOFILE, 32, 32);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != launch.parent) _exit(kNotThereCode);
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction plain {};
    plain.sa_handler = SIG_DFL;
    sigaction(signal, &plain, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const sock_fprog program{static_cast<unsigned short>(launch.filter.size()),
                           const_cast<sock_filter*>(launch.filter.data())};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    _exit(kNotConfinedCode);
  }
  execve(launch.arguments.front(), launch.arguments.data(), launch.environment.data());
  _exit(kNotThereCode);
}

/// A readable descriptor that holds `bytes`; a file without a name.
int inMemory(std::string_view bytes) {
  const int fd = memfd_create("vigie-document", MFD_CLOEXEC);
  if (fd < 0) return -1;
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      ::close(fd);
      return -1;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  lseek(fd, 0, SEEK_SET);
  return fd;
}

/// A child that was started: waited for in any case.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() {
    if (pid_ > 0) kill();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void kill() {
    ::kill(pid_, SIGKILL);
    while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
  }
  /// Whether it has ended; does not wait.
  bool ended() {
    if (waitpid(pid_, &status_, WNOHANG) != pid_) return false;
    pid_ = -1;
    return true;
  }
  [[nodiscard]] int status() const { return status_; }

 private:
  pid_t pid_;
  int status_ = 0;
};

ProcessOutcome follow(Child& child, int output, const ProcessLimits& limits, const std::atomic<bool>& stop) {
  using End = ProcessOutcome::End;
  ProcessOutcome outcome;
  const auto deadline = steady_clock::now() + limits.wall;
  const auto endWith = [&](End end) {
    child.kill();
    outcome.end = end;
    outcome.output.clear();
    return std::move(outcome);
  };
  bool open = true;
  for (;;) {
    if (stop) return endWith(End::kStopped);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) return endWith(End::kTimedOut);
    if (!open) {
      // It has said all it has to say, and needs a moment to end.
      if (child.ended()) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      continue;
    }
    pollfd wait{output, POLLIN, 0};
    if (poll(&wait, 1, static_cast<int>(std::min(left, kStopInterval).count())) <= 0) continue;
    std::array<char, std::size_t{64} * 1024> piece;
    const auto got = read(output, piece.data(), piece.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) {
      open = false;
      continue;
    }
    outcome.output.append(piece.data(), static_cast<std::size_t>(got));
    if (outcome.output.size() > limits.output) return endWith(End::kTooMuchOutput);
  }
  const int status = child.status();
  if (WIFSIGNALED(status)) {
    outcome.end = End::kKilled;
    outcome.code = WTERMSIG(status);
    return outcome;
  }
  outcome.code = WEXITSTATUS(status);
  outcome.end = outcome.code == kNotThereCode      ? End::kNotThere
                : outcome.code == kNotConfinedCode ? End::kNotConfined
                                                   : End::kExited;
  return outcome;
}

}  // namespace

ProcessOutcome runConfined(const std::vector<std::string>& command, std::string_view input, const ProcessLimits& limits,
                           const std::atomic<bool>& stop) {
  ProcessOutcome failed;
  const EmptyDirectory directory;
  const Descriptor document(inMemory(input));
  const Descriptor nowhere(open("/dev/null", O_WRONLY | O_CLOEXEC));
  std::array<int, 2> ends{-1, -1};
  if (directory.path().empty() || document.get() < 0 || nowhere.get() < 0 || pipe2(ends.data(), O_CLOEXEC) != 0) {
    return failed;
  }
  const Descriptor readEnd(ends[0]);
  Descriptor writeEnd(ends[1]);

  Launch launch;
  auto arguments = command;
  std::vector<std::string> environment{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=" + directory.path(),
                                       "TMPDIR=" + directory.path()};
  for (auto& argument : arguments) launch.arguments.push_back(argument.data());
  for (auto& variable : environment) launch.environment.push_back(variable.data());
  launch.arguments.push_back(nullptr);
  launch.environment.push_back(nullptr);
  launch.directory = directory.path().c_str();
  launch.input = document.get();
  launch.output = writeEnd.get();
  launch.nowhere = nowhere.get();
  launch.parent = getpid();
  launch.memory = limits.memory;
  launch.processor = static_cast<rlim_t>(limits.processor.count());

  const pid_t pid = fork();
  if (pid < 0) return failed;
  if (pid == 0) becomeProgram(launch);
  Child child(pid);
  writeEnd.close();
  return follow(child, readEnd.get(), limits, stop);
}

}  // namespace vigie
