// RequestTurn: what a request adds to its conversation.
#pragma once

#include "core/wire/chat.h"

#include <string>
#include <vector>

namespace vigie {

struct RequestTurn {
  std::string role = "user";                ///< "tool" for a turn of nothing but results of tools
  std::string text;                         ///< the question, or the results' texts; what is searched and shown
  std::vector<wire::ChatMessage> messages;  ///< as they were sent; empty where `text` is all there is
};

/// Of a request that continues a stored conversation, all its messages but instructions: it brings new turns only. Of
/// any other, those from the last question on: what stands before it is the client's own history, sent with each
/// request.
RequestTurn turnOf(const wire::ChatRequest& request);

}  // namespace vigie
