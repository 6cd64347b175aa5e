#include "console/prometheus/background_job.h"

#include <QCoreApplication>

#include <atomic>

namespace vigie::console {

QThreadPool& backgroundPool() {
  static QThreadPool pool;
  // What still runs may use fonts and pictures: it ends before the application does.
  [[maybe_unused]] static const bool ends = [] {
    qAddPostRoutine([] { pool.waitForDone(); });
    return true;
  }();
  return pool;
}

void orderThreads() {
  static std::atomic<int> turns;
  turns.fetch_add(1, std::memory_order_acq_rel);
}

QThreadPool& drawingPool() { return *QThreadPool::globalInstance(); }

}  // namespace vigie::console
