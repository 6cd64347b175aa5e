#include "core/wire/conversations.h"

namespace vigie::wire {

namespace {

Result<SystemTime> readTime(const Fields& fields, std::string_view key) {
  const auto text = fields.string(key);
  if (!text) return text.error();
  if (!*text) return SystemTime{};
  const auto time = fromIso8601(**text);
  if (!time) return Error(time.error().code, time.error().message, fields.param(key));
  return *time;
}

}  // namespace

json::object toJson(const Conversation& conversation) {
  return {{"id", conversation.id},
          {"object", "conversation"},
          {"title", conversation.title},
          {"status", conversation.status},
          {"created_at", toIso8601(conversation.createdAt)},
          {"updated_at", toIso8601(conversation.updatedAt)},
          {"message_count", conversation.messageCount}};
}

Result<Conversation> conversationFromJson(const json::value& value) {
  const auto object = Fields::object(value, "a conversation");
  if (!object) return object.error();
  const Fields fields(**object);
  Conversation out;
  for (auto [key, member] :
       {std::pair{"id", &out.id}, std::pair{"title", &out.title}, std::pair{"status", &out.status}}) {
    auto text = fields.string(key);
    if (!text) return text.error();
    *member = std::move(*text).value_or("");
  }
  for (auto [key, member] : {std::pair{"created_at", &out.createdAt}, std::pair{"updated_at", &out.updatedAt}}) {
    const auto time = readTime(fields, key);
    if (!time) return time.error();
    *member = *time;
  }
  const auto count = fields.integer("message_count", 0, INT64_MAX);
  if (!count) return count.error();
  out.messageCount = count->value_or(0);
  return out;
}

json::object toJson(const Message& message) {
  json::object out{{"id", message.id},
                   {"object", "conversation.message"},
                   {"conversation_id", message.conversationId},
                   {"parent_message_id", nullptr},
                   {"role", message.role},
                   {"content", message.content},
                   {"status", message.status},
                   {"created_at", toIso8601(message.createdAt)}};
  if (message.parentId) out["parent_message_id"] = *message.parentId;
  if (message.role != "assistant") return out;
  out["model"] = message.model;
  out["finish_reason"] = message.finishReason.empty() ? json::value(nullptr) : json::value(message.finishReason);
  out["usage"] = message.usage ? json::value(toJson(*message.usage)) : json::value(nullptr);
  out["timings"] = message.timings ? json::value(toJson(*message.timings)) : json::value(nullptr);
  json::array citations;
  for (const Citation& citation : message.citations) citations.push_back(toJson(citation));
  out["citations"] = std::move(citations);
  return out;
}

Result<Message> messageFromJson(const json::value& value) {
  const auto object = Fields::object(value, "a message");
  if (!object) return object.error();
  const Fields fields(**object);
  Message out;
  for (auto [key, member] :
       {std::pair{"id", &out.id}, std::pair{"conversation_id", &out.conversationId}, std::pair{"role", &out.role},
        std::pair{"content", &out.content}, std::pair{"status", &out.status}, std::pair{"model", &out.model},
        std::pair{"finish_reason", &out.finishReason}}) {
    auto text = fields.string(key);
    if (!text) return text.error();
    *member = std::move(*text).value_or("");
  }
  auto parent = fields.string("parent_message_id");
  if (!parent) return parent.error();
  out.parentId = std::move(*parent);
  const auto created = readTime(fields, "created_at");
  if (!created) return created.error();
  out.createdAt = *created;
  if (const auto* const usage = fields.find("usage")) {
    const auto read = usageFromJson(*usage);
    if (!read) return read.error();
    out.usage = *read;
  }
  if (const auto* const timings = fields.find("timings")) {
    const auto read = timingsFromJson(*timings);
    if (!read) return read.error();
    out.timings = *read;
  }
  const auto citations = fields.array("citations");
  if (!citations) return citations.error();
  if (*citations != nullptr) {
    for (const json::value& item : **citations) {
      auto citation = citationFromJson(item);
      if (!citation) return citation.error();
      out.citations.push_back(std::move(*citation));
    }
  }
  return out;
}

}  // namespace vigie::wire
