// RetrievalService: the parts of retrieval wired together, with their threads.
#pragma once

#include "core/metrics/retrieval_metrics.h"
#include "core/retrieval/document_reader.h"
#include "core/retrieval/http_embedder.h"
#include "core/retrieval/hybrid_retriever.h"
#include "core/retrieval/index_follower.h"
#include "core/retrieval/knowledge_seeder.h"
#include "core/retrieval/pooled_embedder.h"
#include "core/retrieval/snapshot_keeper.h"
#include "core/retrieval/stored_document_ingest.h"
#include "core/retrieval/worker_pool.h"

#include <prometheus/registry.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace vigie {

/// Owns the search threads ("vigie-search"), the one background thread ("vigie-ingest": following, ingest, compaction),
/// the one that reads documents ("vigie-read"), the one that builds the graph and the one of the snapshot on disk.
/// `store` and `registry` must outlive it.
class RetrievalService {
 public:
  struct Options {
    std::size_t searchThreads = 2;
    std::string knowledgeDir;  ///< seeded at each start; empty: none
    FollowerOptions follower;
    SnapshotOptions snapshot;
    IngestOptions ingest;
    PdfOptions pdf;
    GraphOptions graph;
    std::optional<HttpEmbedderOptions> embedder;  ///< unset: local-hash
  };

  RetrievalService(DocumentStore& store, prometheus::Registry& registry, Options options);
  /// stop()s.
  ~RetrievalService();

  /// Once: loads the index, takes up unfinished documents, seeds the guides. Returns at once.
  void start();
  /// Ends the background work after its current step and joins the threads; no search may be under way or follow.
  /// The store must still be running: a call to it that is under way is waited for.
  void stop();

  [[nodiscard]] Retriever& retriever() { return retriever_; }
  [[nodiscard]] DocumentIngest& ingest() { return ingest_; }
  /// Awaited from any executor: the work is done on the search threads.
  [[nodiscard]] Embedder& embedder() { return pooledEmbedder_; }
  /// nudge() it on NOTIFY; loaded() tells readiness.
  [[nodiscard]] IndexFollower& follower() { return follower_; }
  [[nodiscard]] SnapshotKeeper& snapshot() { return snapshot_; }
  [[nodiscard]] const SearchIndex& index() const { return *index_; }

 private:
  std::unique_ptr<Embedder> embedder_;
  RetrievalMetrics metrics_;
  WorkerPool search_;
  WorkerPool background_;
  WorkerPool reading_;
  std::shared_ptr<SearchIndex> index_;
  SnapshotKeeper snapshot_;
  GraphBuilder graph_;
  PooledEmbedder pooledEmbedder_;
  HybridRetriever retriever_;
  IndexFollower follower_;
  DocumentReader reader_;
  StoredDocumentIngest ingest_;
  std::unique_ptr<KnowledgeSeeder> seeder_;
  bool started_ = false;
  bool stopped_ = false;
};

}  // namespace vigie
