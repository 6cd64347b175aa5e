// What is measured of conversations (design §6, "chatbot_*" and Vigie's own share of an answer).
#pragma once

#include "core/wire/chat.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace vigie {

/// Every series exists at 0 from construction; labels come from closed sets. Any thread.
class ChatMetrics {
 public:
  /// The parts of an answer: the values of the label `stage`.
  enum class Stage { kQueue, kEmbed, kRetrieve, kFirstToken, kGenerate, kPersist };

  /// `endpoints`: the route templates that answer questions; another counts as "other". `registry` must outlive this.
  ChatMetrics(prometheus::Registry& registry, const std::vector<std::string>& endpoints);

  void observeStage(Stage stage, double milliseconds) const;
  /// Time spent in Vigie itself, upstream excluded.
  void observeOverhead(std::string_view endpoint, double milliseconds) const;

  /// A conversation began (active); an exchange of one ended whole (completed), with an error (failed), or because the
  /// client left or stopped it (abandoned).
  prometheus::Counter& conversationsActive;
  prometheus::Counter& conversationsCompleted;
  prometheus::Counter& conversationsFailed;
  prometheus::Counter& conversationsAbandoned;

  /// New turns, by who wrote them; an answer counts when it has text.
  prometheus::Counter& messagesUser;
  prometheus::Counter& messagesAssistant;
  prometheus::Counter& messagesSystem;

  prometheus::Counter& feedbackUp;
  prometheus::Counter& feedbackDown;

 private:
  struct Families;
  ChatMetrics(const Families& families, const std::vector<std::string>& endpoints);

  std::array<prometheus::Histogram*, 6> stages_{};
  std::vector<std::string> endpoints_;            // the last is "other"
  std::vector<prometheus::Histogram*> overhead_;  // by endpoint
};

}  // namespace vigie
