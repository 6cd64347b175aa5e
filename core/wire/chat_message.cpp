#include "core/wire/chat_message.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vigie::wire {

namespace {

/// What a part of a type holds beside its type.
struct PartRule {
  std::string_view type;
  std::string_view member;
  bool isObject;
  std::string_view role;  ///< whose messages may have it; empty: anyone's
};
constexpr std::array kPartRules{
    PartRule{"text", "text", false, ""},
    PartRule{"image_url", "image_url", true, "user"},
    PartRule{"input_audio", "input_audio", true, "user"},
    PartRule{"file", "file", true, "user"},
    PartRule{"refusal", "refusal", false, "assistant"},
};

/// A content is a string or an array of parts.
Result<void> readContent(const json::value& value, const std::string& param, ChatMessage& message) {
  if (const auto* const text = value.if_string()) {
    message.content = std::string(*text);
    return {};
  }
  const auto* const parts = value.if_array();
  if (parts == nullptr)
    return invalidField(param, "must be a string or an array of parts, not " + std::string(describe(value)));
  bool allText = true;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    const std::string name = param + "." + std::to_string(i);
    const auto* const part = (*parts)[i].if_object();
    if (part == nullptr) return invalidField(name, "must be an object with 'type' and what that type holds");
    const Fields fields(*part, name + ".");
    const auto type = fields.string("type");
    if (!type) return type.error();
    const auto rule = std::find_if(kPartRules.begin(), kPartRules.end(),
                                   [&](const PartRule& known) { return *type && known.type == **type; });
    if (rule == kPartRules.end() || (!rule->role.empty() && rule->role != message.role)) {
      return invalidField(name + ".type", message.role == "user" ? "must be one of text, image_url, input_audio, file"
                                                                 : "must be \"text\" in a message of this role");
    }
    const std::string held = name + "." + std::string(rule->member);
    if (rule->isObject) {
      const auto object = fields.child(rule->member);
      if (!object) return object.error();
      if (*object == nullptr) return missingField(held, R"({"url":"https://…"})");
    } else {
      const auto text = fields.string(rule->member);
      if (!text) return text.error();
      if (!*text) return missingField(held, "\"Hello\"");
      if (rule->type == "text") {
        if (!message.content.empty()) message.content += '\n';
        message.content += **text;
      }
    }
    allText = allText && rule->type == "text";
  }
  if (!allText) message.parts = *parts;
  return {};
}

/// The calls that an assistant's message made: each with an id, a type and what that type holds.
Result<void> checkToolCalls(const json::array& calls, const std::string& param) {
  if (calls.empty()) return invalidField(param, "must hold at least one call or be left out");
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const std::string name = param + "." + std::to_string(i);
    const auto* const call = calls[i].if_object();
    if (call == nullptr) return invalidField(name, "must be an object with 'id', 'type' and 'function'");
    const Fields fields(*call, name + ".");
    const auto id = fields.string("id");
    if (!id) return id.error();
    if (!*id) return missingField(name + ".id", "\"call_1\"");
    const auto type = fields.string("type");
    if (!type) return type.error();
    const std::string kind = type->value_or("function");
    if (kind != "function" && kind != "custom")
      return invalidField(name + ".type", "must be \"function\" or \"custom\"");
    const auto held = fields.child(kind);
    if (!held) return held.error();
    if (*held == nullptr) return missingField(name + "." + kind, R"({"name":"look_up","arguments":"{}"})");
    const Fields inner(**held, name + "." + kind + ".");
    for (const char* const key : {"name", kind == "function" ? "arguments" : "input"}) {
      const auto text = inner.string(key);
      if (!text) return text.error();
      if (!*text) return missingField(inner.param(key), "\"{}\"");
    }
  }
  return {};
}

}  // namespace

Result<ChatMessage> chatMessageFromJson(const json::value& value, const std::string& name) {
  const auto object = Fields::object(value, "'" + name + "'");
  if (!object) return Error(ErrorCode::kInvalidArgument, object.error().message, name);
  const Fields fields(**object, name + ".");
  ChatMessage message;
  auto role = fields.string("role");
  if (!role) return role.error();
  if (!*role) return missingField(name + ".role", "\"user\"");
  constexpr std::array<std::string_view, 5> kRoles{"system", "developer", "user", "assistant", "tool"};
  if (std::find(kRoles.begin(), kRoles.end(), **role) == kRoles.end()) {
    return invalidField(name + ".role", "must be one of system, developer, user, assistant, tool");
  }
  message.role = std::move(**role);
  const bool assistant = message.role == "assistant";
  // The last three stand in answers, which clients send back as they came.
  const auto known = fields.only({"role", "content", "name", "tool_calls", "tool_call_id", "refusal", "annotations",
                                  "parsed", "reasoning_content"});
  if (!known) return known.error();

  for (const char* const key : {"name", "tool_call_id", "refusal"}) {
    const auto text = fields.string(key);
    if (!text) return text.error();
    if (*text) message.more[key] = **text;
  }
  const auto calls = fields.array("tool_calls");
  if (!calls) return calls.error();
  if (*calls != nullptr) {
    if (!assistant) return invalidField(name + ".tool_calls", "belongs to messages of the role assistant");
    if (const auto checked = checkToolCalls(**calls, name + ".tool_calls"); !checked) return checked.error();
    message.more["tool_calls"] = **calls;
  }
  if (message.role == "tool" && !message.more.contains("tool_call_id"))
    return missingField(name + ".tool_call_id", "\"call_1\"");
  if (message.role != "tool" && message.more.contains("tool_call_id")) {
    return invalidField(name + ".tool_call_id", "belongs to messages of the role tool");
  }
  if (!assistant && message.more.contains("refusal")) {
    return invalidField(name + ".refusal", "belongs to messages of the role assistant");
  }

  if (const auto* const content = fields.find("content")) {
    if (const auto read = readContent(*content, name + ".content", message); !read) return read.error();
  } else if (!message.more.contains("tool_calls") && !message.more.contains("refusal")) {
    return missingField(name + ".content", "\"What do I do when ServiceDown fires?\"");
  }
  return message;
}

json::object toJson(const ChatMessage& message) {
  json::object out{{"role", message.role}};
  if (!message.parts.empty()) {
    out["content"] = message.parts;
  } else if (message.content.empty() && (message.more.contains("tool_calls") || message.more.contains("refusal"))) {
    out["content"] = nullptr;
  } else {
    out["content"] = message.content;
  }
  for (const auto& member : message.more) out[member.key()] = member.value();
  return out;
}

std::string toText(const std::vector<ChatMessage>& messages) {
  json::array out;
  out.reserve(messages.size());
  for (const ChatMessage& message : messages) out.push_back(toJson(message));
  return json::serialize(out);
}

Result<std::vector<ChatMessage>> chatMessagesFromText(std::string_view text) {
  const auto parsed = parseJson(text);
  if (!parsed) return parsed.error();
  const auto* const list = parsed->if_array();
  if (list == nullptr) return invalidField("messages", "must be an array");
  std::vector<ChatMessage> out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto message = chatMessageFromJson((*list)[i], "messages." + std::to_string(i));
    if (!message) return message.error();
    out.push_back(std::move(*message));
  }
  return out;
}

bool isPlain(const ChatMessage& message) { return message.parts.empty() && message.more.empty(); }

std::size_t readingBytes(const ChatMessage& message) {
  constexpr std::size_t kPart = 4'000;
  std::size_t sum = message.content.size();
  for (const json::value& part : message.parts) {
    if (part.at("type") != "text") sum += kPart;
  }
  if (const auto* const calls = message.more.if_contains("tool_calls")) {
    for (const json::value& call : calls->as_array()) sum += json::serialize(call).size();
  }
  return sum;
}

}  // namespace vigie::wire
