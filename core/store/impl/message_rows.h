// From a row of the table messages to its DTO.
#pragma once

#include "core/store/impl/rows.h"
#include "core/wire/conversations.h"

#include <string>

namespace vigie::impl {

/// The columns that messageOf() reads, of an alias `m`, in its order; what stands behind them is the caller's.
#define VIGIE_MESSAGE(content, citations, openai) \
  "m.id, m.parent_message_id, m.role, " content ", m.status, " VIGIE_MICROS("m.created_at") ", m.model, " \
  "m.finish_reason, m.prompt_tokens, m.completion_tokens, m.usage_estimated, m.timings, " citations ", m.position, " openai

inline constexpr int kPositionColumn = 13;
inline constexpr int kColumnsOfMessage = 15;

wire::Message messageOf(const pqxx::row& row, const std::string& conversationId);

}  // namespace vigie::impl
