// Frames of GET /ws/chat, one JSON text message each. `id` is the client's name for one chat on the socket; several
// chats run at once.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/wire/chat.h"

namespace vigie::wire {

// Client → server.
struct ChatStart {
  std::string id;
  ChatRequest request;
};
struct ChatCancel {
  std::string id;
};
/// Continue after frame `after` of chat `id` on a new socket.
struct ChatResume {
  std::string id;
  std::int64_t after = 0;
};
using ClientFrame = std::variant<ChatStart, ChatCancel, ChatResume>;

/// A frame's fault. `id` is the chat it names, empty when it cannot be read.
struct FrameFault {
  std::string id;
  Error error;
};

/// {"type":"chat.start","id",…request} | {"type":"chat.cancel","id"} | {"type":"chat.resume","id","after"}.
/// An id is 1 … 64 characters of [A-Za-z0-9_.:-].
boost::system::result<ClientFrame, FrameFault> clientFrameFromText(std::string_view text);
std::string toText(const ClientFrame& frame);

// Server → client.
struct ChatStarted {
  std::string id;
  std::string conversationId;
  std::string messageId;      ///< the answer's
  std::string userMessageId;  ///< the stored user turn's
  std::string requestId;
  std::string model;
};
struct ChatCitations {
  std::string id;
  std::vector<Citation> citations;
};
struct ChatDelta {
  std::string id;
  std::int64_t seq = 0;  ///< from 1, without holes
  std::string text;
};
struct ChatDone {
  std::string id;
  std::string finishReason;  ///< "cancelled" after chat.cancel
  Usage usage;
  VigieResponse vigie;
};
struct ChatFailed {
  std::string id;
  Error error;
};
using ServerFrame = std::variant<ChatStarted, ChatCitations, ChatDelta, ChatDone, ChatFailed>;

/// `type` is chat.started, chat.citations, chat.delta, chat.done or chat.error.
std::string toText(const ServerFrame& frame);
Result<ServerFrame> serverFrameFromText(std::string_view text);

[[noreturn]] void throw_exception_from_error(const FrameFault& fault, const boost::source_location& where);

}  // namespace vigie::wire
