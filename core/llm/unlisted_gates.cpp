#include "core/llm/unlisted_gates.h"

#include <algorithm>

namespace vigie {

UnlistedGates::UnlistedGates(std::string label, CircuitBreaker::Options options, const LlmMetrics::PolicySeries& series,
                             const std::function<void()>& onChange)
    : label_(std::move(label)), options_(options), shared_(series), onChange_(onChange), series_(series) {
  series_.circuit = &ownGauge_;
  changed_ = [this] {
    publish();
    if (onChange_) onChange_();
  };
}

std::shared_ptr<ModelGate> UnlistedGates::of(const std::string& model, SteadyTime now) {
  const std::size_t name = std::hash<std::string>{}(model);
  const std::lock_guard lock(mutex_);
  Known known{name, nullptr, now};
  const auto found = std::find_if(known_.begin(), known_.end(), [&](const Known& one) { return one.name == name; });
  if (found != known_.end()) {
    known.gate = std::move(found->gate);
    known_.erase(found);
  } else {
    makeRoom();
    known.gate = std::make_shared<ModelGate>(label_, options_, series_, changed_);
  }
  known_.push_back(known);
  return known.gate;
}

void UnlistedGates::makeRoom() {
  if (known_.size() < kMost) return;
  const auto closed = std::find_if(known_.begin(), known_.end(), [](const Known& one) {
    return one.gate->health().circuit == CircuitState::kClosed;
  });
  known_.erase(closed == known_.end() ? known_.begin() : closed);
}

void UnlistedGates::forgetOld(SteadyTime now) {
  bool forgot = false;
  {
    const std::lock_guard lock(mutex_);
    while (!known_.empty() && now - known_.front().askedAt > kForgottenAfter) {
      known_.pop_front();
      forgot = true;
    }
  }
  if (forgot) publish();
}

ModelHealth UnlistedGates::health() const {
  ModelHealth worst;
  worst.model = label_;
  const std::lock_guard lock(mutex_);
  for (const Known& one : known_) {
    ModelHealth health = one.gate->health();
    if (static_cast<int>(health.circuit) > static_cast<int>(worst.circuit)) worst = std::move(health);
  }
  return worst;
}

void UnlistedGates::publish() const {
  // Under the lock: of two that publish at once the later one is right.
  const std::lock_guard lock(mutex_);
  CircuitState worst = CircuitState::kClosed;
  for (const Known& one : known_) {
    const CircuitState state = one.gate->health().circuit;
    if (static_cast<int>(state) > static_cast<int>(worst)) worst = state;
  }
  shared_.circuit->Set(static_cast<double>(worst));
}

}  // namespace vigie
