#include "core/store/storable_text.h"

#include <cstddef>
#include <string_view>

namespace vigie {

namespace {

/// The length of the well-formed UTF-8 sequence (RFC 3629) at `at`, 0 when there is none or it is U+0000.
std::size_t sequenceLength(std::string_view text, std::size_t at) {
  const auto byteAt = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&](std::size_t i) { return (byteAt(i) & 0xC0U) == 0x80U; };
  const unsigned first = byteAt(at);
  const unsigned second = byteAt(at + 1);
  if (first < 0x80) return first == 0 ? 0 : 1;
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

}  // namespace

std::string storableText(std::string text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = sequenceLength(text, at);
    if (length == 0) break;
    at += length;
  }
  if (at == text.size()) return text;

  std::string out = text.substr(0, at);
  while (at < text.size()) {
    const std::size_t length = sequenceLength(text, at);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      ++at;
    } else {
      out.append(text, at, length);
      at += length;
    }
  }
  return out;
}

}  // namespace vigie
