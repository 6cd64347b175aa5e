#include "core/llm/model_gate.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace vigie {

ModelGate::Pass::Pass(Pass&& other) noexcept
    : gate_(std::exchange(other.gate_, nullptr)), permit_(other.permit_), answered_(other.answered_) {}

ModelGate::Pass::~Pass() {
  if (gate_ == nullptr || answered_) return;
  ModelGate& gate = *gate_;
  gate.apply([&] { gate.breaker_.abandoned(permit_); });
}

void ModelGate::Pass::answered(SteadyTime now) {
  if (std::exchange(answered_, true)) return;
  gate_->apply([&] { gate_->breaker_.succeeded(permit_, now); });
}

void ModelGate::Pass::failed(SteadyTime now, const LlmFailure& failure) {
  gate_->apply([&] {
    if (failure.retryAfter) gate_->heldUntil_ = std::max(gate_->heldUntil_, now + *failure.retryAfter);
    if (failure.kind == FaultKind::kOurs) return;
    if (meansUnhealthy(failure.kind)) {
      gate_->reason_ = describe(failure);
      gate_->breaker_.failed(permit_, now);
    } else if (!answered_) {
      gate_->breaker_.succeeded(permit_, now);  // it is well enough to refuse
    }
    answered_ = true;
  });
}

template <class Step>
void ModelGate::apply(Step step) {
  CircuitState before{};
  CircuitState after{};
  std::string reason;
  {
    const std::lock_guard lock(mutex_);
    before = breaker_.state();
    step();
    after = breaker_.state();
    if (after == before) return;
    series_.circuit->Set(static_cast<double>(after));
    if (after == CircuitState::kClosed) reason_.clear();
    reason = reason_;
  }
  if (after == CircuitState::kOpen) {
    log_.warning("circuit opened", {{"model", label_}, {"before", toString(before)}, {"reason", reason}});
  } else {
    log_.info("circuit changed", {{"model", label_}, {"before", toString(before)}, {"state", toString(after)}});
  }
  if (onChange_) onChange_();
}

ModelGate::Admission ModelGate::admit(SteadyTime now) {
  std::optional<CircuitBreaker::Permit> permit;
  Refusal refusal;
  apply([&] {
    if (now < heldUntil_) {
      refusal.reason = LlmReason::kRateLimited;
      refusal.time = std::chrono::ceil<std::chrono::milliseconds>(heldUntil_ - now);
      return;
    }
    permit = breaker_.admit(now);
    refusal.time = breaker_.waitingTime(now);
  });
  if (!permit) return refusal;
  return Pass(*this, *permit);
}

ModelHealth ModelGate::health() const {
  const std::lock_guard lock(mutex_);
  ModelHealth health;
  health.model = label_;
  health.circuit = breaker_.state();
  health.reason = reason_;
  if (health.circuit == CircuitState::kClosed) health.reason.clear();
  return health;
}

void throw_exception_from_error(const ModelGate::Refusal&, const boost::source_location&) {
  throw std::runtime_error("the model is not to be asked now");
}

}  // namespace vigie
