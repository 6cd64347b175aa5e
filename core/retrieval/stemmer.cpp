#include "core/retrieval/stemmer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace vigie::text {

namespace {

/// Porter's view of a word: runs of consonants and vowels.
class Porter {
 public:
  explicit Porter(std::string_view word) : w_(word) {}

  std::string run() {
    plurals();
    pastAndParticiple();
    if (ends("y") && hasVowel(w_.size() - 1)) w_.back() = 'i';
    doubleSuffixes();
    singleSuffixes();
    residualSuffixes();
    tidy();
    return std::move(w_);
  }

 private:
  [[nodiscard]] bool ends(std::string_view suffix) const { return w_.ends_with(suffix); }
  void cut(std::size_t letters) { w_.resize(w_.size() - letters); }

  [[nodiscard]] bool consonant(std::size_t i) const {
    switch (w_[i]) {
      case 'a':
      case 'e':
      case 'i':
      case 'o':
      case 'u':
        return false;
      case 'y':
        return i == 0 || !consonant(i - 1);
      default:
        return true;
    }
  }
  /// The number of vowel-consonant sequences in the first `length` letters.
  [[nodiscard]] int measure(std::size_t length) const {
    int count = 0;
    std::size_t i = 0;
    while (i < length && consonant(i)) ++i;
    while (i < length) {
      while (i < length && !consonant(i)) ++i;
      if (i == length) break;
      ++count;
      while (i < length && consonant(i)) ++i;
    }
    return count;
  }
  [[nodiscard]] bool hasVowel(std::size_t length) const {
    for (std::size_t i = 0; i < length; ++i) {
      if (!consonant(i)) return true;
    }
    return false;
  }
  [[nodiscard]] bool doubleConsonant() const {
    const std::size_t n = w_.size();
    return n >= 2 && w_[n - 1] == w_[n - 2] && consonant(n - 1);
  }
  /// consonant-vowel-consonant at the end of the first `length` letters, the last not w, x or y.
  [[nodiscard]] bool shortEnd(std::size_t length) const {
    if (length < 3 || !consonant(length - 1) || consonant(length - 2) || !consonant(length - 3)) return false;
    const char last = w_[length - 1];
    return last != 'w' && last != 'x' && last != 'y';
  }

  void plurals() {
    if (ends("sses") || ends("ies"))
      cut(2);
    else if (ends("s") && !ends("ss"))
      cut(1);
  }

  void pastAndParticiple() {
    if (ends("eed")) {
      if (measure(w_.size() - 3) > 0) cut(1);
      return;
    }
    if (ends("ed") && hasVowel(w_.size() - 2))
      cut(2);
    else if (ends("ing") && hasVowel(w_.size() - 3))
      cut(3);
    else
      return;
    if (ends("at") || ends("bl") || ends("iz")) {
      w_.push_back('e');
    } else if (doubleConsonant() && !ends("l") && !ends("s") && !ends("z")) {
      cut(1);
    } else if (measure(w_.size()) == 1 && shortEnd(w_.size())) {
      w_.push_back('e');
    }
  }

  template <std::size_t N>
  void replaceFirst(const std::array<std::pair<std::string_view, std::string_view>, N>& table) {
    for (const auto& [suffix, with] : table) {
      if (!ends(suffix)) continue;
      if (measure(w_.size() - suffix.size()) > 0) {
        cut(suffix.size());
        w_ += with;
      }
      return;
    }
  }

  void doubleSuffixes() {
    static constexpr auto kTable = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
         {"abli", "able"},   {"alli", "al"},     {"entli", "ent"}, {"eli", "e"},     {"ousli", "ous"},
         {"ization", "ize"}, {"ation", "ate"},   {"ator", "ate"},  {"alism", "al"},  {"iveness", "ive"},
         {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},  {"iviti", "ive"}, {"biliti", "ble"}});
    replaceFirst(kTable);
  }

  void singleSuffixes() {
    static constexpr auto kTable = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}});
    replaceFirst(kTable);
  }

  void residualSuffixes() {
    static constexpr auto kTable =
        std::to_array<std::string_view>({"al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment",
                                         "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"});
    for (const auto suffix : kTable) {
      if (!ends(suffix)) continue;
      const std::size_t stem = w_.size() - suffix.size();
      if (suffix == "ion" && (stem == 0 || (w_[stem - 1] != 's' && w_[stem - 1] != 't'))) return;
      if (measure(stem) > 1) cut(suffix.size());
      return;
    }
  }

  void tidy() {
    if (ends("e")) {
      const int m = measure(w_.size() - 1);
      if (m > 1 || (m == 1 && !shortEnd(w_.size() - 1))) cut(1);
    }
    if (measure(w_.size()) > 1 && doubleConsonant() && ends("l")) cut(1);
  }

  std::string w_;
};

bool plainLetters(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool isVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

}  // namespace

std::string stemEnglish(std::string_view word) {
  if (word.size() <= 2 || word.size() > 40 || !plainLetters(word)) return std::string(word);
  return Porter(word).run();
}

std::string stemFrench(std::string_view word) {
  if (word.size() <= 3 || word.size() > 40 || !plainLetters(word)) return std::string(word);
  std::string w(word);
  const auto ends = [&](std::string_view suffix) { return w.ends_with(suffix); };
  const auto cut = [&](std::size_t letters) { w.resize(w.size() - letters); };

  if (ends("eaux") && w.size() > 5)
    cut(1);
  else if (ends("aux") && w.size() > 5) {
    cut(2);
    w += 'l';
  } else if (ends("x") && w.size() > 5 && !ends("eux"))
    cut(1);
  else if (ends("s"))
    cut(1);

  // Longest first; what is left keeps at least three letters and a vowel.
  struct Ending {
    std::string_view suffix;
    std::string_view with;
    std::size_t least;
  };
  static constexpr auto kEndings = std::to_array<Ending>({
      {"issement", "i", 3}, {"issaient", "i", 3}, {"issant", "i", 3}, {"issent", "i", 3}, {"issait", "i", 3},
      {"atrice", "at", 3},  {"ateur", "at", 3},   {"ation", "at", 3}, {"trice", "t", 3},  {"ement", "", 3},
      {"ivement", "if", 3}, {"euse", "eu", 3},    {"eux", "eu", 3},   {"ite", "", 4},     {"ive", "if", 3},
      {"eraient", "", 3},   {"erait", "", 3},     {"erai", "", 3},    {"era", "", 3},     {"eront", "", 3},
      {"erons", "", 3},     {"aient", "", 3},     {"ait", "", 3},     {"ant", "", 3},     {"ante", "", 3},
      {"ons", "", 3},       {"ent", "", 3},       {"ees", "", 3},     {"ee", "", 3},      {"er", "", 3},
      {"ez", "", 3},        {"ir", "i", 3},       {"it", "i", 3},     {"ie", "i", 3},     {"re", "r", 3},
      {"e", "", 3},
  });
  for (const auto& [suffix, with, least] : kEndings) {
    if (!ends(suffix) || w.size() < suffix.size() + least) continue;
    const auto stem = std::string_view(w).substr(0, w.size() - suffix.size());
    if (std::none_of(stem.begin(), stem.end(), isVowel)) continue;
    cut(suffix.size());
    w += with;
    break;
  }
  if (w.size() > 4 && w.back() == 'e') w.pop_back();
  if (w.size() > 3 && w[w.size() - 1] == w[w.size() - 2] && !isVowel(w.back())) w.pop_back();
  return w;
}

}  // namespace vigie::text
