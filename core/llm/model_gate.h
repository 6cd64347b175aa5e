// ModelGate: what stands before one model: its circuit breaker, and the time it asked to be left alone.
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/llm/circuit_breaker.h"
#include "core/llm/llm_upstream.h"
#include "core/metrics/llm_metrics.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace vigie {

/// How a model is, for people.
struct ModelHealth {
  std::string model;  ///< its label: a configured name or "other"
  CircuitState circuit = CircuitState::kClosed;
  std::string reason;  ///< the failure that opened the circuit; empty while it is closed
};

/// A breaker's state and the Retry-After that the model last gave. While that runs, the model is not asked by anybody:
/// it was said to one request, but meant for the key that all requests share. Keeps the gauge, and logs each change of
/// the breaker. Any thread.
class ModelGate {
 public:
  /// Leave to make one attempt. Unless one of the first two was called, destruction says that nothing was learned.
  class Pass {
   public:
    Pass(ModelGate& gate, CircuitBreaker::Permit permit) : gate_(&gate), permit_(permit) {}
    ~Pass();
    Pass(Pass&& other) noexcept;
    Pass& operator=(Pass&&) = delete;

    /// The model answers: a probe closes the circuit now, at its first text, and not at its end. May be called again.
    void answered(SteadyTime now);
    void failed(SteadyTime now, const LlmFailure& failure);

   private:
    ModelGate* gate_;
    CircuitBreaker::Permit permit_;
    bool answered_ = false;
  };

  struct Refusal {
    LlmReason reason = LlmReason::kCircuitOpen;  ///< or kRateLimited
    std::chrono::milliseconds time{0};           ///< until asking makes sense
  };
  using Admission = boost::system::result<Pass, Refusal>;

  /// `onChange` is called, from any thread, after the breaker changed. `series` and `onChange` must outlive this.
  ModelGate(std::string label, CircuitBreaker::Options options, const LlmMetrics::PolicySeries& series,
            const std::function<void()>& onChange)
      : label_(std::move(label)), series_(series), onChange_(onChange), breaker_(options) {}

  [[nodiscard]] Admission admit(SteadyTime now);
  [[nodiscard]] ModelHealth health() const;
  [[nodiscard]] const LlmMetrics::PolicySeries& series() const { return series_; }

 private:
  /// Does `step` under the lock, and tells of the change where there was one.
  template <class Step>
  void apply(Step step);

  const std::string label_;
  const LlmMetrics::PolicySeries& series_;
  const std::function<void()>& onChange_;
  Log log_{"llm"};

  mutable std::mutex mutex_;  // guards what follows
  CircuitBreaker breaker_;
  std::string reason_;
  SteadyTime heldUntil_{};
};

[[noreturn]] void throw_exception_from_error(const ModelGate::Refusal& refusal, const boost::source_location& where);

}  // namespace vigie
