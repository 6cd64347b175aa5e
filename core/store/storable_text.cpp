#include "core/store/storable_text.h"

#include "core/base/utf8.h"

#include <cstddef>
#include <string_view>

namespace vigie {

namespace {

/// The length of the well-formed sequence at `at`, 0 when there is none or it is U+0000.
std::size_t sequenceLength(std::string_view text, std::size_t at) {
  return text[at] == '\0' ? 0 : utf8SequenceLength(text, at);
}

}  // namespace

std::string storableText(std::string text) {
  std::size_t at = 0;
  while (at < text.size()) {
    at = pastAscii(text, at);
    if (at == text.size()) break;
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
