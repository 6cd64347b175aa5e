#include "console/stack/unix_signals.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace vigie::stack {
namespace {

// A handler may only do what is async-signal-safe: it writes to this pipe, and the event loop reads it.
int pipeEnds[2] = {-1, -1};

void forward(int signal) {
  const int error = errno;
  const auto byte = static_cast<unsigned char>(signal);
  [[maybe_unused]] const ssize_t written = write(pipeEnds[1], &byte, 1);
  errno = error;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(signal, &action, nullptr);
}

}  // namespace

UnixSignals::UnixSignals(QObject* parent) : QObject(parent) {
  if (pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0) {
    return;
  }
  notifier_ = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
  connect(notifier_.get(), &QSocketNotifier::activated, this, [this] {
    unsigned char byte = 0;
    while (read(pipeEnds[0], &byte, 1) == 1) {
      Q_EMIT received(byte);
    }
  });
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    handle(signal, forward);
  }
}

UnixSignals::~UnixSignals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    handle(signal, SIG_DFL);
  }
  notifier_.reset();
  close(pipeEnds[0]);
  close(pipeEnds[1]);
}

}  // namespace vigie::stack
