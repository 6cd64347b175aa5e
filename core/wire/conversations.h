// Conversations and their messages.
#pragma once

#include "core/base/clock.h"
#include "core/wire/chat.h"
#include "core/wire/json_fields.h"

#include <optional>
#include <string>
#include <vector>

namespace vigie::wire {

struct Conversation {
  std::string id;
  std::string title;
  std::string status = "active";  ///< active, completed, failed, abandoned
  SystemTime createdAt{};
  SystemTime updatedAt{};
  std::int64_t messageCount = 0;
};
json::object toJson(const Conversation& conversation);
Result<Conversation> conversationFromJson(const json::value& value);

/// A body of POST /v1/conversations. Without a title the first question gives it.
struct ConversationInput {
  std::string title;
};
Result<ConversationInput> conversationInputFromJson(const json::value& body);

/// A body of PATCH /v1/conversations/{id}: what is there is changed, and something must be.
struct ConversationChange {
  std::optional<std::string> title;
  std::optional<std::string> status;  ///< active, completed, failed, abandoned
};
Result<ConversationChange> conversationChangeFromJson(const json::value& body);

/// One stored turn. The fields from `model` on are of answers only.
struct Message {
  std::string id;
  std::string conversationId;
  std::optional<std::string> parentId;
  std::string role;     ///< user, assistant, system, tool
  std::string content;  ///< its text
  /// The turn as OpenAI's API has it, where it is more than its text: content parts, calls of tools, their results.
  json::array openaiMessages{};
  std::string status = "complete";  ///< complete, partial, failed, cancelled; "running" while being made
  SystemTime createdAt{};
  std::string model;
  std::string finishReason;
  std::optional<Usage> usage;
  std::optional<Timings> timings;
  std::vector<Citation> citations;
};
json::object toJson(const Message& message);
Result<Message> messageFromJson(const json::value& value);

/// A message among those of a time window, whatever its conversation. What was said and cited only where asked for.
struct WindowMessage {
  Message message;
  std::optional<std::string> rating;  ///< up or down, where its owner rated it
  bool withContent = false;
};
json::object toJson(const WindowMessage& message);

/// A whole conversation to take away: GET /v1/conversations/{id}/export.
json::object exportJson(const Conversation& conversation, const std::vector<Message>& messages);
/// The same to read: a heading, then each turn under who wrote it and when, sources after an answer. Text is as it was
/// written, Markdown included.
std::string exportMarkdown(const Conversation& conversation, const std::vector<Message>& messages);

}  // namespace vigie::wire
