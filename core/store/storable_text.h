// What PostgreSQL's text type can hold.
#pragma once

#include <string>

namespace vigie {

/// PostgreSQL's text holds any UTF-8 but U+0000, and libpq would cut a value at one without a word. Each such
/// character, and each byte that is not UTF-8, becomes U+FFFD; any other text comes back as it is.
std::string storableText(std::string text);

}  // namespace vigie
