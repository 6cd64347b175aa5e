// ResilientLlmClient: one answer from an upstream that may fail: the one place that repeats, waits and falls back.
#pragma once

#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/llm/backoff.h"
#include "core/llm/llm_client.h"
#include "core/llm/llm_upstream.h"
#include "core/llm/model_gate.h"
#include "core/llm/retry_budget.h"
#include "core/llm/unlisted_gates.h"
#include "core/metrics/llm_metrics.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vigie {

struct ResilienceOptions {
  std::vector<std::string> models;          ///< the configured names, the default first
  std::vector<std::string> fallbackModels;  ///< asked in this order when the requested one fails
  std::chrono::milliseconds total{60'000};  ///< of a whole answer, retries, waits and fallbacks included
  int retries = 2;                          ///< of a model that no other follows, after its first attempt
  int retriesBeforeFallback = 1;
  Backoff backoff;
  RetryBudget::Options budget;
  CircuitBreaker::Options circuit;
  std::function<double()> random;  ///< in [0, 1), any thread; empty: a generator of its own
};

/// OPENAI_MODEL, OPENAI_FALLBACK_MODELS and OPENAI_TIMEOUT_SECONDS.
ResilienceOptions resilienceOptions(const Config& config);

/// What happens after a failed attempt (docs/adr/0050):
///
/// - After the first text nothing: the failure is the ending. What failed for good (FaultKind::kRefused) is the ending
///   at once.
/// - Where another model follows, it is asked at once; an accident (5xx, a lost connection) is tried once more before
///   that. Each model gets an equal part of the time left for its first text.
/// - The last model is tried again after Backoff, as long as the RetryBudget allows it and the wait ends before the
///   deadline; a Retry-After is waited out in full, or given to the client at once when it does not fit.
/// - A model whose circuit is open, or which asked to be left alone, is not asked.
///
/// The deadline is one: attempts and waits end with it. A cancellation ends an attempt or a wait at once, with
/// kCancelled. When everything failed the last answer of a server is given; kUnavailable when none was asked.
///
/// Names that are not configured share the label "other", closed by construction, and no circuit: UnlistedGates.
class ResilientLlmClient final : public LlmClient {
 public:
  /// All references must outlive this. One instance serves any number of concurrent calls on any executors.
  ResilientLlmClient(LlmUpstream& upstream, const LlmMetrics& metrics, const Clock& clock, ResilienceOptions options);

  /// Leaves the calling coroutine accepting any type of cancellation.
  boost::asio::awaitable<Result<LlmResult>> generate(const LlmRequest& request, const DeltaSink& onDelta) override;
  [[nodiscard]] std::vector<std::string> models() const override { return options_.models; }

  /// How each configured model is, "other" at the end. Any thread.
  [[nodiscard]] std::vector<ModelHealth> health() const;
  /// Called from any thread after a circuit changed. Set it before the first call.
  void onCircuitChange(std::function<void()> changed) { changed_ = std::move(changed); }

 private:
  class Answer;

  [[nodiscard]] std::shared_ptr<ModelGate> gateOf(const std::string& model);

  LlmUpstream& upstream_;
  const LlmMetrics& metrics_;
  const Clock& clock_;
  ResilienceOptions options_;
  RetryBudget budget_;
  std::function<void()> changed_;
  std::vector<std::shared_ptr<ModelGate>> gates_;  // of the configured ones, in the order of LlmMetrics::models()
  UnlistedGates unlisted_;
};

}  // namespace vigie
