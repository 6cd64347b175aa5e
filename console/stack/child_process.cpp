#include "console/stack/child_process.h"

#include <csignal>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace vigie::stack {

void confineChild(QProcess& process, int deathSignal) {
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.setStandardInputFile(QProcess::nullDevice());
  const pid_t parent = getpid();
  // Runs between fork and exec: async-signal-safe calls only.
  process.setChildProcessModifier([deathSignal, parent] {
    for (int signal = 1; signal < NSIG; ++signal) {
      if (signal != SIGKILL && signal != SIGSTOP) {
        std::signal(signal, SIG_DFL);
      }
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    umask(077);
    setsid();
    // QProcess reports a failed exec through a close-on-exec pipe: close at exec, not now.
    syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    prctl(PR_SET_PDEATHSIG, deathSignal);
    if (getppid() != parent) {
      _exit(127);
    }
  });
}

}  // namespace vigie::stack
