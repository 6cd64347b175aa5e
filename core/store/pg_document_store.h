// PgDocumentStore: documents, chunks and index changes in PostgreSQL.
#pragma once

#include "core/store/document_store.h"
#include "core/store/pg_pool.h"

namespace vigie {

/// saveChunks and erase are one statement each: the sequence is taken after all else was written and under an
/// advisory lock that the commit releases, so changes become visible in the order of their numbers. A document that
/// failed is queued again when the same content is given again.
///
/// U+0000 and bytes that are not UTF-8 are kept as U+FFFD (PostgreSQL's text cannot hold them).
class PgDocumentStore final : public DocumentStore {
 public:
  /// `pool` must outlive this.
  explicit PgDocumentStore(PgPool& pool);

  boost::asio::awaitable<Result<wire::Document>> insert(NewDocument document) override;
  boost::asio::awaitable<Result<void>> setProgress(std::string documentId, std::string contentHash,
                                                   double progress) override;
  boost::asio::awaitable<Result<void>> setFailed(std::string documentId, std::string contentHash,
                                                 std::string reason) override;
  boost::asio::awaitable<Result<void>> setText(std::string documentId, std::string contentHash,
                                               std::string text) override;
  boost::asio::awaitable<Result<std::int64_t>> saveChunks(std::string documentId, std::string contentHash,
                                                          std::string embeddingModel,
                                                          std::vector<StoredChunk> chunks) override;
  boost::asio::awaitable<Result<wire::Page<wire::Document>>> list(std::string owner, std::size_t limit,
                                                                  std::string after) override;
  boost::asio::awaitable<Result<wire::Document>> get(std::string owner, std::string documentId) override;
  boost::asio::awaitable<Result<DocumentContent>> content(std::string documentId) override;
  boost::asio::awaitable<Result<wire::Page<wire::DocumentChunk>>> chunks(std::string owner, std::string documentId,
                                                                         std::size_t limit, std::string after) override;
  boost::asio::awaitable<Result<std::int64_t>> erase(std::string owner, std::string documentId) override;
  boost::asio::awaitable<Result<std::vector<std::string>>> unfinished() override;
  boost::asio::awaitable<Result<std::vector<IndexChange>>> changesAfter(std::int64_t after, std::size_t most) override;
  boost::asio::awaitable<Result<std::vector<IndexChange>>> changesAfter(std::int64_t after, std::size_t most,
                                                                        std::vector<std::int64_t> embedded) override;

 private:
  PgPool& pool_;
};

}  // namespace vigie
