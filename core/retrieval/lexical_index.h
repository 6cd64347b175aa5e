// LexicalIndex: an immutable inverted index for BM25.
#pragma once

#include "core/retrieval/analyser.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vigie {

/// A passage as the lexical index sees it: how often each term occurs, fields weighted.
struct PassageTerms {
  std::vector<std::pair<std::uint64_t, float>> counts;  ///< term key, weighted frequency; keys are unique
  float length = 0;                                     ///< weighted number of terms
};

/// Title and headings count more than the body: they say what a passage is about.
PassageTerms passageTerms(std::string_view title, std::string_view heading, std::string_view text);

/// A question as the lexical index sees it.
struct QueryTerm {
  std::uint64_t key = 0;
  float weight = 1;  ///< a concept weighs less than the word itself
};
std::vector<QueryTerm> queryTerms(const text::Analysis& analysis);

/// What BM25 must know of the whole corpus, when it is spread over several indexes.
struct CorpusSize {
  std::size_t passages = 0;
  double totalLength = 0;
};

/// Immutable after construction; any number of threads may read.
class LexicalIndex {
 public:
  explicit LexicalIndex(std::span<const PassageTerms* const> passages);

  [[nodiscard]] CorpusSize size() const noexcept { return size_; }
  /// In how many passages the term occurs.
  [[nodiscard]] std::size_t frequency(std::uint64_t termKey) const;
  [[nodiscard]] std::size_t bytes() const noexcept;

  /// Adds BM25's score (Robertson and Zaragoza, 2009; k1 0.9, b 0.4) of one term to `out`, one float a passage.
  /// `weight` is what it is worth in the question, its inverse document frequency included.
  void addScores(std::uint64_t termKey, float weight, double meanLength, std::span<float> out) const;

  static constexpr float kK1 = 0.9F;
  static constexpr float kB = 0.4F;

 private:
  struct Posting {
    std::uint32_t passage;
    float count;
  };
  struct Range {
    std::uint32_t begin;
    std::uint32_t end;
  };

  CorpusSize size_;
  std::vector<float> lengths_;
  std::unordered_map<std::uint64_t, Range> terms_;
  std::vector<Posting> postings_;
};

/// Lucene's: ln(1 + (N − n + ½) / (n + ½)), above 0 for every n ≤ N.
double inverseDocumentFrequency(std::size_t passages, std::size_t frequency);

}  // namespace vigie
