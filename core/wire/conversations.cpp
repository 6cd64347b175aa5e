#include "core/wire/conversations.h"

#include "core/wire/called_tools.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vigie::wire {

namespace {

constexpr std::size_t kLongestTitle = 500;

Result<std::optional<std::string>> readTitle(const Fields& fields) {
  auto title = fields.string("title");
  if (!title || !*title) return title;
  const std::string& text = **title;
  const bool oneLine = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
  });
  const bool blank = text.find_first_not_of(' ') == std::string::npos;
  if (blank || !oneLine || text.size() > kLongestTitle) {
    return Error(ErrorCode::kInvalidArgument, "'title' must be one line of 1 to 500 bytes", fields.param("title"));
  }
  return title;
}

std::string_view headingOf(std::string_view role) {
  if (role == "user") return "Question";
  if (role == "assistant") return "Answer";
  return role == "tool" ? "Results of tools" : "Instructions";
}

json::value orNull(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

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

Result<ConversationInput> conversationInputFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  if (const auto known = fields.only({"title"}); !known) return known.error();
  auto title = readTitle(fields);
  if (!title) return title.error();
  ConversationInput out;
  out.title = std::move(*title).value_or("");
  return out;
}

Result<ConversationChange> conversationChangeFromJson(const json::value& body) {
  const auto object = Fields::object(body, "the body");
  if (!object) return object.error();
  const Fields fields(**object);
  if (const auto known = fields.only({"title", "status"}); !known) return known.error();
  ConversationChange out;
  auto title = readTitle(fields);
  if (!title) return title.error();
  out.title = std::move(*title);
  auto status = fields.string("status");
  if (!status) return status.error();
  constexpr std::array<std::string_view, 4> kStatuses{"active", "completed", "failed", "abandoned"};
  if (*status && std::find(kStatuses.begin(), kStatuses.end(), **status) == kStatuses.end()) {
    return Error(ErrorCode::kInvalidArgument, "'status' must be one of active, completed, failed, abandoned", "status");
  }
  out.status = std::move(*status);
  if (!out.title && !out.status) {
    return Error(ErrorCode::kInvalidArgument,
                 "the body must have 'title' or 'status'; an example is "
                 "{\"title\": \"Night shift\"}");
  }
  return out;
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
  if (!message.openaiMessages.empty()) out["openai_messages"] = message.openaiMessages;
  if (message.role != "assistant") return out;
  out["model"] = message.model;
  out["finish_reason"] = orNull(message.finishReason);
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
  const auto openaiMessages = fields.array("openai_messages");
  if (!openaiMessages) return openaiMessages.error();
  if (*openaiMessages != nullptr) out.openaiMessages = **openaiMessages;
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

json::object toJson(const WindowMessage& message) {
  json::object out = toJson(message.message);
  if (!message.withContent) {
    out.erase("content");
    out.erase("openai_messages");
    out.erase("citations");
  }
  out["rating"] = message.rating ? json::value(*message.rating) : json::value(nullptr);
  return out;
}

json::object exportJson(const Conversation& conversation, const std::vector<Message>& messages) {
  json::array turns;
  turns.reserve(messages.size());
  for (const Message& message : messages) turns.emplace_back(toJson(message));
  return {{"object", "conversation.export"}, {"conversation", toJson(conversation)}, {"messages", std::move(turns)}};
}

std::string exportMarkdown(const Conversation& conversation, const std::vector<Message>& messages) {
  std::string out = "# " + (conversation.title.empty() ? std::string("Conversation") : conversation.title) + "\n\n";
  out += "Begun " + toIso8601(conversation.createdAt) + ", " + conversation.status + ", conversation `" +
         conversation.id + "`.\n";
  for (const Message& message : messages) {
    out += "\n## " + std::string(headingOf(message.role));
    out += ", " + toIso8601(message.createdAt);
    if (!message.model.empty()) out += ", " + message.model;
    if (message.status != "complete") out += ", " + message.status;
    out += "\n\n" + message.content + "\n";
    out += calledTools(message);
    if (!message.citations.empty()) out += "\nSources:\n\n";
    for (std::size_t i = 0; i < message.citations.size(); ++i) {
      out += std::to_string(i + 1) + ". " + message.citations[i].title + "\n";
    }
  }
  return out;
}

}  // namespace vigie::wire
