// How long the event loop of this thread was held up at worst, in the thread's own processor time: work that would hang
// the window counts, a machine that is busy with something else does not.
#pragma once

#include <QTimer>

#include <algorithm>
#include <ctime>

namespace vigie::test {

class StallWatch {
 public:
  StallWatch() {
    QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { tick(); });
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.start(5);
  }
  /// Milliseconds of work between two turns of the loop, at worst.
  [[nodiscard]] double worstMs() const { return std::max(worst_, now() - last_); }

 private:
  static double now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }
  void tick() {
    const double at = now();
    worst_ = std::max(worst_, at - last_);
    last_ = at;
  }

  QTimer timer_;
  double last_ = now();
  double worst_ = 0;
};

}  // namespace vigie::test
