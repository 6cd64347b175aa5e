// Conversations and their messages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/wire/chat.h"
#include "core/wire/json_fields.h"

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

/// One stored turn. The fields from `model` on are of answers only.
struct Message {
  std::string id;
  std::string conversationId;
  std::optional<std::string> parentId;
  std::string role;  ///< user, assistant, system
  std::string content;
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

}  // namespace vigie::wire
