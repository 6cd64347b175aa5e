// One piece of work on Qt's thread pool whose result comes back to the thread that asked for it (the UI's).
//
// A member of who waits: starting anew, cancel() and destruction drop the result of what runs; the work itself runs to
// its end, so it works on its own copies and on immutable values only.
#pragma once

#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <utility>

namespace vigie::console {

class BackgroundJob {
 public:
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
      *running = false;
      const Outcome outcome = watcher->result();
      done(outcome);
    });
    watcher->setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, work = std::move(work)] {
      promise->start();
      promise->addResult(work());
      promise->finish();
    });
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
  std::unique_ptr<QFutureWatcherBase, Later> watcher_;
  std::shared_ptr<const bool> running_;
};

}  // namespace vigie::console
