#include "core/llm/upstream_pool.h"

#include <algorithm>

namespace vigie {

std::unique_ptr<UpstreamConnection> UpstreamPool::take() {
  for (;;) {
    std::unique_ptr<UpstreamConnection> youngest;
    std::vector<Idle> aged;  // closed outside the lock
    {
      const std::lock_guard lock(mutex_);
      const SteadyTime limit = std::chrono::steady_clock::now() - oldest_;
      const auto firstFresh =
          std::find_if(idle_.begin(), idle_.end(), [&](const Idle& idle) { return idle.since > limit; });
      aged.assign(std::make_move_iterator(idle_.begin()), std::make_move_iterator(firstFresh));
      idle_.erase(idle_.begin(), firstFresh);
      if (idle_.empty()) return nullptr;
      youngest = std::move(idle_.back().connection);
      idle_.pop_back();
    }
    if (youngest->reusable()) return youngest;
  }
}

void UpstreamPool::give(std::unique_ptr<UpstreamConnection> connection) {
  Idle surplus;
  const std::lock_guard lock(mutex_);
  if (idle_.size() == most_) {
    if (most_ == 0) return;
    surplus = std::move(idle_.front());
    idle_.erase(idle_.begin());
  }
  idle_.push_back(Idle{std::move(connection), std::chrono::steady_clock::now()});
}

std::size_t UpstreamPool::size() const {
  const std::lock_guard lock(mutex_);
  return idle_.size();
}

}  // namespace vigie
