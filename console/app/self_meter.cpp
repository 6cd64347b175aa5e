#include "console/app/self_meter.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QFile>

#include <algorithm>
#include <ctime>
#include <unistd.h>
#include <utility>

namespace vigie::console {
namespace {

qint64 clockMs(clockid_t clock) {
  timespec now{};
  return clock_gettime(clock, &now) == 0 ? now.tv_sec * 1000 + now.tv_nsec / 1'000'000 : 0;
}

}  // namespace

bool MeteredApplication::notify(QObject* receiver, QEvent* event) {
  const bool isFrame = event->type() == QEvent::UpdateRequest;
  QElapsedTimer timer;
  timer.start();
  ++depth_;
  const bool handled = QApplication::notify(receiver, event);
  --depth_;
  const double ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
  if (isFrame) {
    meter_.addFrame(ms);
    slowestMs_ = std::max(slowestMs_, ms);
  }
  if (depth_ == 0) meter_.addEvent(ms);
  return handled;
}

double MeteredApplication::takeFrameMs() {
  const double slowest = std::exchange(slowestMs_, 0.0);
  if (slowest > 0) lastMs_ = slowest;
  return lastMs_;
}

qint64 residentBytes() {
  QFile statm(QStringLiteral("/proc/self/statm"));
  if (!statm.open(QIODevice::ReadOnly)) return 0;
  const QList<QByteArray> fields = statm.readAll().split(' ');
  return fields.size() > 1 ? fields[1].toLongLong() * sysconf(_SC_PAGESIZE) : 0;
}

qint64 processorMs() { return clockMs(CLOCK_PROCESS_CPUTIME_ID); }

qint64 sinceProcessStartMs() {
  QFile stat(QStringLiteral("/proc/self/stat"));
  if (!stat.open(QIODevice::ReadOnly)) return 0;
  // The program's name, in parentheses, may hold spaces. starttime is the 20th field after it.
  const QByteArray text = stat.readAll();
  const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
  if (fields.size() < 20) return 0;
  return clockMs(CLOCK_BOOTTIME) - fields[19].toLongLong() * 1000 / sysconf(_SC_CLK_TCK);
}

}  // namespace vigie::console
