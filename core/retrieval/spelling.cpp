#include "core/retrieval/spelling.h"

#include "core/retrieval/analyser.h"
#include "core/retrieval/concepts.h"
#include "core/retrieval/stemmer.h"
#include "core/retrieval/stop_words.h"
#include "core/retrieval/text.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace vigie {

namespace {

constexpr std::size_t kShortest = 7;
constexpr std::size_t kLongest = 24;

/// A candidate needs company: ln(1 + (n + ½) / ½) less this is the rarity of a word in some three passages.
constexpr double kLeastCommonness = 1.9;
constexpr int kMostMended = 8;  ///< in one question: more is another language, not a slip

/// How rare a word is, from 0 for a function word; nothing when neither the corpus nor a table knows it.
/// `spelt` asks for the table's own spelling: a mere stem in common would let nonsense pass for a word.
std::optional<double> rarity(const std::string& word, const TermStatistics& corpus, double neverSeen, bool spelt) {
  const auto function = text::functionWord(word);
  if (function.stop) return 0.0;
  const auto english = text::stemEnglish(word);
  const auto french = text::stemFrench(word);
  const double rare =
      std::min(corpus.inverseFrequency(text::stemKey(english)), corpus.inverseFrequency(text::stemKey(french)));
  if (rare < neverSeen) return rare;
  text::ConceptWord known{word, english, french};
  if (spelt) known = {word, {}, {}};
  if (function.common || text::matchConcept({&known, 1}).words > 0) return neverSeen - kLeastCommonness;
  return std::nullopt;
}

/// The least rare word a slip away.
std::optional<std::string> mended(const std::string& word, const TermStatistics& corpus, double neverSeen) {
  std::optional<std::string> best;
  double least = 0;
  const double limit = neverSeen - kLeastCommonness;
  const auto consider = [&](const std::string& candidate) {
    if (candidate == word) return;
    const auto rare = rarity(candidate, corpus, neverSeen, true);
    if (!rare || *rare > limit || (best && *rare >= least)) return;
    best = candidate;
    least = *rare;
  };
  for (std::size_t i = 1; i <= word.size(); ++i) {
    if (i < word.size()) {
      consider(word.substr(0, i) + word.substr(i + 1));
      if (i + 1 < word.size()) {
        auto swapped = word;
        std::swap(swapped[i], swapped[i + 1]);
        consider(swapped);
      }
    }
    for (char letter = 'a'; letter <= 'z'; ++letter) {
      const auto before = word.substr(0, i) + letter;
      consider(before + word.substr(i));
      if (i < word.size()) consider(before + word.substr(i + 1));
    }
  }
  return best;
}

}  // namespace

std::string withSlipsMended(std::string_view question, const TermStatistics& corpus) {
  const double neverSeen = corpus.inverseFrequency(text::stemKey(""));
  std::string out;
  std::size_t copied = 0;
  std::size_t identifierEnd = 0;
  bool first = true;
  int count = 0;
  for (const auto& word : text::words(question)) {
    const bool opens = std::exchange(first, false);
    if (word.whole) identifierEnd = word.end;
    if (word.begin < identifierEnd) continue;
    if (word.folded.size() < kShortest || word.folded.size() > kLongest) continue;
    if (!std::all_of(word.folded.begin(), word.folded.end(), [](char c) { return c >= 'a' && c <= 'z'; })) continue;
    // A capital inside a question is a name, and names are not misspelt words.
    if (!opens && question[word.begin] >= 'A' && question[word.begin] <= 'Z') continue;
    if (rarity(word.folded, corpus, neverSeen, false)) continue;
    if (++count > kMostMended) break;
    const auto right = mended(word.folded, corpus, neverSeen);
    if (!right) continue;
    out += question.substr(copied, word.begin - copied);
    out += *right;
    copied = word.end;
  }
  out += question.substr(copied);
  return out;
}

}  // namespace vigie
