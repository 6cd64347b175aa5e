#include "core/wire/ws.h"

#include <algorithm>
#include <stdexcept>

#include "core/wire/error.h"

namespace vigie::wire {

namespace {

bool validId(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == ':' || c == '-';
  });
}

FrameFault invalid(std::string id, std::string message, std::string param = {}) {
  return {std::move(id), Error(ErrorCode::kInvalidArgument, std::move(message), std::move(param))};
}

template <class... Members>
Result<void> readStrings(const Fields& fields, Members... members) {
  Result<void> outcome;
  const auto readOne = [&](std::pair<const char*, std::string*> member) {
    if (!outcome) return;
    auto text = fields.string(member.first);
    if (!text) {
      outcome = text.error();
    } else {
      *member.second = std::move(*text).value_or("");
    }
  };
  (readOne(members), ...);
  return outcome;
}

struct ServerFrameWriter {
  json::object operator()(const ChatStarted& f) const {
    return {{"type", "chat.started"},
            {"id", f.id},
            {"conversation_id", f.conversationId.empty() ? json::value(nullptr) : json::value(f.conversationId)},
            {"message_id", f.messageId.empty() ? json::value(nullptr) : json::value(f.messageId)},
            {"user_message_id", f.userMessageId.empty() ? json::value(nullptr) : json::value(f.userMessageId)},
            {"request_id", f.requestId},
            {"model", f.model}};
  }
  json::object operator()(const ChatCitations& f) const {
    json::array citations;
    for (const Citation& citation : f.citations) citations.push_back(toJson(citation));
    return {{"type", "chat.citations"}, {"id", f.id}, {"citations", std::move(citations)}};
  }
  json::object operator()(const ChatDelta& f) const {
    return {{"type", "chat.delta"}, {"id", f.id}, {"seq", f.seq}, {"text", f.text}};
  }
  json::object operator()(const ChatDone& f) const {
    return {{"type", "chat.done"},
            {"id", f.id},
            {"finish_reason", f.finishReason},
            {"usage", toJson(f.usage)},
            {"vigie", toJson(f.vigie)}};
  }
  json::object operator()(const ChatFailed& f) const {
    json::object out = toJson(f.error);
    out["type"] = "chat.error";
    out["id"] = f.id;
    return out;
  }
};

struct ClientFrameWriter {
  json::object operator()(const ChatStart& f) const {
    json::object out = toJson(f.request);
    out["type"] = "chat.start";
    out["id"] = f.id;
    return out;
  }
  json::object operator()(const ChatCancel& f) const { return {{"type", "chat.cancel"}, {"id", f.id}}; }
  json::object operator()(const ChatResume& f) const {
    return {{"type", "chat.resume"}, {"id", f.id}, {"after", f.after}};
  }
};

}  // namespace

boost::system::result<ClientFrame, FrameFault> clientFrameFromText(std::string_view text) {
  auto parsed = parseJson(text);
  if (!parsed) return FrameFault{{}, parsed.error()};
  auto* const object = parsed->if_object();
  if (object == nullptr) return invalid({}, "a frame must be a JSON object with 'type' and 'id'");
  const Fields fields(*object);
  const auto id = fields.string("id");
  if (!id) return FrameFault{{}, id.error()};
  if (!*id || !validId(**id)) {
    return invalid({}, "'id' must be 1 to 64 characters of letters, digits and _ . : -", "id");
  }
  const auto type = fields.string("type");
  if (!type) return FrameFault{**id, type.error()};
  if (*type == "chat.cancel") return ClientFrame(ChatCancel{**id});
  if (*type == "chat.resume") {
    const auto after = fields.integer("after", 0, INT64_MAX);
    if (!after) return FrameFault{**id, after.error()};
    return ClientFrame(ChatResume{**id, after->value_or(0)});
  }
  if (*type != "chat.start") {
    return invalid(**id, "'type' must be chat.start, chat.cancel or chat.resume", "type");
  }
  json::object body = *object;
  body.erase("type");
  body.erase("id");
  auto request = chatRequestFromJson(json::value(std::move(body)));
  if (!request) return FrameFault{**id, request.error()};
  return ClientFrame(ChatStart{**id, std::move(*request)});
}

std::string toText(const ClientFrame& frame) { return json::serialize(std::visit(ClientFrameWriter{}, frame)); }
std::string toText(const ServerFrame& frame) { return json::serialize(std::visit(ServerFrameWriter{}, frame)); }

Result<ServerFrame> serverFrameFromText(std::string_view text) {
  auto parsed = parseJson(text);
  if (!parsed) return parsed.error();
  const auto* const object = parsed->if_object();
  if (object == nullptr) return Error(ErrorCode::kInvalidArgument, "a frame must be a JSON object");
  const Fields fields(*object);
  std::string type, id;
  if (const auto read = readStrings(fields, std::pair{"type", &type}, std::pair{"id", &id}); !read) {
    return read.error();
  }
  if (type == "chat.started") {
    ChatStarted frame;
    frame.id = id;
    const auto read = readStrings(fields, std::pair{"conversation_id", &frame.conversationId},
                                  std::pair{"message_id", &frame.messageId},
                                  std::pair{"user_message_id", &frame.userMessageId},
                                  std::pair{"request_id", &frame.requestId}, std::pair{"model", &frame.model});
    if (!read) return read.error();
    return ServerFrame(std::move(frame));
  }
  if (type == "chat.citations") {
    ChatCitations frame;
    frame.id = id;
    const auto citations = fields.array("citations");
    if (!citations) return citations.error();
    if (*citations != nullptr) {
      for (const json::value& item : **citations) {
        auto citation = citationFromJson(item);
        if (!citation) return citation.error();
        frame.citations.push_back(std::move(*citation));
      }
    }
    return ServerFrame(std::move(frame));
  }
  if (type == "chat.delta") {
    ChatDelta frame;
    frame.id = id;
    const auto seq = fields.integer("seq", 0, INT64_MAX);
    if (!seq) return seq.error();
    frame.seq = seq->value_or(0);
    if (const auto read = readStrings(fields, std::pair{"text", &frame.text}); !read) return read.error();
    return ServerFrame(std::move(frame));
  }
  if (type == "chat.done") {
    ChatDone frame;
    frame.id = id;
    if (const auto read = readStrings(fields, std::pair{"finish_reason", &frame.finishReason}); !read) {
      return read.error();
    }
    if (const auto* const usage = fields.find("usage")) {
      const auto read = usageFromJson(*usage);
      if (!read) return read.error();
      frame.usage = *read;
    }
    if (const auto* const vigie = fields.find("vigie")) {
      auto read = vigieResponseFromJson(*vigie);
      if (!read) return read.error();
      frame.vigie = std::move(*read);
    }
    return ServerFrame(std::move(frame));
  }
  if (type == "chat.error") return ServerFrame(ChatFailed{id, errorFromJson(text)});
  return Error(ErrorCode::kInvalidArgument, "'type' is not one this client knows", "type");
}

void throw_exception_from_error(const FrameFault& fault, const boost::source_location&) {
  throw std::runtime_error("frame fault: " + fault.error.message);
}

}  // namespace vigie::wire
