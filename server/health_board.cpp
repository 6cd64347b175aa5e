#include "server/health_board.h"

#include <algorithm>
#include <utility>

namespace vigie {

void HealthBoard::add(std::string name, bool needed, std::string reason) {
  const std::lock_guard lock(mutex_);
  Dependency dependency;
  dependency.state.name = std::move(name);
  dependency.state.status = "starting";
  dependency.state.reason = std::move(reason);
  dependency.needed = needed;
  dependencies_.push_back(std::move(dependency));
}

bool HealthBoard::set(std::string_view name, std::string_view status, std::string reason) {
  const std::lock_guard lock(mutex_);
  bool changed = false;
  for (Dependency& dependency : dependencies_) {
    if (dependency.state.name != name) continue;
    changed = dependency.state.status != status;
    dependency.state.status = status;
    dependency.state.reason = std::move(reason);
  }
  wasReady_ = wasReady_ || std::all_of(dependencies_.begin(), dependencies_.end(), [](const Dependency& dependency) {
                return !dependency.needed || dependency.state.status == "ok";
              });
  return changed;
}

void HealthBoard::drain() {
  const std::lock_guard lock(mutex_);
  draining_ = true;
}

wire::Readiness HealthBoard::snapshot() const {
  const std::lock_guard lock(mutex_);
  wire::Readiness out;
  out.version = VIGIE_VERSION;
  bool allOk = true;
  for (const Dependency& dependency : dependencies_) {
    out.dependencies.push_back(dependency.state);
    allOk = allOk && dependency.state.status == "ok";
  }
  out.status = draining_ ? "draining" : !wasReady_ ? "starting" : allOk ? "ready" : "degraded";
  return out;
}

}  // namespace vigie
