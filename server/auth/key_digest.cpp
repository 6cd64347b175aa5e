#include "server/auth/key_digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <stdexcept>

namespace vigie::auth {

namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

KeyDigest digestOf(std::string_view key) {
  KeyDigest out{};
  unsigned int length = 0;
  if (EVP_Digest(key.data(), key.size(), out.data(), &length, EVP_sha256(), nullptr) != 1 || length != out.size()) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  return out;
}

bool sameDigest(const KeyDigest& a, const KeyDigest& b) noexcept {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string toHex(const KeyDigest& digest) {
  std::string out;
  out.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::optional<KeyDigest> digestFromHex(std::string_view hex) {
  KeyDigest out{};
  if (hex.size() != 2 * out.size()) return std::nullopt;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto high = kDigits.find(hex[2 * i]);
    const auto low = kDigits.find(hex[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    out[i] = static_cast<unsigned char>(high * 16 + low);
  }
  return out;
}

std::string makeKey() {
  KeyDigest random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
  return "vigie-" + toHex(random);
}

}  // namespace vigie::auth
