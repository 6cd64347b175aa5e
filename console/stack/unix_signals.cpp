#include "console/stack/unix_signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

namespace vigie::stack {

UnixSignals::UnixSignals(QObject* parent) : QObject(parent) {
  sigset_t taken;
  sigemptyset(&taken);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    sigaddset(&taken, signal);
  }
  descriptor_ = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor_ < 0) {
    return;  // the signals do what they do by default
  }
  pthread_sigmask(SIG_BLOCK, &taken, &before_);
  notifier_ = std::make_unique<QSocketNotifier>(descriptor_, QSocketNotifier::Read);
  connect(notifier_.get(), &QSocketNotifier::activated, this, [this] {
    signalfd_siginfo info{};
    while (read(descriptor_, &info, sizeof info) == sizeof info) {
      Q_EMIT received(static_cast<int>(info.ssi_signo));
    }
  });
}

UnixSignals::~UnixSignals() {
  if (descriptor_ < 0) {
    return;
  }
  notifier_.reset();
  close(descriptor_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace vigie::stack
