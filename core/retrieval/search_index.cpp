#include "core/retrieval/search_index.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace vigie {

namespace {

/// Of a segment, what may be dead, or wait beside it in the smaller ones, before it is made anew.
constexpr std::size_t kFairPart = 4;
/// Of a stored graph's documents, what may have gone since: one in so many.
constexpr std::size_t kMostGone = 10;

std::shared_ptr<const IndexSegment> emptySegment(std::size_t dimension) {
  return std::make_shared<const IndexSegment>(dimension, std::span<const DocumentRows>{});
}

bool byId(const DocumentRows& a, const DocumentRows& b) { return a.document->id < b.document->id; }

}  // namespace

SearchIndex::SearchIndex(std::size_t dimension, boost::asio::any_io_executor background, SearchIndexOptions options)
    : background_(std::move(background)),
      options_(options),
      dimension_(std::max<std::size_t>(1, dimension)),
      dimensionKnown_(dimension > 0) {
  large_ = emptySegment(dimension_);
  middle_ = large_;
  const std::lock_guard lock(mutex_);
  publishLocked();
}

std::shared_ptr<SearchIndex> SearchIndex::create(std::size_t dimension, boost::asio::any_io_executor background,
                                                 SearchIndexOptions options) {
  return std::shared_ptr<SearchIndex>(new SearchIndex(dimension, std::move(background), options));
}

std::size_t SearchIndex::learnDimension(const std::vector<AnalysedChange>& changes) {
  const std::lock_guard lock(mutex_);
  if (dimensionKnown_) return dimension_;
  for (const auto& analysed : changes) {
    for (const auto& chunk : analysed.change.chunks) {
      if (chunk.embedding.empty()) continue;
      dimension_ = chunk.embedding.size();
      dimensionKnown_ = true;
      // What is there has no vectors: it goes on with as many zeros, from the delta to the next segment.
      for (auto& [id, entry] : entries_) {
        if (entry.document == nullptr) continue;
        entry.rows = std::make_shared<const std::vector<float>>(entry.document->passages.size() * dimension_, 0.0F);
      }
      large_ = emptySegment(dimension_);
      middle_ = large_;
      graph_ = nullptr;
      if (!loading_) publishLocked();
      return dimension_;
    }
  }
  return dimension_;
}

bool SearchIndex::isEmbedded(const std::string& documentId) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(documentId);
  return found != entries_.end() && found->second.document != nullptr && found->second.document->embedded;
}

SearchIndex::Entry SearchIndex::indexed(AnalysedChange analysed, std::size_t dimension) const {
  IndexChange& change = analysed.change;
  const bool known = analysed.known.size() == change.chunks.size();
  Entry entry;
  entry.sequence = change.sequence;
  if (change.deleted) return entry;
  auto document = std::make_shared<IndexedDocument>();
  auto rows = std::make_shared<std::vector<float>>();
  rows->reserve(change.chunks.size() * dimension);
  document->id = std::move(change.documentId);
  document->owner = std::move(change.owner);
  document->title = std::move(change.title);
  document->sequence = change.sequence;
  for (std::size_t i = 0; i < change.chunks.size(); ++i) {
    auto& chunk = change.chunks[i];
    IndexedPassage passage;
    passage.ordinal = chunk.ordinal;
    if (known) {
      passage.terms = std::move(analysed.known[i].terms);
      passage.language = analysed.known[i].language;
    } else {
      passage.terms = passageTerms(document->title, chunk.heading, chunk.text);
      passage.language = text::detectLanguage(chunk.text);
    }
    passage.heading = std::move(chunk.heading);
    passage.text = std::move(chunk.text);
    if (chunk.embedding.size() == dimension) {
      rows->insert(rows->end(), chunk.embedding.begin(), chunk.embedding.end());
    } else {
      rows->resize(rows->size() + dimension, 0.0F);
      document->embedded = false;
    }
    document->passages.push_back(std::move(passage));
  }
  entry.document = std::move(document);
  entry.rows = std::move(rows);
  return entry;
}

void SearchIndex::apply(std::vector<IndexChange> changes, std::int64_t seenUpTo) {
  std::vector<AnalysedChange> all(changes.size());
  for (std::size_t i = 0; i < changes.size(); ++i) all[i].change = std::move(changes[i]);
  apply(std::move(all), seenUpTo);
}

void SearchIndex::apply(std::vector<AnalysedChange> changes, std::int64_t seenUpTo) {
  // What this server applied itself comes back from the store: it is told apart before its text is analysed again.
  const std::size_t dimension = learnDimension(changes);
  std::vector<std::pair<std::string, Entry>> fresh;
  for (auto& analysed : changes) {
    const IndexChange& change = analysed.change;
    {
      const std::lock_guard lock(mutex_);
      if (change.sequence <= seenUpTo_) continue;
      const auto known = entries_.find(change.documentId);
      if (known != entries_.end() && known->second.sequence >= change.sequence) continue;
    }
    auto id = change.documentId;
    fresh.emplace_back(std::move(id), indexed(std::move(analysed), dimension));
  }
  const std::lock_guard lock(mutex_);
  bool changed = seenUpTo > seenUpTo_;
  for (auto& [id, entry] : fresh) {
    if (entry.sequence <= seenUpTo_) continue;
    auto& current = entries_[id];
    if (current.sequence >= entry.sequence) continue;
    // Another thread may have learnt the dimension since.
    if (entry.rows != nullptr && entry.rows->size() != entry.document->passages.size() * dimension_) {
      entry.rows = std::make_shared<const std::vector<float>>(entry.document->passages.size() * dimension_, 0.0F);
    }
    current = std::move(entry);
    changed = true;
  }
  seenUpTo_ = std::max(seenUpTo_, seenUpTo);
  if (!changed) return;
  // A deletion is remembered only until everything before it has been seen.
  std::erase_if(entries_,
                [&](const auto& item) { return item.second.document == nullptr && item.second.sequence <= seenUpTo_; });
  if (loading_) return;
  publishLocked();
  scheduleLocked();
}

void SearchIndex::beginLoad() {
  const std::lock_guard lock(mutex_);
  loading_ = true;
}

void SearchIndex::endLoad(const std::optional<StoredGraph>& graph) {
  {
    const std::lock_guard lock(mutex_);
    loading_ = false;
    compacting_ = true;  // none is under way: nothing schedules one while changes are gathered
  }
  if (!graph || !loadWith(*graph)) compact();
}

bool SearchIndex::loadWith(const StoredGraph& graph) {
  std::unordered_map<std::int64_t, const Entry*> bySequence;
  std::unordered_map<std::string, Entry> entries;
  std::size_t dimension = 0;
  {
    const std::lock_guard lock(mutex_);
    entries = entries_;
    dimension = dimension_;
  }
  for (const auto& [id, entry] : entries) {
    if (entry.document != nullptr && entry.rows != nullptr) bySequence.emplace(entry.sequence, &entry);
  }
  std::vector<DocumentRows> large;
  std::vector<bool> gone;
  for (const auto& stored : graph.documents) {
    const auto found = bySequence.find(stored.sequence);
    const bool there = found != bySequence.end() && stored.isOf(*found->second->document, *found->second->rows);
    gone.resize(gone.size() + stored.passages, !there);
    if (!there) continue;
    large.push_back({found->second->document, *found->second->rows});
    bySequence.erase(found);
  }
  if (large.empty() || gone.size() != graph.links.levels.size() ||
      (graph.documents.size() - large.size()) * kMostGone > graph.documents.size()) {
    return false;
  }
  std::vector<DocumentRows> rest;
  for (const auto& [sequence, entry] : bySequence) rest.push_back({entry->document, *entry->rows});
  std::sort(rest.begin(), rest.end(), byId);
  auto largeSegment = std::make_shared<const IndexSegment>(dimension, large);
  auto middleSegment = std::make_shared<const IndexSegment>(dimension, rest);
  if (middleSegment->size() * kFairPart > largeSegment->size()) return false;  // both were merged at once
  auto adopted = VectorGraph::adopt({largeSegment, &largeSegment->vectors()}, graph.links.without(gone), graph.quality);
  if (adopted == nullptr) return false;

  const std::lock_guard lock(mutex_);
  if (dimension != dimension_) return false;
  graph_ = std::move(adopted);
  large_ = std::move(largeSegment);
  replaceLocked(std::move(middleSegment), false);
  return true;
}

bool SearchIndex::use(std::shared_ptr<const VectorGraph> graph, const std::shared_ptr<const IndexSegment>& of) {
  const std::lock_guard lock(mutex_);
  if (of != large_) return false;
  graph_ = std::move(graph);
  publishLocked();
  return true;
}

bool SearchIndex::compacting() const {
  const std::lock_guard lock(mutex_);
  return compacting_;
}

IndexPart SearchIndex::partLocked(std::shared_ptr<const IndexSegment> segment) const {
  IndexPart part;
  part.segment = std::move(segment);
  const auto& documents = part.segment->documents();
  part.dead.resize(documents.size(), false);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto found = entries_.find(documents[i]->id);
    if (found != entries_.end() && found->second.document == documents[i]) continue;
    part.dead[i] = true;
    part.deadPassages += documents[i]->passages.size();
  }
  return part;
}

void SearchIndex::publishLocked() {
  std::vector<DocumentRows> delta;
  for (const auto& [id, entry] : entries_) {
    if (entry.document != nullptr && entry.rows != nullptr) delta.push_back({entry.document, *entry.rows});
  }
  std::sort(delta.begin(), delta.end(), byId);
  std::vector<IndexPart> parts;
  parts.push_back(partLocked(large_));
  parts.back().graph = graph_;
  if (middle_->size() > 0) parts.push_back(partLocked(middle_));
  parts.push_back(partLocked(std::make_shared<const IndexSegment>(dimension_, delta)));
  published_.set(std::make_shared<const IndexSnapshot>(dimension_, std::move(parts), seenUpTo_));
}

void SearchIndex::scheduleLocked() {
  if (compacting_) return;
  const auto current = published_.get();
  bool due = current->newest().segment->size() > options_.mostDelta;
  for (const auto& part : current->parts()) {
    due = due || part.deadPassages > std::max(options_.mostDelta, part.segment->size() / kFairPart);
  }
  if (!due) return;
  compacting_ = true;
  boost::asio::post(background_, [self = shared_from_this()] { self->compact(); });
}

/// Whether the large segment is made anew, and not the middle one only.
bool SearchIndex::mergesAllLocked() const {
  const auto current = published_.get();
  const auto& large = current->largest();
  const std::size_t fair = std::max(options_.mostDelta, large.segment->size() / kFairPart);
  const std::size_t rest = current->passages() - (large.segment->size() - large.deadPassages);
  return rest > fair || large.deadPassages > fair;
}

void SearchIndex::compact() {
  std::vector<Entry> live;
  std::vector<std::shared_ptr<const IndexSegment>> old;
  std::size_t dimension = 0;
  bool all = true;
  {
    const std::lock_guard lock(mutex_);
    all = large_->size() == 0 || mergesAllLocked();
    old.push_back(middle_);
    if (all) old.push_back(large_);
    dimension = dimension_;
    live.reserve(entries_.size());
    for (const auto& [id, entry] : entries_) {
      if (entry.document != nullptr) live.push_back(entry);
    }
  }
  std::unordered_map<const IndexedDocument*, std::span<const float>> inOld;
  for (const auto& segment : old) {
    for (std::size_t i = 0; i < segment->documents().size(); ++i) {
      inOld.emplace(segment->documents()[i].get(), segment->rowsOf(i));
    }
  }
  std::vector<DocumentRows> documents;
  documents.reserve(live.size());
  for (const auto& entry : live) {
    if (entry.rows != nullptr) {
      documents.push_back({entry.document, *entry.rows});
    } else if (const auto found = inOld.find(entry.document.get()); found != inOld.end()) {
      documents.push_back({entry.document, found->second});
    }
  }
  std::sort(documents.begin(), documents.end(), byId);
  auto merged = std::make_shared<const IndexSegment>(dimension, documents);

  const std::lock_guard lock(mutex_);
  if (dimension != dimension_) {  // learnt meanwhile: what was merged has vectors of the wrong length
    compacting_ = false;
    scheduleLocked();
    return;
  }
  replaceLocked(std::move(merged), all);
}

/// Puts `merged` in the place of the middle segment, or of both.
void SearchIndex::replaceLocked(std::shared_ptr<const IndexSegment> merged, bool all) {
  const auto leaveDelta = [this](const IndexSegment& segment) {
    for (const auto& document : segment.documents()) {
      const auto found = entries_.find(document->id);
      // What changed in the meantime stays in the delta (or dead), by its own entry.
      if (found != entries_.end() && found->second.document == document) found->second.rows = nullptr;
    }
  };
  if (all) {
    large_ = merged;
    graph_ = nullptr;
    merged = emptySegment(dimension_);
  }
  middle_ = std::move(merged);
  leaveDelta(*large_);
  leaveDelta(*middle_);
  compacting_ = false;
  publishLocked();
  scheduleLocked();
}

}  // namespace vigie
