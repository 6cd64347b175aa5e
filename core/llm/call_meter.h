// CallMeter: one call of a language model, measured from its making to its destruction.
#pragma once

#include "core/base/clock.h"
#include "core/llm/llm_client.h"
#include "core/metrics/llm_metrics.h"

#include <optional>
#include <string_view>

namespace vigie {

/// Counts the call when it goes out of scope, so that an exception through it is counted too: its ending, duration,
/// tokens and times to and between tokens. A call that ended early counts the tokens of what it had received by
/// estimate: upstream bills them. One strand; the references must outlive this.
class CallMeter {
 public:
  CallMeter(const LlmMetrics::Series& series, const Clock& clock, const LlmRequest& request)
      : series_(series), clock_(clock), request_(request), started_(clock.steady()) {}
  ~CallMeter();
  CallMeter(const CallMeter&) = delete;
  CallMeter& operator=(const CallMeter&) = delete;

  void received(const LlmDelta& delta);
  void succeeded(const LlmResult& result);
  void failed(const Error& error) { status_ = llmStatusOf(error.code); }

 private:
  const LlmMetrics::Series& series_;
  const Clock& clock_;
  const LlmRequest& request_;
  SteadyTime started_;
  std::optional<SteadyTime> firstText_;
  std::size_t receivedBytes_ = 0;
  std::optional<wire::Usage> usage_;
  LlmStatus status_ = LlmStatus::kError;
};

}  // namespace vigie
