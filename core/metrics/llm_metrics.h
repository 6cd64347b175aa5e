// What is measured of calls to language models (design §6, "openai_*").
#pragma once

#include "core/base/result.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vigie {

/// How a call ended: the values of the label `status`.
enum class LlmStatus { kSuccess, kError, kTimeout, kRateLimited, kCancelled };
inline constexpr std::array kLlmStatuses{LlmStatus::kSuccess, LlmStatus::kError, LlmStatus::kTimeout,
                                         LlmStatus::kRateLimited, LlmStatus::kCancelled};
std::string_view toString(LlmStatus status) noexcept;
LlmStatus llmStatusOf(ErrorCode code) noexcept;

/// Why a call was repeated, or another model asked: the values of the label `reason`. A call is never repeated because
/// its circuit is open.
enum class LlmReason { kError, kTimeout, kRateLimited, kCircuitOpen };
inline constexpr std::array kLlmReasons{LlmReason::kError, LlmReason::kTimeout, LlmReason::kRateLimited,
                                        LlmReason::kCircuitOpen};
std::string_view toString(LlmReason reason) noexcept;

/// What a model's tokens cost, in US dollars for a million of them. A model that is not listed costs nothing.
struct ModelPrice {
  std::string model;
  double promptUsd = 0;
  double completionUsd = 0;
};

/// Every series exists at 0 from construction, so that rate() sees the first failure. Labels come from closed sets: a
/// model that is not configured and a route that is not known count as "other". Any thread.
class LlmMetrics {
 public:
  /// The series of one model on one route, resolved.
  struct Series {
    std::array<prometheus::Counter*, kLlmStatuses.size()> requests{};
    prometheus::Histogram* duration = nullptr;            ///< seconds, any ending
    prometheus::Histogram* timeToFirstToken = nullptr;    ///< seconds
    prometheus::Histogram* timePerOutputToken = nullptr;  ///< seconds, tokens after the first
    prometheus::Counter* promptTokens = nullptr;
    prometheus::Counter* responseTokens = nullptr;
    prometheus::Counter* cost = nullptr;  ///< of the model, all routes
    double promptUsdPerToken = 0;
    double completionUsdPerToken = 0;
  };

  /// What is done about one model's failures, resolved. `retries` has no kCircuitOpen.
  struct PolicySeries {
    std::array<prometheus::Counter*, kLlmReasons.size()> retries{};
    std::array<prometheus::Counter*, kLlmReasons.size()> fallbacks{};  ///< from this model to the next
    prometheus::Gauge* circuit = nullptr;                              ///< the value of CircuitState
  };

  /// `models`: the configured names; `endpoints`: the route templates that ask a model. `registry` must outlive this.
  LlmMetrics(prometheus::Registry& registry, const std::vector<std::string>& models,
             const std::vector<std::string>& endpoints, const std::vector<ModelPrice>& prices = {});

  [[nodiscard]] const Series& series(std::string_view model, std::string_view endpoint) const;
  [[nodiscard]] const PolicySeries& policy(std::string_view model) const;
  /// The values of the label `model`: the configured names once each, and "other" at the end.
  [[nodiscard]] const std::vector<std::string>& models() const { return models_; }
  /// The place in models() of the one that `model` counts under.
  [[nodiscard]] std::size_t indexOfModel(std::string_view model) const;

  static void countRequest(const Series& series, LlmStatus status) {
    series.requests[static_cast<std::size_t>(status)]->Increment();
  }
  /// Tokens and, where the model has a price, what they cost.
  static void countTokens(const Series& series, std::int64_t prompt, std::int64_t completion);

 private:
  std::vector<std::string> models_;     // the last is "other"
  std::vector<std::string> endpoints_;  // the last is "other"
  std::vector<Series> series_;          // by model, then by endpoint
  std::vector<PolicySeries> policies_;  // by model
};

}  // namespace vigie
