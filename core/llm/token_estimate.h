// An estimate of token counts where a model gives none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vigie {

/// About the number of tokens of a byte-pair encoder: one for four bytes of text, at least one for any text.
/// OpenAI's own rule of thumb; marked as estimated wherever it is shown.
std::int64_t estimateTokens(std::string_view text) noexcept;

/// The same of a text that was counted and not kept.
std::int64_t estimateTokens(std::size_t bytes) noexcept;

}  // namespace vigie
