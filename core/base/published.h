// Published<T>: one writer hands immutable snapshots to many readers.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace vigie {

/// Holds the current immutable snapshot of T. Any thread may call any member.
///
/// A mutex around a shared_ptr copy (about 20 ns), not std::atomic<std::shared_ptr>: g++ 12's is not clean under
/// ThreadSanitizer. The snapshot a reader took stays valid, unchanged, for as long as the reader holds it.
template <class T>
class Published {
 public:
  Published() = default;
  explicit Published(std::shared_ptr<const T> first) : current_(std::move(first)) {}

  [[nodiscard]] std::shared_ptr<const T> get() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }

  void set(std::shared_ptr<const T> next) {
    {
      const std::lock_guard lock(mutex_);
      current_.swap(next);
    }
    // `next` now holds the old snapshot, which may be large: it is destroyed here, outside the lock.
  }

 private:
  mutable std::mutex mutex_;  // guards current_
  std::shared_ptr<const T> current_;
};

}  // namespace vigie
