#include "core/llm/token_estimate.h"

namespace vigie {

std::int64_t estimateTokens(std::string_view text) noexcept { return estimateTokens(text.size()); }

std::int64_t estimateTokens(std::size_t bytes) noexcept { return static_cast<std::int64_t>((bytes + 3) / 4); }

}  // namespace vigie
