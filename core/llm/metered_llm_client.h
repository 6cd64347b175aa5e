// MeteredLlmClient, MeteredLlmUpstream: any LlmClient or LlmUpstream, measured.
#pragma once

#include "core/base/clock.h"
#include "core/llm/llm_client.h"
#include "core/llm/llm_upstream.h"
#include "core/metrics/llm_metrics.h"

namespace vigie {

/// Counts every call of `inner` as CallMeter does, so that the embedded model and an upstream feed the same metrics.
/// All references must outlive this. Thread rules are `inner`'s.
class MeteredLlmClient final : public LlmClient {
 public:
  MeteredLlmClient(LlmClient& inner, const LlmMetrics& metrics, const Clock& clock)
      : inner_(inner), metrics_(metrics), clock_(clock) {}

  boost::asio::awaitable<Result<LlmResult>> generate(const LlmRequest& request, const DeltaSink& onDelta) override;
  [[nodiscard]] Result<void> check(const wire::ChatRequest& request) const override { return inner_.check(request); }
  [[nodiscard]] std::vector<std::string> models() const override { return inner_.models(); }

 private:
  LlmClient& inner_;
  const LlmMetrics& metrics_;
  const Clock& clock_;
};

/// The same for each attempt at an upstream, under the model that was asked: a retry is a call, and a fallback's tokens
/// are the fallback's.
class MeteredLlmUpstream final : public LlmUpstream {
 public:
  MeteredLlmUpstream(LlmUpstream& inner, const LlmMetrics& metrics, const Clock& clock)
      : inner_(inner), metrics_(metrics), clock_(clock) {}

  boost::asio::awaitable<LlmOutcome<LlmResult>> attempt(const LlmRequest& request, const LlmAttempt& how,
                                                        const DeltaSink& onDelta) override;

 private:
  LlmUpstream& inner_;
  const LlmMetrics& metrics_;
  const Clock& clock_;
};

}  // namespace vigie
