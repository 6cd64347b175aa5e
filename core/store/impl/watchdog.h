// Ends what takes too long: a thread that holds every call to its deadline.
#pragma once

#include "core/base/clock.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace vigie::impl {

/// Something with a deadline. Its owner is a shared_ptr.
class Watched {
 public:
  explicit Watched(SteadyTime deadline) : deadline_(deadline) {}
  virtual ~Watched() = default;
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  /// On the watchdog's thread, once, at the deadline; must not block. Not called after Watchdog::forget().
  virtual void expire() noexcept = 0;
  [[nodiscard]] SteadyTime deadline() const { return deadline_; }

 private:
  friend class Watchdog;
  const SteadyTime deadline_;
  // Guarded by Watchdog::mutex_.
  std::multimap<SteadyTime, std::shared_ptr<Watched>>::iterator place_;
  bool watched_ = false;
  bool expired_ = false;
  int socket_ = -1;
};

/// A worker blocked in libpq cannot be interrupted, and PostgreSQL's statement_timeout does nothing when its process
/// is stopped. shutdown() of the socket from this thread wakes the worker with an error; the caller hears of the
/// deadline from expire(), without waiting for the worker. Any thread may call any member.
class Watchdog {
 public:
  /// `housekeeping` runs on the watchdog's thread when due and gives the time of its next turn; must not block.
  explicit Watchdog(std::function<SteadyTime()> housekeeping);
  /// Expires what is left.
  ~Watchdog();

  void watch(std::shared_ptr<Watched> call);
  /// From now on `socket` is shut down at the deadline. False when that has passed.
  [[nodiscard]] bool attach(Watched& call, int socket);
  /// The socket is let go before anyone closes it. False when the deadline passed and the socket was cut.
  [[nodiscard]] bool detach(Watched& call);
  void forget(Watched& call);

  /// Runs housekeeping at `time`, if that is sooner than planned.
  void wakeAt(SteadyTime time);
  /// Expires and cuts everything now; what comes later is expired at once.
  void expireAll();

 private:
  void run();
  void expireUntil(SteadyTime time, std::unique_lock<std::mutex>& lock);

  std::function<SteadyTime()> housekeeping_;
  std::mutex mutex_;  // guards everything below but the thread, and the private members of Watched
  std::condition_variable wake_;
  std::multimap<SteadyTime, std::shared_ptr<Watched>> calls_;
  SteadyTime nextWake_ = SteadyTime::max();
  SteadyTime nextHousekeeping_ = SteadyTime::max();
  bool closed_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace vigie::impl
