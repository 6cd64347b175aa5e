// Waiting for an event in a Qt test: until it is there, or the test fails at a deadline no healthy run meets.
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <functional>

namespace vigie::test {

inline constexpr int kDeadlineMs = 20'000;

/// Runs the event loop until `holds`, which is asked after every event. False at the deadline.
inline bool waitFor(const std::function<bool()>& holds) {
  QElapsedTimer watch;
  watch.start();
  // Some conditions come true without an event of this thread (a clock): the loop wakes now and then for them.
  QTimer waker;
  waker.start(20);
  while (!holds()) {
    if (watch.hasExpired(kDeadlineMs)) return false;
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  return true;
}

}  // namespace vigie::test
