#include "core/metrics/llm_metrics.h"

#include <algorithm>

namespace vigie {

namespace {

const prometheus::Histogram::BucketBoundaries kDurationBuckets{.01, .025, .05, .1, .25, .5, 1,
                                                               2,   2.5,  5,   10, 20,  30, 60};
const prometheus::Histogram::BucketBoundaries kFirstTokenBuckets{.001, .0025, .005, .01, .025, .05, .1,
                                                                 .25,  .5,    1,    2.5, 5,    10,  30};
const prometheus::Histogram::BucketBoundaries kPerTokenBuckets{.0001, .0005, .001, .0025, .005, .01,
                                                               .025,  .05,   .1,   .25,   .5,   1};

constexpr std::string_view kOther = "other";

/// The names once each, in their order, with "other" last.
std::vector<std::string> closedSet(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    if (name != kOther && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  out.emplace_back(kOther);
  return out;
}

std::size_t indexOf(const std::vector<std::string>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? names.size() - 1 : static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::string_view toString(LlmStatus status) noexcept {
  switch (status) {
    case LlmStatus::kSuccess:
      return "success";
    case LlmStatus::kError:
      return "error";
    case LlmStatus::kTimeout:
      return "timeout";
    case LlmStatus::kRateLimited:
      return "rate_limited";
    case LlmStatus::kCancelled:
      return "cancelled";
  }
  return "error";
}

LlmStatus llmStatusOf(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kTimeout:
      return LlmStatus::kTimeout;
    case ErrorCode::kRateLimited:
      return LlmStatus::kRateLimited;
    case ErrorCode::kCancelled:
      return LlmStatus::kCancelled;
    default:
      return LlmStatus::kError;
  }
}

std::string_view toString(LlmReason reason) noexcept {
  switch (reason) {
    case LlmReason::kError:
      return "error";
    case LlmReason::kTimeout:
      return "timeout";
    case LlmReason::kRateLimited:
      return "rate_limited";
    case LlmReason::kCircuitOpen:
      return "circuit_open";
  }
  return "error";
}

LlmMetrics::LlmMetrics(prometheus::Registry& registry, const std::vector<std::string>& models,
                       const std::vector<std::string>& endpoints, const std::vector<ModelPrice>& prices)
    : models_(closedSet(models)), endpoints_(closedSet(endpoints)) {
  auto& requests = prometheus::BuildCounter()
                       .Name("openai_requests_total")
                       .Help("Calls to a language model, by how they ended.")
                       .Register(registry);
  auto& duration = prometheus::BuildHistogram()
                       .Name("openai_request_duration_seconds")
                       .Help("From the call of a language model to the end of its answer.")
                       .Register(registry);
  auto& promptTokens = prometheus::BuildCounter()
                           .Name("openai_request_tokens")
                           .Help("Tokens sent to language models; estimated where the model gives no count.")
                           .Register(registry);
  auto& responseTokens = prometheus::BuildCounter()
                             .Name("openai_response_tokens")
                             .Help("Tokens received from language models; estimated where the model gives no count.")
                             .Register(registry);
  auto& firstToken = prometheus::BuildHistogram()
                         .Name("openai_time_to_first_token_seconds")
                         .Help("From the call of a language model to its first text.")
                         .Register(registry);
  auto& perToken = prometheus::BuildHistogram()
                       .Name("openai_time_per_output_token_seconds")
                       .Help("Mean time between the tokens of one answer after the first.")
                       .Register(registry);
  auto& cost = prometheus::BuildCounter()
                   .Name("openai_cost_usd_total")
                   .Help("What the tokens cost by the model's list price, in US dollars.")
                   .Register(registry);
  auto& retries = prometheus::BuildCounter()
                      .Name("openai_retries_total")
                      .Help("Calls to a language model repeated, by why.")
                      .Register(registry);
  auto& fallbacks = prometheus::BuildCounter()
                        .Name("openai_fallbacks_total")
                        .Help("Calls handed from this model to the next, by why.")
                        .Register(registry);
  auto& circuit = prometheus::BuildGauge()
                      .Name("openai_circuit_state")
                      .Help("The model's circuit breaker: 0 closed, 1 half open, 2 open.")
                      .Register(registry);

  for (const std::string& model : models_) {
    const auto price =
        std::find_if(prices.begin(), prices.end(), [&](const ModelPrice& p) { return p.model == model; });
    auto& modelCost = cost.Add({{"model", model}});
    PolicySeries policy;
    policy.circuit = &circuit.Add({{"model", model}});
    for (const LlmReason reason : kLlmReasons) {
      const prometheus::Labels labels{{"model", model}, {"reason", std::string(toString(reason))}};
      const auto at = static_cast<std::size_t>(reason);
      if (reason != LlmReason::kCircuitOpen) policy.retries[at] = &retries.Add(labels);
      policy.fallbacks[at] = &fallbacks.Add(labels);
    }
    policies_.push_back(policy);
    for (const std::string& endpoint : endpoints_) {
      const prometheus::Labels labels{{"model", model}, {"endpoint", endpoint}};
      Series series;
      for (const LlmStatus status : kLlmStatuses) {
        prometheus::Labels withStatus = labels;
        withStatus["status"] = toString(status);
        series.requests[static_cast<std::size_t>(status)] = &requests.Add(withStatus);
      }
      series.duration = &duration.Add(labels, kDurationBuckets);
      series.timeToFirstToken = &firstToken.Add(labels, kFirstTokenBuckets);
      series.timePerOutputToken = &perToken.Add(labels, kPerTokenBuckets);
      series.promptTokens = &promptTokens.Add(labels);
      series.responseTokens = &responseTokens.Add(labels);
      series.cost = &modelCost;
      if (price != prices.end()) {
        series.promptUsdPerToken = price->promptUsd / 1e6;
        series.completionUsdPerToken = price->completionUsd / 1e6;
      }
      series_.push_back(series);
    }
  }
}

const LlmMetrics::Series& LlmMetrics::series(std::string_view model, std::string_view endpoint) const {
  return series_[indexOf(models_, model) * endpoints_.size() + indexOf(endpoints_, endpoint)];
}

const LlmMetrics::PolicySeries& LlmMetrics::policy(std::string_view model) const {
  return policies_[indexOf(models_, model)];
}

std::size_t LlmMetrics::indexOfModel(std::string_view model) const { return indexOf(models_, model); }

void LlmMetrics::countTokens(const Series& series, std::int64_t prompt, std::int64_t completion) {
  const auto promptCount = static_cast<double>(prompt);
  const auto completionCount = static_cast<double>(completion);
  series.promptTokens->Increment(promptCount);
  series.responseTokens->Increment(completionCount);
  series.cost->Increment(promptCount * series.promptUsdPerToken + completionCount * series.completionUsdPerToken);
}

}  // namespace vigie
