// An in-memory DocumentStore for the tests of retrieval, and what they share.
#pragma once

#include "core/retrieval/chunker.h"
#include "core/store/document_store.h"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace vigie::test {

/// Keeps the contract of document_store.h in memory. Any thread. Ids of unfinished documents come in the order of
/// their insertion.
class FakeDocumentStore final : public DocumentStore {
 public:
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

  /// From now on every call fails with this (unset: works again).
  void failWith(std::optional<Error> error);
  /// Embeddings that changesAfter gave so far.
  [[nodiscard]] int embeddingsRead() const;
  /// From now on content() of the document with this filename fails as a damaged row does.
  void makeUnreadable(const std::string& filename);
  /// From now on saveChunks() of the document with this filename ends so: it saves nothing, or it does all the same.
  enum class Save { kWell, kTimesOut, kSavesAndTimesOut };
  void setSave(const std::string& filename, Save how);
  /// Calls of saveChunks() for it so far.
  [[nodiscard]] int savesOf(const std::string& filename) const;
  /// Calls of changesAfter so far.
  [[nodiscard]] int polls() const;
  [[nodiscard]] std::vector<wire::Document> documents() const;
  [[nodiscard]] std::string statusOf(const std::string& filename) const;
  [[nodiscard]] std::size_t ready() const;

 private:
  struct Row {
    NewDocument document;
    wire::Document state;
    std::string embeddingModel;
    std::vector<StoredChunk> chunks;
    std::int64_t sequence = 0;  ///< 0: not in the index
    bool erased = false;
  };

  std::optional<Error> fault() const;

  mutable std::mutex mutex_;  // guards everything
  std::optional<Error> error_;
  std::map<std::string, Row> rows_;
  std::vector<std::string> order_;
  std::int64_t sequence_ = 0;
  mutable int polls_ = 0;
  int embeddingsRead_ = 0;
  std::set<std::string> unreadable_;
  std::map<std::string, Save> how_;
  std::map<std::string, int> saves_;
};

/// Waits until `condition` holds, or `limit` has passed. True when it held.
bool waitFor(const std::function<bool()>& condition, std::chrono::milliseconds limit = std::chrono::seconds(30));

}  // namespace vigie::test
