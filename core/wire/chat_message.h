// One message of OpenAI's chat API.
#pragma once

#include "core/wire/json_fields.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::wire {

struct ChatMessage {
  std::string role;     ///< system, developer, user, assistant or tool
  std::string content;  ///< its text; of several parts the texts, joined by line ends
  /// The content as given, where not all of its parts are text (image_url, input_audio, file, refusal); else empty.
  json::array parts{};
  json::object more{};  ///< name, tool_calls, tool_call_id, refusal: they go to the model unchanged
};

/// Checks and reads a message. `name` is where it stands, for errors: "messages.0".
Result<ChatMessage> chatMessageFromJson(const json::value& value, const std::string& name);
json::object toJson(const ChatMessage& message);

/// Several as the text of a JSON array, which is how they are kept.
std::string toText(const std::vector<ChatMessage>& messages);
Result<std::vector<ChatMessage>> chatMessagesFromText(std::string_view text);

/// Whether there is nothing to it but its role and text.
bool isPlain(const ChatMessage& message);

/// How much a model is given to read: bytes of text, with those of tool calls. A part that is no text counts as 4,000,
/// about what servers charge for an image.
std::size_t readingBytes(const ChatMessage& message);

}  // namespace vigie::wire
