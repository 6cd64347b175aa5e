#include "console/stack/drill/compose_guard.h"

#include "console/stack/client_commands.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;

constexpr char kWatching = 'w';
constexpr char kDismissed = 'd';
constexpr int kReadyLimitMs = 10'000;
// As long as the lease of a drill on the local stack.
constexpr int kLongestDrillMs = 1'800'000;
constexpr qint64 kKeepTryingMs = 600'000;
constexpr auto kTryAgain = 2s;
constexpr auto kStartLimit = 120s;

bool readByte(int descriptor, int limitMs, char expected) {
  pollfd one{descriptor, POLLIN, 0};
  int found = 0;
  do {
    found = ::poll(&one, 1, limitMs);
  } while (found < 0 && errno == EINTR);
  char byte = 0;
  return found > 0 && ::read(descriptor, &byte, 1) == 1 && byte == expected;
}

}  // namespace

ComposeGuard::~ComposeGuard() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

Result<void> ComposeGuard::start(const QString& program, const ComposeCli& compose, const QString& service) {
  std::array<int, 2> pair{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
    return Error(ErrorCode::kUnavailable, std::string("the drill's guard cannot be started: ") + std::strerror(errno));
  }
  std::vector<QByteArray> words{program.toLocal8Bit(), "compose-guard", "--service",
                                service.toLocal8Bit(), "--program",     compose.program().join(' ').toLocal8Bit()};
  if (!compose.file().isEmpty()) {
    words.insert(words.end(), {"--file", compose.file().toLocal8Bit()});
  }
  std::vector<char*> arguments;
  for (QByteArray& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, pair[1], STDIN_FILENO);
  // Standard output is the report's; standard error stays, for what the guard has to say when the drill is gone.
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&how, &none);
  // The terminal's Ctrl-C is not for it.
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
  pid_t pid = 0;
  const int failure = ::posix_spawn(&pid, words.front().constData(), &files, &how, arguments.data(), environ);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&files);
  ::close(pair[1]);
  descriptor_ = pair[0];
  if (failure != 0 || !readByte(descriptor_, kReadyLimitMs, kWatching)) {
    ::close(std::exchange(descriptor_, -1));
    return Error(ErrorCode::kUnavailable, "the drill's guard, which mends what a killed drill leaves, does not start");
  }
  return {};
}

void ComposeGuard::dismiss() {
  if (descriptor_ < 0) {
    return;
  }
  [[maybe_unused]] const ssize_t told = ::send(descriptor_, &kDismissed, 1, MSG_NOSIGNAL);
  ::close(std::exchange(descriptor_, -1));
}

int runComposeGuard(const ComposeCli& compose, const QString& service) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGHUP, SIG_IGN);
  if (::write(STDIN_FILENO, &kWatching, 1) != 1 || readByte(STDIN_FILENO, kLongestDrillMs, kDismissed)) {
    return 0;
  }
  QElapsedTimer since;
  since.start();
  QString why;
  while (since.elapsed() < kKeepTryingMs) {
    const auto started = compose.run({"start", service}, kStartLimit);
    if (started) {
      complain(QString("the drill is gone; %1 was started again").arg(service));
      return 0;
    }
    why = QString::fromStdString(started.error().message);
    QEventLoop pause;
    QTimer::singleShot(kTryAgain, &pause, &QEventLoop::quit);
    pause.exec();
  }
  complain(QString("the drill is gone and %1 could not be started again (%2): run docker compose start %1")
               .arg(service, why));
  return 1;
}

}  // namespace vigie::stack
