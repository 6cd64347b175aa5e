#include "core/retrieval/index_snapshot.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace vigie {

namespace {

/// What a passage's score is worth when it is in the other language than the question.
constexpr float kOtherLanguage = 0.4F;
/// One passage in so many must be English, and one French, for the corpus to speak both: in one language alone, what is
/// taken for the other is names, figures and quotations, and a question is in the corpus' language whatever it looks
/// like.
constexpr std::size_t kBilingual = 20;
/// What the second, third … passage of a document is worth beside its first: answers with several sources are better
/// grounded, and a long document does not crowd out the rest.
constexpr float kSameDocument = 0.8F;
constexpr float kLexicalShare = 0.65F;
/// How much of the mean of its document's best passages counts for a passage: what stands around it is context.
constexpr float kDocumentShare = 0.5F;
constexpr std::size_t kContext = 3;  ///< passages
/// Below this a cosine is the noise of hashing.
constexpr float kLeastCosine = 0.02F;

}  // namespace

IndexSegment::IndexSegment(std::size_t dimension, std::span<const DocumentRows> documents) {
  std::vector<float> matrix;
  std::vector<const PassageTerms*> terms;
  std::size_t floats = 0;
  for (const auto& entry : documents) floats += entry.rows.size();
  matrix.reserve(floats);
  documents_.reserve(documents.size());
  for (const auto& [document, rows] : documents) {
    const auto index = static_cast<std::uint32_t>(documents_.size());
    firstRows_.push_back(static_cast<std::uint32_t>(rows_.size()));
    for (std::uint32_t i = 0; i < document->passages.size(); ++i) {
      rows_.push_back({index, i});
      terms.push_back(&document->passages[i].terms);
      ++languages_.at(static_cast<std::size_t>(document->passages[i].language));
    }
    matrix.insert(matrix.end(), rows.begin(), rows.end());
    documents_.push_back(document);
  }
  vectors_ = std::make_unique<VectorIndex>(dimension, matrix);
  lexical_ = std::make_unique<LexicalIndex>(terms);
}

std::span<const float> IndexSegment::rowsOf(std::size_t document) const {
  const auto passages = documents_[document]->passages.size();
  if (passages == 0) return {};
  return {vectors_->row(firstRows_[document]).data(), passages * vectors_->dimension()};
}

struct IndexSnapshot::Candidate {
  const IndexSegment* segment = nullptr;
  std::size_t row = 0;
  float score = 0;

  [[nodiscard]] const IndexedDocument& document() const { return *segment->documents()[segment->row(row).document]; }
};

IndexSnapshot::IndexSnapshot(std::size_t dimension, std::shared_ptr<const IndexSegment> main,
                             std::vector<bool> deadInMain, std::shared_ptr<const IndexSegment> delta,
                             std::int64_t sequence)
    : dimension_(dimension),
      main_(std::move(main)),
      deadInMain_(std::move(deadInMain)),
      delta_(std::move(delta)),
      sequence_(sequence) {
  const auto count = [this](const IndexedDocument& document) {
    live_ += document.passages.size();
    ++documents_;
    if (!document.embedded) ++toEmbed_;
  };
  for (const auto& document : delta_->documents()) count(*document);
  for (std::size_t i = 0; i < main_->documents().size(); ++i) {
    if (!deadInMain_[i]) count(*main_->documents()[i]);
  }
  for (const auto& segment : {main_, delta_}) {
    size_.passages += segment->lexical().size().passages;
    size_.totalLength += segment->lexical().size().totalLength;
  }
  const auto speaks = [this](text::Language language) {
    const auto index = static_cast<std::size_t>(language);
    return (main_->languages().at(index) + delta_->languages().at(index)) * kBilingual >= size_.passages;
  };
  bilingual_ = speaks(text::Language::kEnglish) && speaks(text::Language::kFrench);
}

double IndexSnapshot::inverseFrequency(std::uint64_t termKey) const {
  return inverseDocumentFrequency(size_.passages,
                                  main_->lexical().frequency(termKey) + delta_->lexical().frequency(termKey));
}

std::size_t IndexSnapshot::bytes() const noexcept {
  std::size_t sum = 0;
  for (const auto& segment : {main_, delta_}) sum += segment->vectors().bytes() + segment->lexical().bytes();
  return sum;
}

void IndexSnapshot::addDocumentShare(const IndexSegment& segment, std::span<Candidate> candidates) {
  thread_local std::vector<std::array<float, kContext>> best;  // by document, descending
  best.assign(segment.documents().size(), {});
  for (const auto& candidate : candidates) {
    float score = candidate.score;
    for (float& place : best[segment.row(candidate.row).document]) {
      if (score > place) std::swap(score, place);
    }
  }
  for (auto& candidate : candidates) {
    const auto document = segment.row(candidate.row).document;
    const auto& places = best[document];
    const auto counted = std::min(kContext, segment.documents()[document]->passages.size());
    const float mean = std::accumulate(places.begin(), places.end(), 0.0F) / static_cast<float>(counted);
    candidate.score = (1.0F - kDocumentShare) * candidate.score + kDocumentShare * mean;
  }
}

void IndexSnapshot::collect(const IndexSegment& segment, const std::vector<bool>* dead, const PreparedQuery& query,
                            wire::SearchMode mode, std::size_t keep, std::vector<Candidate>& out) const {
  const std::size_t count = segment.size();
  if (count == 0) return;
  thread_local std::vector<float> cosine;
  thread_local std::vector<float> lexical;
  const bool useVector = mode != wire::SearchMode::kLexical && query.embedding.size() == dimension_;
  const bool useLexical = mode != wire::SearchMode::kVector;
  if (useVector) {
    cosine.resize(count);
    segment.vectors().scores(query.embedding, cosine);
  }
  if (useLexical) {
    lexical.assign(count, 0.0F);
    const double mean = size_.passages == 0 ? 1.0 : size_.totalLength / static_cast<double>(size_.passages);
    double best = 0;
    for (const auto& term : query.terms) {
      const double idf = inverseFrequency(term.key);
      best += idf * static_cast<double>(term.weight);
      segment.lexical().addScores(term.key, term.weight, idf, mean, lexical);
    }
    if (best > 0) {
      const auto scale = static_cast<float>(1.0 / best);
      for (float& score : lexical) score *= scale;
    }
  }
  const float lexicalShare = !useVector ? 1.0F : !useLexical ? 0.0F : kLexicalShare;
  thread_local std::vector<bool> hidden;  // by document
  hidden.resize(segment.documents().size());
  for (std::size_t i = 0; i < hidden.size(); ++i) {
    const std::string& owner = segment.documents()[i]->owner;
    hidden[i] = (dead != nullptr && (*dead)[i]) || (!owner.empty() && owner != query.owner);
  }
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (hidden[segment.row(i).document]) continue;
    const float near = useVector ? cosine[i] : 0.0F;
    const float words = useLexical ? lexical[i] : 0.0F;
    if (words <= 0.0F && near < kLeastCosine) continue;
    float score = lexicalShare * words + (1.0F - lexicalShare) * std::max(near, 0.0F);
    const auto language = segment.passage(i).language;
    if (bilingual_ && query.language != text::Language::kUnknown && language != text::Language::kUnknown &&
        language != query.language) {
      score *= kOtherLanguage;
    }
    out.push_back({&segment, i, score});
  }
  addDocumentShare(segment, std::span(out).subspan(static_cast<std::size_t>(first)));
  // The order is total, so that equal scores come in the same order in every replica.
  const auto better = [](const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    return std::tie(a.document().id, a.row) < std::tie(b.document().id, b.row);
  };
  const auto found = static_cast<std::size_t>(out.end() - (out.begin() + first));
  const auto middle = out.begin() + first + static_cast<std::ptrdiff_t>(std::min(keep, found));
  std::partial_sort(out.begin() + first, middle, out.end(), better);
  out.erase(middle, out.end());
}

std::vector<wire::Citation> IndexSnapshot::search(const PreparedQuery& query, std::size_t k,
                                                  wire::SearchMode mode) const {
  std::vector<Candidate> candidates;
  const std::size_t keep = k * 4 + 16;  // room for what the same-document rule pushes down
  collect(*main_, &deadInMain_, query, mode, keep, candidates);
  collect(*delta_, nullptr, query, mode, keep, candidates);

  std::vector<wire::Citation> hits;
  std::unordered_map<const IndexedDocument*, float> discount;
  while (hits.size() < k && !candidates.empty()) {
    const auto worth = [&](const Candidate& candidate) {
      const auto found = discount.find(&candidate.document());
      return found == discount.end() ? candidate.score : candidate.score * found->second;
    };
    const auto best =
        std::max_element(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
          const float x = worth(a);
          const float y = worth(b);
          if (x != y) return x < y;
          return std::tie(b.document().id, b.row) < std::tie(a.document().id, a.row);
        });
    const auto& document = best->document();
    const auto& passage = best->segment->passage(best->row);
    wire::Citation hit;
    hit.documentId = document.id;
    hit.title = document.title;
    hit.chunk = passage.ordinal;
    hit.score = static_cast<double>(worth(*best));
    hit.quote = passage.text;
    hits.push_back(std::move(hit));
    auto [entry, fresh] = discount.try_emplace(&document, kSameDocument);
    if (!fresh) entry->second *= kSameDocument;
    candidates.erase(best);
  }
  return hits;
}

}  // namespace vigie
