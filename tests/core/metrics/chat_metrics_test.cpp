#include "core/metrics/chat_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

namespace vigie {
namespace {

using testing::HasSubstr;

TEST(ChatMetricsTest, HasEverySeriesAtZeroFromTheStart) {
  prometheus::Registry registry;
  const ChatMetrics metrics(registry, {"/v1/chat/completions", "/ws/chat"});
  const std::string text = prometheus::TextSerializer().Serialize(registry.Collect());
  for (const char* line : {
           R"(chatbot_conversations_total{status="active"} 0)",
           R"(chatbot_conversations_total{status="completed"} 0)",
           R"(chatbot_conversations_total{status="failed"} 0)",
           R"(chatbot_conversations_total{status="abandoned"} 0)",
           R"(chatbot_messages_total{type="user"} 0)",
           R"(chatbot_messages_total{type="assistant"} 0)",
           R"(chatbot_messages_total{type="system"} 0)",
           R"(chatbot_feedback_total{rating="up"} 0)",
           R"(chatbot_feedback_total{rating="down"} 0)",
           R"(vigie_stage_duration_seconds_count{stage="queue"} 0)",
           R"(vigie_stage_duration_seconds_count{stage="first_token"} 0)",
           R"(vigie_request_overhead_seconds_count{endpoint="/ws/chat"} 0)",
           R"(vigie_request_overhead_seconds_bucket{endpoint="/ws/chat",le="1e-05"} 0)",
       }) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(ChatMetricsTest, ObservesSecondsOfMilliseconds) {
  prometheus::Registry registry;
  const ChatMetrics metrics(registry, {"/v1/chat/completions"});
  metrics.observeStage(ChatMetrics::Stage::kPersist, 1500);
  metrics.observeOverhead("/nowhere", 250);
  const std::string text = prometheus::TextSerializer().Serialize(registry.Collect());
  EXPECT_THAT(text, HasSubstr(R"(vigie_stage_duration_seconds_sum{stage="persist"} 1.5)"));
  EXPECT_THAT(text, HasSubstr(R"(vigie_request_overhead_seconds_sum{endpoint="other"} 0.25)"));
}

}  // namespace
}  // namespace vigie
