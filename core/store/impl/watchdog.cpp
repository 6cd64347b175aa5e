#include "core/store/impl/watchdog.h"

#include <algorithm>
#include <pthread.h>
#include <sys/socket.h>
#include <utility>

namespace vigie::impl {

Watchdog::Watchdog(std::function<SteadyTime()> housekeeping) : housekeeping_(std::move(housekeeping)) {
  thread_ = std::thread([this] { run(); });
  pthread_setname_np(thread_.native_handle(), "vigie-db-watch");
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Watchdog::watch(std::shared_ptr<Watched> call) {
  Watched& it = *call;
  const std::lock_guard lock(mutex_);
  it.place_ = calls_.emplace(it.deadline_, std::move(call));
  it.watched_ = true;
  // Waking the thread costs more than the rest: with equal timeouts it is needed once a timeout, not once a call.
  if (it.deadline_ < nextWake_ || closed_) {
    nextWake_ = it.deadline_;
    wake_.notify_one();
  }
}

bool Watchdog::attach(Watched& call, int socket) {
  const std::lock_guard lock(mutex_);
  if (call.expired_) return false;
  call.socket_ = socket;
  return true;
}

bool Watchdog::detach(Watched& call) {
  const std::lock_guard lock(mutex_);
  call.socket_ = -1;
  return !call.expired_;
}

void Watchdog::forget(Watched& call) {
  std::shared_ptr<Watched> last;  // destroyed after the lock
  const std::lock_guard lock(mutex_);
  if (!std::exchange(call.watched_, false)) return;
  last = std::move(call.place_->second);
  calls_.erase(call.place_);
}

void Watchdog::wakeAt(SteadyTime time) {
  const std::lock_guard lock(mutex_);
  nextHousekeeping_ = std::min(nextHousekeeping_, time);
  if (nextHousekeeping_ < nextWake_) {
    nextWake_ = nextHousekeeping_;
    wake_.notify_one();
  }
}

void Watchdog::expireAll() {
  std::unique_lock lock(mutex_);
  closed_ = true;
  expireUntil(SteadyTime::max(), lock);
}

void Watchdog::expireUntil(SteadyTime time, std::unique_lock<std::mutex>& lock) {
  while (!calls_.empty() && calls_.begin()->first <= time) {
    const std::shared_ptr<Watched> call = std::move(calls_.begin()->second);
    calls_.erase(calls_.begin());
    call->watched_ = false;
    call->expired_ = true;
    if (call->socket_ >= 0) ::shutdown(call->socket_, SHUT_RDWR);
    lock.unlock();
    call->expire();
    lock.lock();
  }
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    const SteadyTime now = std::chrono::steady_clock::now();
    expireUntil(closed_ ? SteadyTime::max() : now, lock);
    if (nextHousekeeping_ <= now && !closed_) {
      nextHousekeeping_ = SteadyTime::max();
      lock.unlock();
      const SteadyTime next = housekeeping_();
      lock.lock();
      nextHousekeeping_ = std::min(nextHousekeeping_, next);
    }
    // Once closed there is no housekeeping left to do: one that is due would keep this from ever waiting.
    const SteadyTime housekeeping = closed_ ? SteadyTime::max() : nextHousekeeping_;
    nextWake_ = std::min(housekeeping, calls_.empty() ? SteadyTime::max() : calls_.begin()->first);
    if (stop_ || nextWake_ <= std::chrono::steady_clock::now()) continue;
    // wait_until(max) overflows in libstdc++: an hour is as good as for ever.
    wake_.wait_until(lock, std::min(nextWake_, now + std::chrono::hours(1)));
  }
  expireUntil(SteadyTime::max(), lock);
}

}  // namespace vigie::impl
