// SnapshotFile: what was computed of each document, on disk, so that a start neither computes nor fetches it again.
#pragma once

#include "core/base/result.h"
#include "core/retrieval/analysed_change.h"
#include "core/retrieval/index_snapshot.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace vigie {

/// A digest of the code that makes terms of a text: terms of another version do not find one another.
extern const char* const kAnalyserDigest;

/// What made the numbers in a file. One that was made otherwise is of no use.
struct SnapshotMaker {
  std::string model;          ///< of the embeddings
  std::size_t dimension = 0;  ///< 0: not known yet, any
  std::string analyser = kAnalyserDigest;
};

/// One file: a header, then a record for each document with its terms and its vectors, each with its own SHA-256; no
/// text, title or owner. What a record says is believed only of a document whose text has the digest that stands in it,
/// so a file of another database or of before a restore changes no answer. Little-endian; written beside its place,
/// fsynced and renamed. Any lie in it is an error and no crash, but it is no defence against who may write here.
///
/// Blocking. One thread at a time.
class SnapshotFile {
 public:
  /// Reads all of it and checks every checksum. kNotFound without a file; kInvalidArgument for one that cannot be used,
  /// with the reason.
  static Result<std::unique_ptr<SnapshotFile>> open(const std::filesystem::path& path, const SnapshotMaker& maker);
  /// Writes the live documents of `snapshot` that have vectors. kCancelled once `stop` is true, kUnavailable when the
  /// disk does not take it; what was there before is then still there.
  static Result<std::unique_ptr<SnapshotFile>> write(const std::filesystem::path& path, const SnapshotMaker& maker,
                                                     const IndexSnapshot& snapshot, const std::atomic<bool>& stop);
  ~SnapshotFile();
  SnapshotFile(const SnapshotFile&) = delete;
  SnapshotFile& operator=(const SnapshotFile&) = delete;

  /// The sequences of the documents it holds, above `after`, ascending, at most `most`.
  [[nodiscard]] std::vector<std::int64_t> sequencesAfter(std::int64_t after, std::size_t most) const;
  /// Gives `change`, which has its text and no embeddings, the embeddings and the analysis it had. False when this
  /// document, at this sequence and with this text, is not there.
  bool complete(AnalysedChange& change) const;

  struct State {
    std::string documentId;
    std::int64_t sequence = 0;
  };
  /// Overwrites what it holds of these documents from before their sequences, on the disk when it returns.
  Result<void> forget(const std::vector<State>& states);
  /// The same for every document but those at these sequences (ascending).
  Result<void> forgetAllBut(const std::vector<std::int64_t>& sequences);

  [[nodiscard]] std::size_t documents() const noexcept { return places_.size(); }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }

 private:
  struct Place {
    std::string documentId;
    std::int64_t sequence = 0;
    std::uint64_t offset = 0;  ///< of the record
    std::uint32_t length = 0;  ///< of its body
  };

  SnapshotFile(int descriptor, std::size_t dimension) : descriptor_(descriptor), dimension_(dimension) {}

  void note(Place place);
  Result<void> scan(std::uint64_t from, std::uint64_t documents);
  bool erase(const Place& place);
  template <class Goes>
  Result<void> eraseIf(Goes goes);

  int descriptor_;
  std::size_t dimension_;
  std::uint64_t bytes_ = 0;
  std::vector<Place> places_;  ///< by sequence
};

}  // namespace vigie
