#include "console/chat/chat_turn.h"

#include "core/wire/called_tools.h"

#include <QCoreApplication>
#include <QTimeZone>

#include <algorithm>
#include <unordered_map>

namespace vigie::console {

namespace {

TurnState stateOf(const wire::Message& message) {
  if (message.role == "user" || message.status == "complete") return TurnState::kComplete;
  if (message.status == "cancelled") return TurnState::kStopped;
  if (message.status == "running") return TurnState::kRunning;
  return message.content.empty() ? TurnState::kFailed : TurnState::kPartial;
}

std::vector<const wire::Message*> walkBack(const std::vector<wire::Message>& messages) {
  std::unordered_map<std::string_view, const wire::Message*> byId;
  for (const wire::Message& message : messages) byId.emplace(message.id, &message);
  std::vector<const wire::Message*> branch;
  const wire::Message* at = &messages.back();
  while (at != nullptr && branch.size() <= messages.size()) {
    branch.push_back(at);
    const auto parent = at->parentId ? byId.find(*at->parentId) : byId.end();
    at = parent == byId.end() ? nullptr : parent->second;
  }
  std::reverse(branch.begin(), branch.end());
  return branch;
}

/// An answer that says nothing and calls tools is not empty.
QString toolWords(const wire::Message& message) {
  const std::string calls = wire::calledTools(message);
  if (calls.empty()) return {};
  return QCoreApplication::translate("ChatTurn", "The model called tools:") + QLatin1Char('\n') +
         QString::fromStdString(calls);
}

}  // namespace

ChatTurn turnFromMessage(const wire::Message& message) {
  ChatTurn turn;
  turn.id = QString::fromStdString(message.id);
  turn.parentId = QString::fromStdString(message.parentId.value_or(""));
  turn.speaker = message.role == "user" ? Speaker::kUser : Speaker::kAssistant;
  turn.state = stateOf(message);
  turn.text = QString::fromStdString(message.content);
  if (turn.text.trimmed().isEmpty() && turn.speaker == Speaker::kAssistant) turn.text = toolWords(message);
  turn.at = QDateTime::fromMSecsSinceEpoch(
      std::chrono::duration_cast<std::chrono::milliseconds>(message.createdAt.time_since_epoch()).count(), Qt::UTC);
  turn.model = QString::fromStdString(message.model);
  turn.finishReason = QString::fromStdString(message.finishReason);
  turn.citations = message.citations;
  turn.usage = message.usage;
  turn.timings = message.timings;
  return turn;
}

std::vector<ChatTurn> newestBranch(const std::vector<wire::Message>& messages) {
  if (messages.empty()) return {};
  const bool linked =
      std::any_of(messages.begin(), messages.end(), [](const wire::Message& m) { return m.parentId.has_value(); });
  std::vector<const wire::Message*> branch;
  if (linked) {
    branch = walkBack(messages);
  } else {
    for (const wire::Message& message : messages) branch.push_back(&message);
  }
  std::vector<ChatTurn> turns;
  for (const wire::Message* message : branch) {
    if (message->role != "user" && message->role != "assistant") continue;
    ChatTurn turn = turnFromMessage(*message);
    if (!turns.empty() && turn.speaker == Speaker::kUser && turns.back().speaker == Speaker::kUser &&
        turn.text == turns.back().text) {
      turns.pop_back();
    }
    turns.push_back(std::move(turn));
  }
  return turns;
}

}  // namespace vigie::console
