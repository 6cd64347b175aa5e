// RunningAnswers: the answers that this process is making.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace vigie {

/// Ids whose leases are renewed for as long as they are in it, wherever their turns were written. Any thread.
class RunningAnswers {
 public:
  void began(const std::string& answerId) {
    const std::lock_guard lock(mutex_);
    ids_.insert(answerId);
  }
  void ended(const std::string& answerId) {
    const std::lock_guard lock(mutex_);
    ids_.erase(answerId);
  }
  [[nodiscard]] std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return {ids_.begin(), ids_.end()};
  }

 private:
  mutable std::mutex mutex_;  // guards ids_
  std::set<std::string> ids_;
};

}  // namespace vigie
