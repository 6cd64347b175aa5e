#include "core/retrieval/content_hash.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace vigie {

Digest sha256(std::span<const std::string_view> parts) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  Digest digest{};
  bool made = context != nullptr && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  for (const auto part : parts) made = made && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  if (!made || EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  return digest;
}

std::string contentHash(std::string_view mediaType, std::string_view text) {
  std::string hex;
  for (const unsigned char byte : sha256({mediaType, std::string_view("\0", 1), text})) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hex.push_back(kDigits[byte >> 4U]);
    hex.push_back(kDigits[byte & 15U]);
  }
  return hex;
}

}  // namespace vigie
