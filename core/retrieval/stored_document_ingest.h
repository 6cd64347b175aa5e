// StoredDocumentIngest: documents over a DocumentStore, chunked and embedded in the background.
#pragma once

#include "core/base/log.h"
#include "core/metrics/retrieval_metrics.h"
#include "core/retrieval/document_ingest.h"
#include "core/retrieval/document_reader.h"
#include "core/retrieval/embedder.h"
#include "core/retrieval/search_index.h"
#include "core/retrieval/snapshot_keeper.h"
#include "core/store/document_store.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace vigie {

struct IngestOptions {
  std::size_t queue = 256;  ///< ids in memory
  std::size_t batch = 32;   ///< passages an embedding call
  std::chrono::milliseconds retry{1000};
};

/// The queue is the store's own list of unfinished documents: in memory there are only the ids of the next few, so a
/// flood of uploads costs no memory here and a stopped server goes on where it was. While the store or the embedding
/// server is away documents wait, and the one at hand goes behind the others: what it waits for may be its own trouble.
/// Any other failure makes it "failed" with the reason, and so does a store that does not take its passages in time,
/// for the third time.
class StoredDocumentIngest final : public DocumentIngest {
 public:
  /// `executor` (one thread or a strand) runs the background work. `changed` is called after each change of the
  /// store's index, from any thread: it nudges the follower. Everything borrowed must outlive the background work.
  StoredDocumentIngest(boost::asio::any_io_executor executor, DocumentStore& store, DocumentReader& reader,
                       Embedder& embedder, std::shared_ptr<SearchIndex> index, SnapshotKeeper& snapshot,
                       RetrievalMetrics& metrics, std::function<void()> changed, IngestOptions options = {});

  boost::asio::awaitable<Result<wire::Document>> add(wire::DocumentInput input, std::string owner) override;
  boost::asio::awaitable<Result<void>> erase(std::string documentId, std::string owner) override;

  /// Once. Takes up what an earlier process left unfinished, then what is added.
  void start();
  /// Any thread: documents of another embedding model, to be embedded anew when nothing that was sent waits. One that
  /// another replica did in the meantime is left alone.
  void embedAnew(std::vector<std::string> documentIds);
  /// Any thread: ends after the step under way. What is not finished is taken up by the next start.
  void stop();

 private:
  enum class Outcome { kDone, kStoreAway };

  boost::asio::awaitable<void> run();
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
  boost::asio::awaitable<bool> refill();
  boost::asio::awaitable<Outcome> process(std::string id);
  boost::asio::awaitable<Outcome> fail(std::string id, std::string contentHash, Error error);
  Error saveFailed(const std::string& id, const std::string& contentHash, std::size_t passages, Error error);
  bool savedAllTheSame(const std::string& id, const DocumentContent& content);
  void enqueue(std::string id);

  boost::asio::any_io_executor executor_;
  DocumentStore& store_;
  DocumentReader& reader_;
  Embedder& embedder_;
  std::shared_ptr<SearchIndex> index_;
  SnapshotKeeper& snapshot_;
  RetrievalMetrics& metrics_;
  std::function<void()> changed_;
  const IngestOptions options_;
  const Log log_{"ingest"};
  boost::asio::steady_timer timer_;
  std::atomic<bool> stopping_{false};
  // On executor_ only:
  std::deque<std::string> queue_;
  std::deque<std::string> stale_;
  struct Doubt {
    std::string contentHash;
    int rounds = 0;
  };
  std::unordered_map<std::string, Doubt> doubts_;  ///< documents whose passages the store did not take in time
  bool refill_ = true;                             ///< the store may hold unfinished documents that are not in queue_
  bool away_ = false;
};

}  // namespace vigie
