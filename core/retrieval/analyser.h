// From a text to the terms that index and query share: stems, compounds and operations concepts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::text {

enum class Language : std::uint8_t { kUnknown, kEnglish, kFrench };

enum class TermKind : std::uint8_t {
  kStem,      ///< a word, stemmed by its text's language
  kCompound,  ///< an identifier kept whole: "servicedown", "http_requests_total"
  kConcept,   ///< an idea of operations said in one of its ways, English or French: concepts.h
};

/// One occurrence of a term. Its key is the same in every process and version (text::stableHash).
struct Term {
  std::uint64_t key = 0;
  TermKind kind = TermKind::kStem;
  std::uint32_t word = 0;  ///< index in Analysis::words
};

struct Word {
  std::string folded;
  std::string stem;
  bool stop = false;
  bool common = false;  ///< of everyday speech: weighs less than its rarity suggests
  bool whole = false;
};

struct Analysis {
  Language language = Language::kUnknown;
  std::vector<Word> words;
  std::vector<Term> terms;  ///< stop words give none
};

/// Deterministic; any thread. A text in no recognised language gives the stems of both.
Analysis analyse(std::string_view text);

/// The language of most of the function words; kUnknown when none speaks. Good from about five words on.
Language detectLanguage(std::string_view text);

/// The key of a stem, as analyse() gives it.
std::uint64_t stemKey(std::string_view stem) noexcept;

std::string_view toString(Language language) noexcept;

}  // namespace vigie::text
