#include "core/retrieval/analyser.h"

#include "core/retrieval/concepts.h"
#include "core/retrieval/stemmer.h"
#include "core/retrieval/stop_words.h"
#include "core/retrieval/text.h"

#include <span>

namespace vigie::text {

namespace {

// Seeds keep the kinds of terms apart. Do not change or reuse: keys are hashed into stored embeddings.
constexpr std::uint64_t kStemSeed = 1;
constexpr std::uint64_t kCompoundSeed = 2;  // 3 is concepts.cpp's

Language detect(const std::vector<RawWord>& raw) {
  int english = 0;
  int french = 0;
  std::size_t identifierEnd = 0;
  for (const auto& word : raw) {
    if (word.whole) identifierEnd = word.end;
    // The parts of an identifier are of no language: "ServiceDown" is said in French too.
    if (word.begin < identifierEnd) continue;
    const auto function = functionWord(word.folded);
    if (function.english != function.french) (function.english ? english : french) += 2;
    if (word.accented) french += 2;
    if (!function.stop) {
      const int vote = conceptLanguage(word.folded);
      if (vote > 0) ++english;
      if (vote < 0) ++french;
    }
  }
  if (english == french) return Language::kUnknown;
  return english > french ? Language::kEnglish : Language::kFrench;
}

/// "est-ce", "a-t-il": a compound of function words says as little as they do.
bool ofFunctionWords(const std::vector<RawWord>& raw, std::size_t compound) {
  for (std::size_t i = compound + 1; i < raw.size() && raw[i].begin < raw[compound].end; ++i) {
    if (!functionWord(raw[i].folded).stop) return false;
  }
  return true;
}

}  // namespace

Analysis analyse(std::string_view text) {
  Analysis out;
  const auto raw = words(text);
  out.language = detect(raw);
  const bool english = out.language != Language::kFrench;
  const bool french = out.language != Language::kEnglish;
  out.words.reserve(raw.size());
  out.terms.reserve(raw.size());

  std::vector<std::string> frenchStems(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    Word word;
    word.folded = raw[i].folded;
    word.whole = raw[i].whole;
    const auto index = static_cast<std::uint32_t>(i);
    if (word.whole) {
      word.stem = word.folded;
      word.stop = ofFunctionWords(raw, i);
      if (word.stop) {
        out.words.push_back(std::move(word));
        continue;
      }
      out.terms.push_back({stableHash(word.folded, kCompoundSeed), TermKind::kCompound, index});
    } else {
      const auto function = functionWord(word.folded);
      word.stop = function.stop;
      word.common = function.common;
      std::string& other = frenchStems[i];
      if (french) other = stemFrench(word.folded);
      word.stem = english ? stemEnglish(word.folded) : other;
      if (!word.stop) {
        out.terms.push_back({stemKey(word.stem), TermKind::kStem, index});
        if (english && french && other != word.stem) {
          out.terms.push_back({stemKey(other), TermKind::kStem, index});
        }
      }
    }
    out.words.push_back(std::move(word));
  }

  std::vector<ConceptWord> sequence;
  std::vector<std::uint32_t> positions;
  sequence.reserve(raw.size());
  positions.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i].whole) continue;
    const auto& word = out.words[i];
    sequence.push_back({word.folded, english ? std::string_view(word.stem) : std::string_view{}, frenchStems[i]});
    positions.push_back(static_cast<std::uint32_t>(i));
  }
  for (std::size_t i = 0; i < sequence.size();) {
    const auto match = matchConcept(std::span(sequence).subspan(i));
    // A lone function word ("over", "in") is no concept; inside a phrase it is.
    const bool idle = match.words == 0 || (match.words == 1 && out.words[positions[i]].stop);
    if (!idle) {
      for (const auto key : match.keys) out.terms.push_back({key, TermKind::kConcept, positions[i]});
      // "third parties", « mot de passe »: the phrase says it, its words alone would mislead.
      for (std::size_t j = i; match.words > 1 && j < i + match.words; ++j) out.words[positions[j]].common = true;
    }
    i += idle ? 1 : match.words;
  }
  return out;
}

Language detectLanguage(std::string_view text) { return detect(words(text)); }

std::uint64_t stemKey(std::string_view stem) noexcept { return stableHash(stem, kStemSeed); }

std::string_view toString(Language language) noexcept {
  switch (language) {
    case Language::kEnglish:
      return "en";
    case Language::kFrench:
      return "fr";
    case Language::kUnknown:
      break;
  }
  return "unknown";
}

}  // namespace vigie::text
