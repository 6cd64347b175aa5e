// One piece of work on another thread whose result comes back to the thread that asked for it (the UI's).
//
// A member of who waits: starting anew, cancel() and destruction drop the result of what runs; the work itself runs to
// its end, so it works on its own copies and on immutable values only.
#pragma once

#include <QFutureWatcher>
#include <QPromise>
#include <QRunnable>
#include <QThreadPool>

#include <memory>
#include <utility>

namespace vigie::console {

/// Where jobs run that may take long: parsing an answer, putting a panel's data together. Not Qt's own pool: painters
/// hand what they fill to that one and wait for it, so that a window would stand still until an answer is parsed.
QThreadPool& backgroundPool();
/// Where pictures are drawn: Qt's own pool, the only one whose threads fill what they paint themselves. On any other
/// thread a painter hands a fill of a hundred pixels and more over in pieces, which costs twice as much.
QThreadPool& drawingPool();

/// Said by who hands work to a pool, by the work where it begins and ends, and by who takes what came of it. Qt's
/// queues order the threads already, but ThreadSanitizer cannot see that in a Qt that was built without it: this it
/// sees.
void orderThreads();

class BackgroundJob {
 public:
  explicit BackgroundJob(QThreadPool& pool = backgroundPool()) : pool_(pool) {}

  /// `done(work())` follows, later. `work` is called on another thread; its result must be copyable. `done` may start
  /// the next one, or delete who owns this.
  template <class Work, class Done>
  void start(Work work, Done done) {
    using Outcome = decltype(work());
    auto promise = std::make_shared<QPromise<Outcome>>();
    auto running = std::make_shared<bool>(true);
    auto* watcher = new QFutureWatcher<Outcome>;
    watcher_.reset(watcher);
    running_ = running;
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher, running, done = std::move(done)] {
      orderThreads();
      *running = false;
      const Outcome outcome = watcher->result();
      done(outcome);
    });
    watcher->setFuture(promise->future());
    QRunnable* const job = QRunnable::create([promise, work = std::move(work)] {
      orderThreads();
      promise->start();
      promise->addResult(work());
      orderThreads();
      promise->finish();
    });
    // What it holds is written by now.
    orderThreads();
    pool_.start(job);
  }

  void cancel() {
    watcher_.reset();
    running_.reset();
  }
  [[nodiscard]] bool isRunning() const { return running_ && *running_; }

 private:
  struct Later {
    void operator()(QFutureWatcherBase* watcher) const {
      watcher->disconnect();
      watcher->deleteLater();
    }
  };
  QThreadPool& pool_;
  std::unique_ptr<QFutureWatcherBase, Later> watcher_;
  std::shared_ptr<const bool> running_;
};

}  // namespace vigie::console
