// UTF-8 text as retrieval needs it: code points, folding and words, for English and French, without ICU.
//
// Everything here is pure, deterministic and independent of the locale: hashes of its results are stored in PostgreSQL
// inside embeddings, so a change of behaviour is a change of the embedding model's name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::text {

/// White space of ASCII, whatever the locale.
constexpr bool isSpace(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The code point at `position`, which moves past it. An invalid byte gives U+FFFD and moves by one.
char32_t nextCodePoint(std::string_view text, std::size_t& position) noexcept;

/// The greatest position not after `position` that does not split a code point.
std::size_t floorToCodePoint(std::string_view text, std::size_t position) noexcept;

/// Lower case without diacritics: "Éclair" is "eclair", "Œuvre" is "oeuvre". Latin letters only; others pass through.
std::string fold(std::string_view text);

/// A run of letters and digits of a text, with the marks that hold identifiers together.
struct RawWord {
  std::string folded;
  std::size_t begin = 0;  ///< bytes, in the text
  std::size_t end = 0;
  bool whole =
      false;  ///< a compound ("ServiceDown", "pg_up"); the words that follow it inside [begin, end) are its parts
  bool accented = false;  ///< had a diacritic
};

/// The words in order. CamelCase, snake_case and dotted or hyphenated identifiers are given whole, then in parts.
/// "l'alerte" is "l" and "alerte".
std::vector<RawWord> words(std::string_view text);

/// 64 bits that never change for the same bytes (FNV-1a and a finaliser). Do not change: embeddings are made of them.
std::uint64_t stableHash(std::string_view bytes, std::uint64_t seed = 0) noexcept;

}  // namespace vigie::text
