// What is kept of an API key: its SHA-256.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vigie::auth {

/// A key is 256 random bits, so there is nothing to guess and a plain hash is as good as a slow one; docs/adr/0080.
using KeyDigest = std::array<unsigned char, 32>;

KeyDigest digestOf(std::string_view key);
/// In a time that does not depend on where they differ.
bool sameDigest(const KeyDigest& a, const KeyDigest& b) noexcept;

std::string toHex(const KeyDigest& digest);
/// 64 digits in lower case; nullopt otherwise.
std::optional<KeyDigest> digestFromHex(std::string_view hex);

/// "vigie-" and 256 bits of the system's randomness in hex.
std::string makeKey();

}  // namespace vigie::auth
