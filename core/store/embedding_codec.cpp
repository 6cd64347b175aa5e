#include "core/store/embedding_codec.h"

#include <bit>
#include <cstdint>

namespace vigie {

namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

int digitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string encodeEmbedding(std::span<const float> values) {
  std::string out(values.size() * 8, '0');
  char* at = out.data();
  for (const float value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      const std::uint32_t byte = (bits >> shift) & 0xFFU;
      *at++ = kDigits[byte >> 4U];
      *at++ = kDigits[byte & 0xFU];
    }
  }
  return out;
}

std::optional<std::vector<float>> decodeEmbedding(std::string_view text) {
  if (text.starts_with("\\x")) text.remove_prefix(2);
  if (text.size() % 8 != 0) return std::nullopt;
  std::vector<float> values;
  values.reserve(text.size() / 8);
  for (std::size_t i = 0; i < text.size(); i += 8) {
    std::uint32_t bits = 0;
    for (unsigned byte = 0; byte < 4; ++byte) {
      const int high = digitValue(text[i + 2 * byte]);
      const int low = digitValue(text[i + 2 * byte + 1]);
      if (high < 0 || low < 0) return std::nullopt;
      bits |= static_cast<std::uint32_t>(high * 16 + low) << (8 * byte);
    }
    values.push_back(std::bit_cast<float>(bits));
  }
  return values;
}

}  // namespace vigie
