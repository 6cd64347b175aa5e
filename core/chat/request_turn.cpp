#include "core/chat/request_turn.h"

#include <algorithm>

namespace vigie {

RequestTurn turnOf(const wire::ChatRequest& request) {
  const auto& all = request.messages;
  const auto question =
      std::find_if(all.rbegin(), all.rend(), [](const wire::ChatMessage& message) { return message.role == "user"; });
  const bool asks = question != all.rend();
  const bool wholeRequest = request.vigie.conversationId || !asks;

  RequestTurn turn;
  for (auto message = wholeRequest ? all.begin() : std::prev(question.base()); message != all.end(); ++message) {
    if (message->role != "system" && message->role != "developer") turn.messages.push_back(*message);
  }
  if (asks) {
    turn.text = question->content;
  } else if (!turn.messages.empty()) {
    turn.role = "tool";
    for (const wire::ChatMessage& message : turn.messages) {
      if (message.role == "tool") turn.text.append(turn.text.empty() ? "" : "\n").append(message.content);
    }
  }
  if (asks && turn.messages.size() == 1 && isPlain(turn.messages.front())) turn.messages.clear();
  return turn;
}

}  // namespace vigie
