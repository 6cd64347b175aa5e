// SearchIndex: applies index changes and publishes immutable snapshots.
#pragma once

#include "core/base/log.h"
#include "core/base/published.h"
#include "core/retrieval/analysed_change.h"
#include "core/retrieval/index_snapshot.h"
#include "core/retrieval/stored_graph.h"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace vigie {

struct SearchIndexOptions {
  std::size_t mostDelta = 512;  ///< passages, before a compaction
};

/// A cache of PostgreSQL's chunks. Readers take a snapshot and are never blocked by a writer; a published snapshot
/// never changes. Any thread may write: writers take turns.
///
/// A change reaches the delta at once (it is rebuilt, and it is small). Grown, it is merged on `background` into a
/// middle segment, and that into the large one once it is a fair part of it, or much of the large one is dead, while
/// searches and changes go on: as log-structured merge trees do (O'Neil et al., 1996), so that what is dear to make of
/// the large segment, its graph above all, lasts.
class SearchIndex : public std::enable_shared_from_this<SearchIndex> {
 public:
  /// `dimension` 0: not known yet, and taken from the first embedding that is applied.
  static std::shared_ptr<SearchIndex> create(std::size_t dimension, boost::asio::any_io_executor background,
                                             SearchIndexOptions options = {});

  [[nodiscard]] std::shared_ptr<const IndexSnapshot> snapshot() const { return published_.get(); }

  /// Each change replaces (or deletes) its document, unless a newer state of that document was applied before: the
  /// order of calls does not matter. `seenUpTo`, if above 0, says that with these every change up to it has been
  /// applied; what comes later with a sequence not above it is old and ignored.
  void apply(std::vector<IndexChange> changes, std::int64_t seenUpTo = 0);
  void apply(std::vector<AnalysedChange> changes, std::int64_t seenUpTo);

  /// Before the first change: from here to endLoad() changes are only gathered, and searches find nothing. A large
  /// index is so built once, and not anew for every page of it.
  void beginLoad();
  /// Builds and publishes what was gathered; BLOCKS for as long as that takes. With a graph that was made of nearly the
  /// same documents, the large segment is of those, and searched by it.
  void endLoad(const std::optional<StoredGraph>& graph = std::nullopt);

  /// Publishes a graph of the large segment's vectors. False when another one has taken that one's place.
  bool use(std::shared_ptr<const VectorGraph> graph, const std::shared_ptr<const IndexSegment>& of);

  /// Whether the document is there with its vectors.
  [[nodiscard]] bool isEmbedded(const std::string& documentId) const;

  /// Whether a compaction is running or due.
  [[nodiscard]] bool compacting() const;

 private:
  SearchIndex(std::size_t dimension, boost::asio::any_io_executor background, SearchIndexOptions options);

  struct Entry {
    std::shared_ptr<const IndexedDocument> document;  ///< null: deleted at `sequence`
    std::shared_ptr<const std::vector<float>> rows;   ///< null: in large_ or middle_
    std::int64_t sequence = 0;
  };

  [[nodiscard]] Entry indexed(AnalysedChange analysed, std::size_t dimension) const;
  std::size_t learnDimension(const std::vector<AnalysedChange>& changes);
  void publishLocked();
  void scheduleLocked();
  [[nodiscard]] IndexPart partLocked(std::shared_ptr<const IndexSegment> segment) const;
  [[nodiscard]] bool mergesAllLocked() const;
  void compact();
  bool loadWith(const StoredGraph& graph);
  void replaceLocked(std::shared_ptr<const IndexSegment> merged, bool all);

  const boost::asio::any_io_executor background_;
  const SearchIndexOptions options_;
  const Log log_{"index"};
  Published<IndexSnapshot> published_;

  mutable std::mutex mutex_;  // guards what follows
  std::unordered_map<std::string, Entry> entries_;
  std::shared_ptr<const IndexSegment> large_;
  std::shared_ptr<const VectorGraph> graph_;  ///< of large_; null: there is none
  std::shared_ptr<const IndexSegment> middle_;
  std::size_t dimension_;  ///< 1 while it is not known: rows of zeros need some length
  bool dimensionKnown_;
  std::int64_t seenUpTo_ = 0;
  bool compacting_ = false;
  bool loading_ = false;
};

}  // namespace vigie
