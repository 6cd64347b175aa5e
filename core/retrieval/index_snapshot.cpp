#include "core/retrieval/index_snapshot.h"

#include "core/retrieval/cosine_bounds.h"

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
/// To follow a graph to a row costs as much as to bound the cosines of so many (docs/performance.md).
constexpr std::size_t kRowsForOneOfGraph = 64;
/// Once more and that much farther, where what a graph gave does not settle what is best; then all are compared.
constexpr std::size_t kWidening = 4;
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
    passagesOfOwner_.resize(std::max<std::size_t>(passagesOfOwner_.size(), ownerOfDocument_.back() + 1));
    passagesOfOwner_[ownerOfDocument_.back()] += document->passages.size();
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

std::size_t IndexSegment::passagesFor(std::uint32_t owner) const {
  if (passagesOfOwner_.empty()) return 0;
  const auto everybodys = passagesOfOwner_[kEverybody];
  return owner == kEverybody || owner >= passagesOfOwner_.size() ? everybodys : everybodys + passagesOfOwner_[owner];
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

IndexSnapshot::IndexSnapshot(std::size_t dimension, std::vector<IndexPart> parts, std::int64_t sequence)
    : dimension_(dimension), parts_(std::move(parts)), sequence_(sequence) {
  eachDocument([this](const std::shared_ptr<const IndexedDocument>& document, std::span<const float>) {
    live_ += document->passages.size();
    ++documents_;
    if (!document->embedded) ++toEmbed_;
  });
  std::array<std::size_t, 3> languages{};
  for (const auto& part : parts_) {
    size_.passages += part.segment->lexical().size().passages;
    size_.totalLength += part.segment->lexical().size().totalLength;
    for (std::size_t i = 0; i < languages.size(); ++i) languages.at(i) += part.segment->languages().at(i);
  }
  const auto speaks = [&](text::Language language) {
    return languages.at(static_cast<std::size_t>(language)) * kBilingual >= size_.passages;
  };
  bilingual_ = speaks(text::Language::kEnglish) && speaks(text::Language::kFrench);
}

double IndexSnapshot::inverseFrequency(std::uint64_t termKey) const {
  std::size_t passages = 0;
  for (const auto& part : parts_) passages += part.segment->lexical().frequency(termKey);
  return inverseDocumentFrequency(size_.passages, passages);
}

std::size_t IndexSnapshot::bytes() const noexcept {
  std::size_t sum = 0;
  for (const auto& part : parts_) {
    sum += part.segment->vectors().bytes() + part.segment->lexical().bytes();
    if (part.graph != nullptr) sum += part.graph->bytes();
  }
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

/// How many rows to ask of a part's graph, for `findable` passages of it; 0: comparing all of them costs less, or there
/// is no graph.
std::size_t breadthOf(const IndexPart& part, std::size_t findable, std::size_t keep, std::size_t widening) {
  if (part.graph == nullptr || widening == 0) return 0;
  const std::size_t rows = part.segment->size();
  findable = findable * (rows - part.deadPassages) / rows;
  if (findable == 0) return 0;
  // The graph knows neither whose a row is nor that it is dead: it is asked for so many more.
  const auto breadth = std::max(part.graph->quality().breadth, keep) * widening * rows / findable;
  return breadth * kRowsForOneOfGraph > rows ? 0 : breadth;
}

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

float IndexSnapshot::collect(const IndexPart& part, const PreparedQuery& query, wire::SearchMode mode, std::size_t keep,
                             std::size_t widening, std::vector<Candidate>& out) const {
  const IndexSegment& segment = *part.segment;
  const std::size_t count = segment.size();
  if (count == 0) return 0;
  thread_local CosineBounds bounds;
  thread_local std::vector<float> ofWords;
  const bool useVector = mode != wire::SearchMode::kLexical && query.embedding.size() == dimension_;
  const bool useLexical = mode != wire::SearchMode::kVector;
  const auto owner = segment.ownerNumber(query.owner);
  if (useVector) {
    const auto breadth = breadthOf(part, segment.passagesFor(owner), keep, widening);
    if (breadth > 0) {
      bounds.ofNearest(*part.graph, query.embedding, breadth);
    } else {
      bounds.ofAll(segment.vectors(), query.embedding);
    }
  }
  const auto& nearest = bounds.byRow();
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
  const std::span<const float> lexical = ofWords;
  const float lexicalShare = !useVector ? 1.0F : !useLexical ? 0.0F : kLexicalShare;
  const auto worth = [lexicalShare](float near, float words) {
    return lexicalShare * words + (1.0F - lexicalShare) * std::max(near, 0.0F);
  };
  const bool aims = bilingual_ && query.language != text::Language::kUnknown;
  const float others = useVector ? bounds.others() : -1.0F;
  // First what a passage of each document can score at most, and the documents that promise most.
  struct Promising {
    float most;
    std::uint32_t document;
  };
  thread_local std::vector<Promising> ofDocuments;
  std::vector<Promising>& considered = ofDocuments;  // a thread's variable is looked up at every mention
  considered.clear();
  std::vector<std::uint32_t> first;  // places in it, a heap that begins with the one that promises least
  first.reserve(keep);
  const auto promisesMore = [&considered](std::uint32_t a, std::uint32_t b) {
    return considered[a].most > considered[b].most;
  };
  const auto consider = [&](std::uint32_t document) {
    if (part.dead[document]) return;
    const auto whose = segment.ownerOf(document);
    if (whose != IndexSegment::kEverybody && whose != owner) return;
    const std::size_t begin = segment.firstRow(document);
    const std::size_t end = segment.firstRow(document + 1);
    Top top;
    if (!useVector) {
      for (std::size_t i = begin; i < end; ++i) top.insert(lexical[i]);
      if (top.first <= 0.0F) return;
    } else {
      bool any = false;
      for (std::size_t i = begin; i < end; ++i) {
        const float words = useLexical ? lexical[i] : 0.0F;
        any |= words > 0.0F || nearest[i] > others;
        top.insert(worth(nearest[i], words));
      }
      if (!any) return;
    }
    const auto place = static_cast<std::uint32_t>(considered.size());
    considered.push_back({inDocument(top.first, top, end - begin) * kRounding, document});
    if (first.size() == keep) {
      if (considered[place].most <= considered[first.front()].most) return;
      std::pop_heap(first.begin(), first.end(), promisesMore);
      first.back() = place;
    } else {
      first.push_back(place);
    }
    std::push_heap(first.begin(), first.end(), promisesMore);
  };
  if (useLexical || !useVector || bounds.nearest().empty()) {
    for (std::uint32_t document = 0; document < segment.documents().size(); ++document) consider(document);
  } else {
    std::vector<std::uint32_t> documents;
    for (const auto& near : bounds.nearest()) documents.push_back(segment.row(near.row).document);
    std::sort(documents.begin(), documents.end());
    documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
    for (const auto document : documents) consider(document);
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
  for (const auto place : first) {
    compare(considered[place].document);
    considered[place].most = -1.0F;
  }
  for (const auto& [most, document] : considered) {
    if (most >= 0.0F && best.wouldTake(most)) compare(document);
  }
  out.insert(out.end(), best.all().begin(), best.all().end());
  return others < kLeastCosine ? 0.0F : worth(others, 0.0F);
}

std::vector<wire::Citation> IndexSnapshot::search(const PreparedQuery& query, std::size_t k,
                                                  wire::SearchMode mode) const {
  std::vector<Candidate> candidates;
  const std::size_t keep = k * 4 + 16;  // room for what the same-document rule pushes down
  for (std::size_t widening = 1;; widening = widening == 1 ? kWidening : 0) {
    candidates.clear();
    float leftOut = 0;
    for (const auto& part : parts_) leftOut = std::max(leftOut, collect(part, query, mode, keep, widening, candidates));
    auto hits = pick(candidates, k);
    const double least = hits.size() < k || hits.empty() ? 0.0 : hits.back().score;
    if (static_cast<double>(leftOut) <= least) return hits;
  }
}

std::vector<wire::Citation> IndexSnapshot::pick(std::vector<Candidate>& candidates, std::size_t k) {
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
