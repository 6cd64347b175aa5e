// Well-formed UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <string_view>

namespace vigie {

/// The length of the sequence at `at`, or 0 when there is no well-formed one.
std::size_t utf8SequenceLength(std::string_view text, std::size_t at) noexcept;

/// Past the ASCII other than U+0000 that begins at `at`: as far as it can be told eight bytes at a time, so what follows
/// may be more of it.
std::size_t pastAscii(std::string_view text, std::size_t at) noexcept;

/// Whether all of `text` is well-formed.
bool isUtf8(std::string_view text) noexcept;

}  // namespace vigie
