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
constexpr std::size_t kContext = 3;  ///< passages: what Top holds
/// Below this a cosine is the noise of hashing.
constexpr float kLeastCosine = 0.02F;
/// What rounding may add to a passage's score above the best of its document's.
constexpr float kRounding = 1.00001F;

}  // namespace

IndexSegment::IndexSegment(std::size_t dimension, std::span<const DocumentRows> documents) {
  std::vector<std::span<const float>> vectors;
  std::vector<const PassageTerms*> terms;
  vectors.reserve(documents.size());
  documents_.reserve(documents.size());
  for (const auto& [document, rows] : documents) {
    const auto index = static_cast<std::uint32_t>(documents_.size());
    firstRows_.push_back(static_cast<std::uint32_t>(rows_.size()));
    const auto next = static_cast<std::uint32_t>(owners_.size()) + 1;
    ownerOfDocument_.push_back(document->owner.empty() ? kEverybody
                                                       : owners_.try_emplace(document->owner, next).first->second);
    for (std::uint32_t i = 0; i < document->passages.size(); ++i) {
      const auto& passage = document->passages[i];
      rows_.push_back({index, i});
      terms.push_back(&passage.terms);
      languageOfRow_.push_back(passage.language);
      ++languages_.at(static_cast<std::size_t>(passage.language));
    }
    vectors.push_back(rows);
    documents_.push_back(document);
  }
  firstRows_.push_back(static_cast<std::uint32_t>(rows_.size()));
  vectors_ = std::make_unique<VectorIndex>(dimension, vectors);
  lexical_ = std::make_unique<LexicalIndex>(terms);
}

std::uint32_t IndexSegment::ownerNumber(const std::string& owner) const {
  const auto found = owners_.find(owner);
  return found == owners_.end() ? kNobody : found->second;
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

/// The best candidates seen so far, at most `keep`, in a heap whose first is the worst of them.
class IndexSnapshot::Best {
 public:
  Best(const IndexSegment& segment, std::size_t keep) : segment_(segment), keep_(keep) { heap_.reserve(keep); }

  void offer(std::size_t row, float score) {
    if (!wouldTake(score)) return;
    const Candidate candidate{&segment_, row, score};
    if (heap_.size() == keep_) {
      if (!better(candidate, heap_.front())) return;
      std::pop_heap(heap_.begin(), heap_.end(), better);
      heap_.back() = candidate;
    } else {
      heap_.push_back(candidate);
    }
    std::push_heap(heap_.begin(), heap_.end(), better);
  }
  /// Whether a row with this score could be among them.
  [[nodiscard]] bool wouldTake(float score) const { return heap_.size() < keep_ || score >= heap_.front().score; }
  [[nodiscard]] const std::vector<Candidate>& all() const { return heap_; }

 private:
  /// The order is total, so that equal scores come in the same order in every replica.
  static bool better(const Candidate& a, const Candidate& b) {
    if (a.score != b.score) return a.score > b.score;
    return std::tie(a.document().id, a.row) < std::tie(b.document().id, b.row);
  }

  const IndexSegment& segment_;
  const std::size_t keep_;
  std::vector<Candidate> heap_;
};

namespace {

/// The best scores of a document's passages.
struct Top {
  float first = 0;
  float second = 0;
  float third = 0;

  /// Without a branch: whether a score is among the best so far cannot be foretold, and every passage comes here.
  void insert(float score) {
    const float pastFirst = std::min(first, score);
    const float pastSecond = std::min(second, pastFirst);
    first = std::max(first, score);
    second = std::max(second, pastFirst);
    third = std::max(third, pastSecond);
  }
};

/// A passage's score with a little of its document's best ones; `passages` is how many the document has.
float inDocument(float score, const Top& top, std::size_t passages) {
  constexpr std::array<float, kContext + 1> kShares{0.0F, 1.0F, 1.0F / 2, 1.0F / 3};
  const float mean = (top.first + top.second + top.third) * kShares[std::min(kContext, passages)];
  return (1.0F - kDocumentShare) * score + kDocumentShare * mean;
}

}  // namespace

void IndexSnapshot::collect(const IndexSegment& segment, const std::vector<bool>* dead, const PreparedQuery& query,
                            wire::SearchMode mode, std::size_t keep, std::vector<Candidate>& out) const {
  const std::size_t count = segment.size();
  if (count == 0) return;
  thread_local std::vector<float> ofVectors;
  thread_local std::vector<float> ofWords;
  const bool useVector = mode != wire::SearchMode::kLexical && query.embedding.size() == dimension_;
  const bool useLexical = mode != wire::SearchMode::kVector;
  if (useVector) {
    ofVectors.resize(count);
    segment.vectors().upperBounds(query.embedding, ofVectors);
  }
  if (useLexical) {
    ofWords.assign(count, 0.0F);
    const double mean = size_.passages == 0 ? 1.0 : size_.totalLength / static_cast<double>(size_.passages);
    std::vector<double> worths;
    worths.reserve(query.terms.size());
    for (const auto& term : query.terms) worths.push_back(inverseFrequency(term.key) * static_cast<double>(term.weight));
    const double best = std::accumulate(worths.begin(), worths.end(), 0.0);
    for (std::size_t i = 0; best > 0 && i < worths.size(); ++i) {
      segment.lexical().addScores(query.terms[i].key, static_cast<float>(worths[i] / best), mean, ofWords);
    }
  }
  const std::span<const float> nearest = ofVectors;  // what each cosine is at most
  const std::span<const float> lexical = ofWords;
  const float lexicalShare = !useVector ? 1.0F : !useLexical ? 0.0F : kLexicalShare;
  const auto worth = [lexicalShare](float near, float words) {
    return lexicalShare * words + (1.0F - lexicalShare) * std::max(near, 0.0F);
  };
  const bool aims = bilingual_ && query.language != text::Language::kUnknown;
  const auto owner = segment.ownerNumber(query.owner);
  // First what a passage of each document can score at most, and the documents that promise most.
  thread_local std::vector<float> bounds;
  bounds.assign(segment.documents().size(), 0.0F);
  const std::span<float> most = bounds;  // a thread's variable is looked up at every mention
  std::vector<std::uint32_t> promising;  // a heap whose first promises least
  promising.reserve(keep);
  const auto promisesMore = [most](std::uint32_t a, std::uint32_t b) { return most[a] > most[b]; };
  for (std::uint32_t document = 0; document < most.size(); ++document) {
    if (dead != nullptr && (*dead)[document]) continue;
    const auto whose = segment.ownerOf(document);
    if (whose != IndexSegment::kEverybody && whose != owner) continue;
    const std::size_t begin = segment.firstRow(document);
    const std::size_t end = segment.firstRow(document + 1);
    Top top;
    if (!useVector) {
      for (std::size_t i = begin; i < end; ++i) top.insert(lexical[i]);
    } else {
      for (std::size_t i = begin; i < end; ++i) top.insert(worth(nearest[i], useLexical ? lexical[i] : 0.0F));
    }
    if (top.first <= 0.0F) continue;
    most[document] = inDocument(top.first, top, end - begin) * kRounding;
    if (promising.size() == keep) {
      if (most[document] <= most[promising.front()]) continue;
      std::pop_heap(promising.begin(), promising.end(), promisesMore);
      promising.back() = document;
    } else {
      promising.push_back(document);
    }
    std::push_heap(promising.begin(), promising.end(), promisesMore);
  }

  std::vector<std::pair<std::size_t, float>> scored;  // of one document: row, score
  Best best(segment, keep);
  const auto compare = [&](std::size_t document) {
    const std::size_t end = segment.firstRow(document + 1);
    scored.clear();
    Top top;
    for (std::size_t i = segment.firstRow(document); i < end; ++i) {
      const float words = useLexical ? lexical[i] : 0.0F;
      float near = useVector ? nearest[i] : 0.0F;
      if (words <= 0.0F && near < kLeastCosine) continue;
      if (useVector) near = segment.vectors().cosine(query.embedding, i);
      if (words <= 0.0F && near < kLeastCosine) continue;
      float score = worth(near, words);
      if (aims) {
        const auto language = segment.language(i);
        if (language != text::Language::kUnknown && language != query.language) score *= kOtherLanguage;
      }
      scored.emplace_back(i, score);
      top.insert(score);
    }
    for (const auto& [row, alone] : scored) best.offer(row, inDocument(alone, top, end - segment.firstRow(document)));
  };
  // After the most promising, nearly none of the others can be among the best.
  for (const auto document : promising) {
    compare(document);
    most[document] = 0;
  }
  for (std::size_t document = 0; document < most.size(); ++document) {
    if (most[document] > 0.0F && best.wouldTake(most[document])) compare(document);
  }
  out.insert(out.end(), best.all().begin(), best.all().end());
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
