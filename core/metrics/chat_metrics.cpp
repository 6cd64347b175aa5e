#include "core/metrics/chat_metrics.h"

#include <algorithm>

namespace vigie {

namespace {

const prometheus::Histogram::BucketBoundaries kStageBuckets{
    .00001, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60};
const prometheus::Histogram::BucketBoundaries kOverheadBuckets{
    .00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 1};
constexpr std::array<std::string_view, 6> kStageNames{"queue",       "embed",    "retrieve",
                                                      "first_token", "generate", "persist"};

}  // namespace

struct ChatMetrics::Families {
  explicit Families(prometheus::Registry& registry)
      : conversations(prometheus::BuildCounter()
                          .Name("chatbot_conversations_total")
                          .Help("Conversations begun (active) and exchanges ended, by how.")
                          .Register(registry)),
        messages(prometheus::BuildCounter()
                     .Name("chatbot_messages_total")
                     .Help("New turns of conversations, by who wrote them.")
                     .Register(registry)),
        feedback(
            prometheus::BuildCounter().Name("chatbot_feedback_total").Help("Ratings of answers.").Register(registry)),
        stage(prometheus::BuildHistogram()
                  .Name("vigie_stage_duration_seconds")
                  .Help("Time of each stage of an answer; first_token runs from the request's arrival.")
                  .Register(registry)),
        overhead(prometheus::BuildHistogram()
                     .Name("vigie_request_overhead_seconds")
                     .Help("Time an answer spent in Vigie itself: its total less the wait for the model.")
                     .Register(registry)) {}

  prometheus::Family<prometheus::Counter>& conversations;
  prometheus::Family<prometheus::Counter>& messages;
  prometheus::Family<prometheus::Counter>& feedback;
  prometheus::Family<prometheus::Histogram>& stage;
  prometheus::Family<prometheus::Histogram>& overhead;
};

ChatMetrics::ChatMetrics(prometheus::Registry& registry, const std::vector<std::string>& endpoints)
    : ChatMetrics(Families(registry), endpoints) {}

ChatMetrics::ChatMetrics(const Families& families, const std::vector<std::string>& endpoints)
    : conversationsActive(families.conversations.Add({{"status", "active"}})),
      conversationsCompleted(families.conversations.Add({{"status", "completed"}})),
      conversationsFailed(families.conversations.Add({{"status", "failed"}})),
      conversationsAbandoned(families.conversations.Add({{"status", "abandoned"}})),
      messagesUser(families.messages.Add({{"type", "user"}})),
      messagesAssistant(families.messages.Add({{"type", "assistant"}})),
      messagesSystem(families.messages.Add({{"type", "system"}})),
      feedbackUp(families.feedback.Add({{"rating", "up"}})),
      feedbackDown(families.feedback.Add({{"rating", "down"}})),
      endpoints_(endpoints) {
  for (std::size_t i = 0; i < kStageNames.size(); ++i) {
    stages_[i] = &families.stage.Add({{"stage", std::string(kStageNames[i])}}, kStageBuckets);
  }
  endpoints_.emplace_back("other");
  for (const std::string& endpoint : endpoints_) {
    overhead_.push_back(&families.overhead.Add({{"endpoint", endpoint}}, kOverheadBuckets));
  }
}

void ChatMetrics::observeStage(Stage stage, double milliseconds) const {
  stages_[static_cast<std::size_t>(stage)]->Observe(milliseconds / 1000);
}

void ChatMetrics::observeOverhead(std::string_view endpoint, double milliseconds) const {
  const auto found = std::find(endpoints_.begin(), endpoints_.end(), endpoint);
  overhead_[found == endpoints_.end() ? endpoints_.size() - 1 : static_cast<std::size_t>(found - endpoints_.begin())]
      ->Observe(milliseconds / 1000);
}

}  // namespace vigie
