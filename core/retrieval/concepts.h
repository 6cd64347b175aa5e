// Operations vocabulary as concepts: the words an operator may use for one idea, in English and in French.
//
// "The site is unreachable" and « le service est en panne » share no word with "ServiceDown fires when the server does
// not answer"; they share the concept. A concept is one more term beside the words themselves: it helps a question
// find a passage and never outweighs an exact match (its inverse document frequency is that of the corpus).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::text {

/// How a word is looked up: as it is folded, and by its stem in either language.
struct ConceptWord {
  std::string_view folded;
  std::string_view english;  ///< its English stem; empty where the text is French
  std::string_view french;   ///< its French stem; empty where the text is English
};

/// A phrase of 1 to 4 words met at the start of a span.
struct ConceptMatch {
  std::size_t words = 0;            ///< 0: nothing
  std::vector<std::uint64_t> keys;  ///< term keys
};

/// The longest phrase of the table that starts at words[0].
ConceptMatch matchConcept(std::span<const ConceptWord> words);

/// The language that alone uses this folded word in the table: +1 English, -1 French, 0 neither.
int conceptLanguage(std::string_view folded) noexcept;

}  // namespace vigie::text
