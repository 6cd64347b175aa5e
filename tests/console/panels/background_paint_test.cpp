// A window is painted while every thread for background work is busy.
#include "console/prometheus/background_job.h"
#include "tests/support/qt_wait.h"

#include <QImage>
#include <QPainter>
#include <QSemaphore>
#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace vigie::console {
namespace {

/// As a painter fills a translucent area of a panel: Qt hands that to its own thread pool in pieces and waits for them.
void paintTranslucent() {
  QImage image(400, 400, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::white);
  QPainter(&image).fillRect(image.rect(), QColor(255, 0, 0, 20));
}

TEST(BackgroundPaintTest, NeverWaitsForJobs) {
  QSemaphore running;
  QSemaphore painted;
  std::atomic<int> gaveUp = 0;
  const int threads = backgroundPool().maxThreadCount();
  std::vector<std::unique_ptr<BackgroundJob>> jobs;
  int ended = 0;
  for (int i = 0; i < threads; ++i) {
    jobs.push_back(std::make_unique<BackgroundJob>());
    jobs.back()->start(
        [&] {
          running.release();
          // Not for ever: a painter that waits for this shall fail, not hang.
          if (!painted.tryAcquire(1, 10'000)) ++gaveUp;
          return true;
        },
        [&](bool) { ++ended; });
  }
  ASSERT_TRUE(running.tryAcquire(threads, test::kDeadlineMs));
  paintTranslucent();
  EXPECT_EQ(gaveUp, 0) << "the window stood still until the jobs ended";
  painted.release(threads);
  EXPECT_TRUE(test::waitFor([&] { return ended == threads; }));
}

}  // namespace
}  // namespace vigie::console
