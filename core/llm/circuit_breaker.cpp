#include "core/llm/circuit_breaker.h"

#include <algorithm>

namespace vigie {

std::string_view toString(CircuitState state) noexcept {
  switch (state) {
    case CircuitState::kClosed:
      return "closed";
    case CircuitState::kHalfOpen:
      return "half_open";
    case CircuitState::kOpen:
      return "open";
  }
  return "open";
}

std::optional<CircuitBreaker::Permit> CircuitBreaker::admit(SteadyTime now) {
  if (state_ == CircuitState::kOpen && now >= probeAt_) change(CircuitState::kHalfOpen);
  if (state_ == CircuitState::kOpen) return std::nullopt;
  Permit permit;
  permit.era = era_;
  if (state_ == CircuitState::kHalfOpen) {
    if (probing_) return std::nullopt;
    probing_ = true;
    permit.probe = true;
  }
  return permit;
}

void CircuitBreaker::succeeded(const Permit& permit, SteadyTime now) {
  if (permit.era != era_) return;
  if (permit.probe) {
    change(CircuitState::kClosed);
    pause_ = options_.pause;
  }
  note(false, now);
}

void CircuitBreaker::failed(const Permit& permit, SteadyTime now) {
  if (permit.era != era_) return;
  if (permit.probe) {
    pause_ = std::min(options_.longestPause, pause_ * 2);
    open(now);
    return;
  }
  note(true, now);
  const auto failures = static_cast<std::size_t>(
      std::count_if(outcomes_.begin(), outcomes_.end(), [](const Outcome& outcome) { return outcome.failure; }));
  const auto least = options_.share * static_cast<double>(outcomes_.size());
  if (failures >= options_.failures && static_cast<double>(failures) >= least) open(now);
}

void CircuitBreaker::abandoned(const Permit& permit) {
  if (permit.era == era_ && permit.probe) probing_ = false;
}

std::chrono::milliseconds CircuitBreaker::waitingTime(SteadyTime now) const {
  if (state_ == CircuitState::kHalfOpen && probing_) return options_.pause;
  if (state_ != CircuitState::kOpen || now >= probeAt_) return std::chrono::milliseconds(0);
  return std::chrono::ceil<std::chrono::milliseconds>(probeAt_ - now);
}

void CircuitBreaker::change(CircuitState next) {
  state_ = next;
  ++era_;
  probing_ = false;
  outcomes_.clear();
}

void CircuitBreaker::open(SteadyTime now) {
  change(CircuitState::kOpen);
  probeAt_ = now + pause_;
}

void CircuitBreaker::note(bool failure, SteadyTime now) {
  while (!outcomes_.empty() && (outcomes_.size() >= options_.window || outcomes_.front().at + options_.age < now)) {
    outcomes_.pop_front();
  }
  Outcome outcome;
  outcome.at = now;
  outcome.failure = failure;
  outcomes_.push_back(outcome);
}

}  // namespace vigie
