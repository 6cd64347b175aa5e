// The fingerprints that tell unchanged from changed.
#pragma once

#include <array>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace vigie {

using Digest = std::array<unsigned char, 32>;
/// SHA-256 of the parts, one after another.
Digest sha256(std::span<const std::string_view> parts);
inline Digest sha256(std::initializer_list<std::string_view> parts) {
  return sha256(std::span<const std::string_view>(parts.begin(), parts.size()));
}

/// SHA-256 of the media type, a NUL and the text, in lower-case hex.
std::string contentHash(std::string_view mediaType, std::string_view text);

}  // namespace vigie
