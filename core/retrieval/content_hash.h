// The fingerprint that tells an unchanged document from a changed one.
#pragma once

#include <string>
#include <string_view>

namespace vigie {

/// SHA-256 of the media type, a NUL and the text, in lower-case hex.
std::string contentHash(std::string_view mediaType, std::string_view text);

}  // namespace vigie
