// TurnIds: what identifies an exchange before anything of it is stored.
#pragma once

#include "core/base/ids.h"

#include <string>

namespace vigie {

struct TurnIds {
  std::string conversationId;  ///< of the new conversation, where the exchange begins one
  std::string userMessageId;
  std::string answerId;

  static TurnIds fresh() {
    TurnIds ids;
    ids.conversationId = newId();
    ids.userMessageId = newId();
    ids.answerId = newId();
    return ids;
  }
};

}  // namespace vigie
