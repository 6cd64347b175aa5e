#include "core/metrics/llm_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

namespace vigie {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(LlmMetricsTest, HasEverySeriesAtZeroFromTheStart) {
  prometheus::Registry registry;
  const LlmMetrics metrics(registry, {"gpt-x"}, {"/v1/chat/completions"});
  const std::string text = prometheus::TextSerializer().Serialize(registry.Collect());
  for (const char* line : {
           R"(openai_requests_total{endpoint="/v1/chat/completions",model="gpt-x",status="rate_limited"} 0)",
           R"(openai_requests_total{endpoint="/v1/chat/completions",model="other",status="cancelled"} 0)",
           R"(openai_request_duration_seconds_count{endpoint="/v1/chat/completions",model="gpt-x"} 0)",
           R"(openai_request_tokens{endpoint="/v1/chat/completions",model="gpt-x"} 0)",
           R"(openai_response_tokens{endpoint="/v1/chat/completions",model="gpt-x"} 0)",
           R"(openai_time_to_first_token_seconds_count{endpoint="/v1/chat/completions",model="gpt-x"} 0)",
           R"(openai_time_per_output_token_seconds_count{endpoint="/v1/chat/completions",model="gpt-x"} 0)",
           R"(openai_retries_total{model="gpt-x",reason="timeout"} 0)",
           R"(openai_fallbacks_total{model="gpt-x",reason="circuit_open"} 0)",
           R"(openai_circuit_state{model="gpt-x"} 0)",
           R"(openai_cost_usd_total{model="gpt-x"} 0)",
       }) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, Not(HasSubstr(R"(openai_retries_total{model="gpt-x",reason="circuit_open"})")))
      << "a call is never repeated because its circuit is open";
}

TEST(LlmMetricsTest, CountsAnUnknownModelAndRouteAsOtherWithoutNewSeries) {
  prometheus::Registry registry;
  const LlmMetrics metrics(registry, {"gpt-x"}, {"/v1/chat/completions"});
  const auto before = prometheus::TextSerializer().Serialize(registry.Collect()).size();
  for (int i = 0; i < 100; ++i) {
    LlmMetrics::countRequest(metrics.series("model-" + std::to_string(i), "/x/" + std::to_string(i)),
                             LlmStatus::kSuccess);
  }
  const std::string text = prometheus::TextSerializer().Serialize(registry.Collect());
  EXPECT_THAT(text, HasSubstr(R"(openai_requests_total{endpoint="other",model="other",status="success"} 100)"));
  EXPECT_EQ(text.size(), before + 2);
}

TEST(LlmMetricsTest, PricesTokensByTheTable) {
  prometheus::Registry registry;
  const LlmMetrics metrics(registry, {"gpt-x", "free"}, {"/v1/chat/completions"}, {{"gpt-x", 2.0, 10.0}});
  const auto& series = metrics.series("gpt-x", "/v1/chat/completions");
  LlmMetrics::countTokens(series, 1'000'000, 100'000);
  LlmMetrics::countTokens(metrics.series("free", "/v1/chat/completions"), 1'000'000, 100'000);
  EXPECT_DOUBLE_EQ(series.cost->Value(), 3.0);
  EXPECT_DOUBLE_EQ(metrics.series("free", "/v1/chat/completions").cost->Value(), 0.0);
  EXPECT_DOUBLE_EQ(series.promptTokens->Value(), 1e6);
}

}  // namespace
}  // namespace vigie
