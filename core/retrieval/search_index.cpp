#include "core/retrieval/search_index.h"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace vigie {

SearchIndex::SearchIndex(std::size_t dimension, boost::asio::any_io_executor background, SearchIndexOptions options)
    : background_(std::move(background)),
      options_(options),
      dimension_(std::max<std::size_t>(1, dimension)),
      dimensionKnown_(dimension > 0) {
  main_ = std::make_shared<const IndexSegment>(dimension_, std::span<const DocumentRows>{});
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
      // What is there has no vectors: it goes on with as many zeros, from the delta to the next main segment.
      for (auto& [id, entry] : entries_) {
        if (entry.document == nullptr) continue;
        entry.rows = std::make_shared<const std::vector<float>>(entry.document->passages.size() * dimension_, 0.0F);
      }
      main_ = std::make_shared<const IndexSegment>(dimension_, std::span<const DocumentRows>{});
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

void SearchIndex::endLoad() {
  {
    const std::lock_guard lock(mutex_);
    loading_ = false;
    compacting_ = true;  // none is under way: nothing schedules one while changes are gathered
  }
  compact();
}

bool SearchIndex::compacting() const {
  const std::lock_guard lock(mutex_);
  return compacting_;
}

void SearchIndex::publishLocked() {
  std::vector<bool> dead(main_->documents().size(), false);
  for (std::size_t i = 0; i < dead.size(); ++i) {
    const auto& document = main_->documents()[i];
    const auto found = entries_.find(document->id);
    dead[i] = found == entries_.end() || found->second.document != document;
  }
  std::vector<DocumentRows> delta;
  for (const auto& [id, entry] : entries_) {
    if (entry.document != nullptr && entry.rows != nullptr) delta.push_back({entry.document, *entry.rows});
  }
  std::sort(delta.begin(), delta.end(),
            [](const DocumentRows& a, const DocumentRows& b) { return a.document->id < b.document->id; });
  published_.set(std::make_shared<const IndexSnapshot>(
      dimension_, main_, std::move(dead), std::make_shared<const IndexSegment>(dimension_, delta), seenUpTo_));
}

void SearchIndex::scheduleLocked() {
  if (compacting_) return;
  const auto current = published_.get();
  const std::size_t dead = main_->size() + current->delta()->size() - current->passages();
  if (current->delta()->size() <= options_.mostDelta && dead <= std::max(options_.mostDelta, main_->size() / 4)) return;
  compacting_ = true;
  boost::asio::post(background_, [self = shared_from_this()] { self->compact(); });
}

void SearchIndex::compact() {
  std::vector<Entry> live;
  std::shared_ptr<const IndexSegment> old;
  std::size_t dimension = 0;
  {
    const std::lock_guard lock(mutex_);
    old = main_;
    dimension = dimension_;
    live.reserve(entries_.size());
    for (const auto& [id, entry] : entries_) {
      if (entry.document != nullptr) live.push_back(entry);
    }
  }
  std::sort(live.begin(), live.end(), [](const Entry& a, const Entry& b) { return a.document->id < b.document->id; });
  std::unordered_map<const IndexedDocument*, std::size_t> inOld;
  for (std::size_t i = 0; i < old->documents().size(); ++i) inOld.emplace(old->documents()[i].get(), i);
  std::vector<DocumentRows> documents;
  documents.reserve(live.size());
  for (const auto& entry : live) {
    documents.push_back({entry.document, entry.rows != nullptr ? std::span<const float>(*entry.rows)
                                                               : old->rowsOf(inOld.at(entry.document.get()))});
  }
  auto merged = std::make_shared<const IndexSegment>(dimension, documents);

  const std::lock_guard lock(mutex_);
  if (dimension != dimension_) {  // learnt meanwhile: what was merged has vectors of the wrong length
    compacting_ = false;
    scheduleLocked();
    return;
  }
  for (const auto& document : merged->documents()) {
    const auto found = entries_.find(document->id);
    // What changed in the meantime stays in the delta (or dead), by its own entry.
    if (found != entries_.end() && found->second.document == document) found->second.rows = nullptr;
  }
  main_ = std::move(merged);
  compacting_ = false;
  publishLocked();
  scheduleLocked();
}

}  // namespace vigie
