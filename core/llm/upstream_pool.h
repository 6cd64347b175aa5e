// The connections to one model server that wait for their next request.
#pragma once

#include "core/base/clock.h"
#include "core/llm/upstream_connection.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace vigie {

/// Shared by all strands; any thread. The youngest connection goes out first, so that the surplus of a busy hour grows
/// old and is closed.
class UpstreamPool {
 public:
  UpstreamPool(std::size_t most, std::chrono::milliseconds oldest) : most_(most), oldest_(oldest) {}

  /// An idle connection that its peer has not closed; null when there is none.
  std::unique_ptr<UpstreamConnection> take();
  /// Keeps a connection whose response is at its end, or needs only the last chunk to be.
  void give(std::unique_ptr<UpstreamConnection> connection);
  [[nodiscard]] std::size_t size() const;

 private:
  struct Idle {
    std::unique_ptr<UpstreamConnection> connection;
    SteadyTime since;
  };

  const std::size_t most_;
  const std::chrono::milliseconds oldest_;
  mutable std::mutex mutex_;  // guards idle_
  std::vector<Idle> idle_;    // oldest first
};

}  // namespace vigie
