// What an error may quote of a file: one line, whatever stands there.
#pragma once

#include <string>
#include <string_view>

namespace vigie::alerting::impl {

/// `text` with every control character replaced, so that one message stays one line.
inline std::string printable(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return out;
}

}  // namespace vigie::alerting::impl
