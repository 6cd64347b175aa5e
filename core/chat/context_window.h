// How much of a conversation fits into a model's context.
#pragma once

#include "core/wire/chat.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vigie {

/// The newest turns of `history` that fit into `budget` tokens together with everything else that is sent: `turns` (the
/// request's own, always sent whole) and `passages`. A history never begins with an answer or a tool's result: without
/// its question it would speak of nothing; and where `turns` begins with such a result, what that answers stays
/// whatever its size. Tokens are estimated (readingBytes, estimateTokens), with a few for each message's frame.
std::vector<wire::ChatMessage> fitHistory(std::vector<wire::ChatMessage> history,
                                          const std::vector<wire::ChatMessage>& turns,
                                          const std::vector<wire::Citation>& passages, std::int64_t budget);

}  // namespace vigie
