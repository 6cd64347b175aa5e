#include "core/chat/context_window.h"

#include "core/llm/token_estimate.h"

#include <algorithm>
#include <iterator>

namespace vigie {

namespace {

constexpr std::int64_t kFrame = 4;         // a message's role and marks, in OpenAI's own count
constexpr std::int64_t kRuleTokens = 200;  // what buildPrompt() says about passages
constexpr std::int64_t kMarks = 60;        // around each passage

std::int64_t tokensOf(const wire::ChatMessage& message) { return estimateTokens(readingBytes(message)) + kFrame; }

}  // namespace

std::vector<wire::ChatMessage> fitHistory(std::vector<wire::ChatMessage> history,
                                          const std::vector<wire::ChatMessage>& turns,
                                          const std::vector<wire::Citation>& passages, std::int64_t budget) {
  std::int64_t left = budget;
  for (const wire::ChatMessage& turn : turns) left -= tokensOf(turn);
  if (!passages.empty()) left -= kRuleTokens;
  for (const wire::Citation& passage : passages) {
    left -= estimateTokens(passage.quote) + estimateTokens(passage.title) + kMarks;
  }
  auto first = history.end();
  // Results of tools mean nothing without the calls, nor those without their question.
  const auto begins = std::find_if(turns.begin(), turns.end(), [](const wire::ChatMessage& turn) {
    return turn.role != "system" && turn.role != "developer";
  });
  if (begins != turns.end() && begins->role == "tool") {
    while (first != history.begin()) {
      --first;
      left -= tokensOf(*first);
      if (first->role == "user") break;
    }
  }
  while (first != history.begin()) {
    left -= tokensOf(*std::prev(first));
    if (left < 0) break;
    --first;
  }
  while (first != history.end() && (first->role == "assistant" || first->role == "tool")) ++first;
  history.erase(history.begin(), first);
  return history;
}

}  // namespace vigie
