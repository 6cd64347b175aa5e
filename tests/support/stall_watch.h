// How long the event loop of this thread was held up at worst: a timer that should fire every few milliseconds says so.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>

namespace vigie::test {

class StallWatch {
 public:
  StallWatch() {
    QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { tick(); });
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.start(kEveryMs);
    since_.start();
  }
  /// Milliseconds between two turns of the loop, at worst. A loaded machine adds its own: compare generously.
  [[nodiscard]] qint64 worstMs() const { return std::max(worst_, since_.elapsed() - kEveryMs); }

 private:
  static constexpr int kEveryMs = 5;
  void tick() { worst_ = std::max(worst_, since_.restart() - kEveryMs); }

  QTimer timer_;
  QElapsedTimer since_;
  qint64 worst_ = 0;
};

}  // namespace vigie::test
