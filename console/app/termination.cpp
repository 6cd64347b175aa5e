#include "console/app/termination.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace vigie::console {
namespace {

std::atomic<int> wakeUp{-1};

void followSignal(int number) {
  const int kept = errno;
  const char byte = 0;
  [[maybe_unused]] const ssize_t written = write(wakeUp.load(), &byte, 1);
  // Whoever asks twice means it.
  std::signal(number, SIG_DFL);
  errno = kept;
}

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

}  // namespace

Termination::Termination(QObject* parent) : QObject(parent) {
  // Programs that are started inherit neither the pipe nor the handlers.
  if (pipe2(ends_, O_CLOEXEC | O_NONBLOCK) != 0) return;
  wakeUp.store(ends_[1]);
  auto* notifier = new QSocketNotifier(ends_[0], QSocketNotifier::Read, this);
  connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
    notifier->setEnabled(false);
    Q_EMIT requested();
  });
  for (const int number : kSignals) std::signal(number, followSignal);
}

Termination::~Termination() {
  for (const int number : kSignals) std::signal(number, SIG_DFL);
  for (const int end : ends_) {
    if (end >= 0) close(end);
  }
}

}  // namespace vigie::console
