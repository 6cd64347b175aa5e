// HealthBoard: what the server depends on and how each is, for GET /health/ready.
#pragma once

#include "core/wire/health.h"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace vigie {

/// "starting" until every dependency that the start needs was ok at once; from then on "ready", or "degraded" while
/// any is not ok; "draining" once drain() was called. Any thread.
class HealthBoard {
 public:
  /// `needed`: the server is not ready before it is ok. Starts as "starting".
  void add(std::string name, bool needed, std::string reason);
  /// True when the state changed. `status` is ok, degraded, down or starting.
  bool set(std::string_view name, std::string_view status, std::string reason = {});
  void drain();
  [[nodiscard]] wire::Readiness snapshot() const;

 private:
  struct Dependency {
    wire::DependencyState state;
    bool needed = false;
  };

  mutable std::mutex mutex_;  // guards everything below
  std::vector<Dependency> dependencies_;
  bool wasReady_ = false;
  bool draining_ = false;
};

}  // namespace vigie
