// MeteredLlmClient: any LlmClient, measured.
#pragma once

#include "core/base/clock.h"
#include "core/llm/llm_client.h"
#include "core/metrics/llm_metrics.h"

namespace vigie {

/// Counts every call of `inner`, whatever its ending, with its duration, tokens and times to and between tokens, so
/// that the embedded model and an upstream feed the same metrics. A call that ended early counts the tokens of what it
/// had received by estimate: upstream bills them. All references must outlive this. Thread rules are `inner`'s.
class MeteredLlmClient final : public LlmClient {
 public:
  MeteredLlmClient(LlmClient& inner, const LlmMetrics& metrics, const Clock& clock)
      : inner_(inner), metrics_(metrics), clock_(clock) {}

  boost::asio::awaitable<Result<LlmResult>> generate(const LlmRequest& request, const DeltaSink& onDelta) override;
  [[nodiscard]] std::vector<std::string> models() const override { return inner_.models(); }

 private:
  LlmClient& inner_;
  const LlmMetrics& metrics_;
  const Clock& clock_;
};

}  // namespace vigie
