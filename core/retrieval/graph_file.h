// GraphFile: the index' graph on disk, so that a start does not build it again.
#pragma once

#include "core/base/result.h"
#include "core/retrieval/snapshot_file.h"
#include "core/retrieval/stored_graph.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace vigie {

/// One file with one SHA-256 over all of it: a digest of each document, and links between numbers. No text, name or
/// vector. Little-endian; written beside its place, fsynced and renamed.
///
/// Links say a little of what they link, so the file goes as soon as one document in it has changed or is erased; the
/// next writing is without it. Until then a start builds the graph anew, which holds up nothing.
///
/// Blocking. One thread at a time.
class GraphFile {
 public:
  explicit GraphFile(std::filesystem::path path) : path_(std::move(path)) {}

  /// kNotFound without a file; kInvalidArgument for one that cannot be used, with the reason.
  Result<StoredGraph> read(const SnapshotMaker& maker);
  /// kUnavailable when the disk does not take it; what was there before is then still there.
  Result<void> write(const SnapshotMaker& maker, std::size_t dimension, const StoredGraph& graph);
  /// Deletes it if it is of one of these documents from before their sequences. False when it should go and does not.
  bool forget(const std::vector<SnapshotFile::State>& states);
  /// The same if it is of any document that `snapshot` does not have in this state.
  bool forgetAllBut(const IndexSnapshot& snapshot);
  bool remove();

  /// Whether read() or write() succeeded and it is still there.
  [[nodiscard]] bool there() const { return !sequences_.empty(); }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void note(const StoredGraph& graph, std::uint64_t bytes);

  const std::filesystem::path path_;
  std::unordered_map<std::uint64_t, std::int64_t> sequences_;  ///< of the documents in it, by the digests of their ids
  std::uint64_t bytes_ = 0;
};

}  // namespace vigie
