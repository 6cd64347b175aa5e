#include "core/retrieval/lexical_index.h"

#include "core/retrieval/stop_words.h"

#include <algorithm>
#include <cmath>

namespace vigie {

namespace {

constexpr float kTitleWeight = 2.0F;
constexpr float kHeadingWeight = 1.0F;
constexpr float kCommonQueryWeight = 0.4F;
constexpr float kInPhraseQueryWeight = 0.5F;  ///< a word of a phrase that is a concept: the concept says it
constexpr float kConceptQueryWeight = 0.6F;
constexpr float kCompoundQueryWeight = 1.0F;

}  // namespace

PassageTerms passageTerms(std::string_view title, std::string_view heading, std::string_view text) {
  std::unordered_map<std::uint64_t, float> counts;
  PassageTerms out;
  const auto add = [&](std::string_view field, float weight) {
    for (const auto& term : text::analyse(field).terms) {
      counts[term.key] += weight;
      if (term.kind != text::TermKind::kConcept) out.length += weight;
    }
  };
  add(text, 1.0F);
  if (!title.empty()) add(title, kTitleWeight);
  if (!heading.empty()) add(heading, kHeadingWeight);
  out.counts.assign(counts.begin(), counts.end());
  std::sort(out.counts.begin(), out.counts.end());
  return out;
}

std::vector<QueryTerm> queryTerms(const text::Analysis& analysis) {
  std::vector<QueryTerm> out;
  for (const auto& term : analysis.terms) {
    const auto known = std::find_if(out.begin(), out.end(), [&](const QueryTerm& q) { return q.key == term.key; });
    if (known != out.end()) continue;
    const auto& word = analysis.words[term.word];
    const bool light = term.kind == text::TermKind::kStem && word.common;
    const bool everyday = light && text::functionWord(word.folded).common;
    const float weight = everyday                                 ? kCommonQueryWeight
                         : light                                  ? kInPhraseQueryWeight
                         : term.kind == text::TermKind::kConcept  ? kConceptQueryWeight
                         : term.kind == text::TermKind::kCompound ? kCompoundQueryWeight
                                                                  : 1.0F;
    out.push_back({term.key, weight});
    if (out.size() >= 256) break;  // a question longer than that is a document; its first part says what it is about
  }
  return out;
}

LexicalIndex::LexicalIndex(std::span<const PassageTerms* const> passages) {
  size_.passages = passages.size();
  lengths_.reserve(passages.size());
  std::size_t total = 0;
  for (const auto* passage : passages) {
    lengths_.push_back(passage->length);
    size_.totalLength += static_cast<double>(passage->length);
    total += passage->counts.size();
    for (const auto& [key, count] : passage->counts) ++terms_.try_emplace(key, Range{0, 0}).first->second.end;
  }
  std::uint32_t next = 0;
  for (auto& [key, range] : terms_) {
    const auto count = range.end;
    range = {next, next};
    next += count;
  }
  postings_.resize(total);
  for (std::uint32_t i = 0; i < passages.size(); ++i) {
    for (const auto& [key, count] : passages[i]->counts) postings_[terms_.at(key).end++] = {i, count};
  }
}

std::size_t LexicalIndex::frequency(std::uint64_t termKey) const {
  const auto found = terms_.find(termKey);
  return found == terms_.end() ? 0 : found->second.end - found->second.begin;
}

std::size_t LexicalIndex::bytes() const noexcept {
  return postings_.size() * sizeof(Posting) + lengths_.size() * sizeof(float) +
         terms_.size() * (sizeof(std::uint64_t) + sizeof(Range) + 2 * sizeof(void*));
}

void LexicalIndex::addScores(std::uint64_t termKey, float weight, double meanLength, std::span<float> out) const {
  const auto found = terms_.find(termKey);
  if (found == terms_.end()) return;
  const float perLength = kK1 * kB / static_cast<float>(std::max(meanLength, 1.0));
  const float* const lengths = lengths_.data();
  float* const scores = out.first(lengths_.size()).data();  // checked here once, and not for each of the postings
  for (const auto& [passage, count] : std::span(postings_).subspan(found->second.begin, found->second.end - found->second.begin)) {
    const float norm = kK1 * (1.0F - kB) + perLength * lengths[passage];
    scores[passage] += weight * count / (count + norm);
  }
}

double inverseDocumentFrequency(std::size_t passages, std::size_t frequency) {
  const auto n = static_cast<double>(passages);
  const auto f = std::min(static_cast<double>(frequency), n);
  return std::log(1.0 + (n - f + 0.5) / (f + 0.5));
}

}  // namespace vigie
