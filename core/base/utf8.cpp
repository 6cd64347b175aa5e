#include "core/base/utf8.h"

#include <cstdint>
#include <cstring>

namespace vigie {

std::size_t utf8SequenceLength(std::string_view text, std::size_t at) noexcept {
  const auto byteAt = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&](std::size_t i) { return (byteAt(i) & 0xC0U) == 0x80U; };
  const unsigned first = byteAt(at);
  const unsigned second = byteAt(at + 1);
  if (first < 0x80) return at < text.size() ? 1 : 0;
  if (first < 0xC2 || first > 0xF4 || !continues(at + 1)) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    return !overlong && !surrogate && continues(at + 2) ? 3 : 0;
  }
  const bool overlong = first == 0xF0 && second < 0x90;
  const bool beyond = first == 0xF4 && second > 0x8F;
  return !overlong && !beyond && continues(at + 2) && continues(at + 3) ? 4 : 0;
}

std::size_t pastAscii(std::string_view text, std::size_t at) noexcept {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  for (std::uint64_t eight = 0; text.size() - at >= sizeof eight; at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if (((eight | (eight - kOnes)) & kHighBits) != 0) break;  // one above 127, or a zero that borrowed
  }
  return at;
}

bool isUtf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    at = pastAscii(text, at);
    if (at == text.size()) break;
    const std::size_t length = utf8SequenceLength(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace vigie
