#include "console/app/self_meter.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QFile>

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace vigie::console {

bool MeteredApplication::notify(QObject* receiver, QEvent* event) {
  if (event->type() != QEvent::UpdateRequest) return QApplication::notify(receiver, event);
  QElapsedTimer timer;
  timer.start();
  const bool handled = QApplication::notify(receiver, event);
  slowestMs_ = std::max(slowestMs_, static_cast<double>(timer.nsecsElapsed()) / 1e6);
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

}  // namespace vigie::console
