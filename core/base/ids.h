// Identifiers: random UUIDs (RFC 4122 version 4), made by the writer so that a retried insert is idempotent.
#pragma once

#include <string>
#include <string_view>

namespace vigie {

/// A fresh lower-case UUID. Any thread.
std::string newId();

/// True for the canonical 36-character form, any version, either case.
bool isId(std::string_view text) noexcept;

}  // namespace vigie
