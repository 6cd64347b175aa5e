// UnlistedGates: a gate for each model that requests name and nobody configured, as many as fit.
#pragma once

#include "core/llm/model_gate.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace vigie {

/// Each name has a circuit of its own, so that one that fails holds no other back; together they are one label,
/// "other", whose gauge is the worst of them. Names come from clients: at most 64 are known, by a hash, and one that
/// was not asked for ten minutes is forgotten. Above that the one that was asked longest ago goes, a closed one first.
/// Any thread.
class UnlistedGates {
 public:
  static constexpr std::size_t kMost = 64;
  static constexpr std::chrono::minutes kForgottenAfter{10};

  /// `series` and `onChange` must outlive this; onChange is called, from any thread, after a circuit changed.
  UnlistedGates(std::string label, CircuitBreaker::Options options, const LlmMetrics::PolicySeries& series,
                const std::function<void()>& onChange);
  UnlistedGates(const UnlistedGates&) = delete;
  UnlistedGates& operator=(const UnlistedGates&) = delete;

  /// Good for as long as it is held, forgotten or not.
  [[nodiscard]] std::shared_ptr<ModelGate> of(const std::string& model, SteadyTime now);
  void forgetOld(SteadyTime now);
  /// The worst of them.
  [[nodiscard]] ModelHealth health() const;

 private:
  struct Known {
    std::size_t name = 0;  // its hash
    std::shared_ptr<ModelGate> gate;
    SteadyTime askedAt;
  };
  void publish() const;
  void makeRoom();

  const std::string label_;
  const CircuitBreaker::Options options_;
  const LlmMetrics::PolicySeries& shared_;
  const std::function<void()>& onChange_;
  prometheus::Gauge ownGauge_;  // the gates write here; publish() says what is seen
  LlmMetrics::PolicySeries series_;
  std::function<void()> changed_;
  mutable std::mutex mutex_;  // guards what follows; taken before a gate's own
  std::deque<Known> known_;   // the one asked last at the end
};

}  // namespace vigie
