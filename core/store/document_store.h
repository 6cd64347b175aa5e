// DocumentStore: documents, their chunks with embeddings, and the sequence of index changes.
#pragma once

#include "core/base/result.h"
#include "core/wire/documents.h"
#include "core/wire/list.h"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace vigie {

struct NewDocument {
  std::string id;
  std::string owner;
  wire::DocumentInput input;
  std::string contentHash;  ///< SHA-256, hex, of media type and text (or source)
};

/// A document as it was given, and what names that state of it.
struct DocumentContent {
  DocumentContent() = default;
  wire::DocumentInput input;
  std::string owner;
  std::string contentHash;
  std::string status;  ///< queued, processing, ready, failed
};

struct StoredChunk {
  int ordinal = 0;
  std::string heading;  ///< the headings above it, joined by " › "; may be empty
  std::string text;
  std::vector<float> embedding;
};

/// One change of the index, in the order of `sequence`. A deletion has no chunks.
struct IndexChange {
  std::int64_t sequence = 0;
  std::string documentId;
  bool deleted = false;
  std::string owner;  ///< empty: everybody's
  std::string title;
  std::string embeddingModel;  ///< that made the embeddings; those of another model must be made anew
  std::vector<StoredChunk> chunks;
};

/// Awaited from any executor, like ChatStore.
class DocumentStore {
 public:
  virtual ~DocumentStore() = default;

  /// Inserts as "queued". When the owner has a document of the same title and filename: the same content hash gives
  /// that document back unchanged; other content replaces it (its id is kept, its status is "queued" again).
  virtual boost::asio::awaitable<Result<wire::Document>> insert(NewDocument document) = 0;
  /// What follows concerns one state of the document: kNotFound when it is gone, or was replaced since, so that its
  /// content hash is another. What becomes of an older content is never said of the new one.
  virtual boost::asio::awaitable<Result<void>> setProgress(std::string documentId, std::string contentHash,
                                                           double progress) = 0;
  /// Without a hash, for a content that cannot be read: whichever waits or is in work, never one that is ready.
  virtual boost::asio::awaitable<Result<void>> setFailed(std::string documentId, std::string contentHash,
                                                         std::string reason) = 0;
  /// Keeps the text that was read from the document's source, and forgets the source.
  virtual boost::asio::awaitable<Result<void>> setText(std::string documentId, std::string contentHash,
                                                       std::string text) = 0;
  /// Replaces the document's chunks, makes it "ready" and appends one index change, in one transaction; the sequence
  /// is taken under an advisory lock, so that a reader who has seen n has seen everything before n. NOTIFYs
  /// vigie_index. Gives the sequence. Many chunks have more time than other calls; after kTimeout content() tells by
  /// its status whether they were saved all the same.
  virtual boost::asio::awaitable<Result<std::int64_t>> saveChunks(std::string documentId, std::string contentHash,
                                                                  std::string embeddingModel,
                                                                  std::vector<StoredChunk> chunks) = 0;

  virtual boost::asio::awaitable<Result<wire::Page<wire::Document>>> list(std::string owner, std::size_t limit,
                                                                          std::string after) = 0;
  virtual boost::asio::awaitable<Result<wire::Document>> get(std::string owner, std::string documentId) = 0;
  /// The text as it was given. For ingest and for showing a passage in its place.
  virtual boost::asio::awaitable<Result<DocumentContent>> content(std::string documentId) = 0;
  /// The passages in the document's order; none while it has not been indexed yet.
  virtual boost::asio::awaitable<Result<wire::Page<wire::DocumentChunk>>> chunks(std::string owner,
                                                                                 std::string documentId,
                                                                                 std::size_t limit,
                                                                                 std::string after) = 0;
  /// Erases the document and its chunks, appends a deletion; gives its sequence.
  virtual boost::asio::awaitable<Result<std::int64_t>> erase(std::string owner, std::string documentId) = 0;

  /// Documents left "queued" or "processing" by a stopped server.
  virtual boost::asio::awaitable<Result<std::vector<std::string>>> unfinished() = 0;
  /// Changes with a sequence above `after`, oldest first, at most `most` documents; a document that changed again
  /// later appears once, with its last state.
  virtual boost::asio::awaitable<Result<std::vector<IndexChange>>> changesAfter(std::int64_t after,
                                                                                std::size_t most) = 0;
  /// The same; those at the sequences in `embedded` come without embeddings: the caller has them.
  virtual boost::asio::awaitable<Result<std::vector<IndexChange>>> changesAfter(std::int64_t after, std::size_t most,
                                                                                std::vector<std::int64_t> embedded) = 0;
};

}  // namespace vigie
