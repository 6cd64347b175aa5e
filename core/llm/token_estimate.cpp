#include "core/llm/token_estimate.h"

namespace vigie {

std::int64_t estimateTokens(std::string_view text) noexcept { return static_cast<std::int64_t>((text.size() + 3) / 4); }

}  // namespace vigie
