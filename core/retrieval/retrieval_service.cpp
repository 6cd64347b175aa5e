#include "core/retrieval/retrieval_service.h"

#include "core/retrieval/local_hash_embedder.h"

namespace vigie {

namespace {

std::unique_ptr<Embedder> makeEmbedder(const RetrievalService::Options& options) {
  if (options.embedder) return std::make_unique<HttpEmbedder>(*options.embedder);
  return std::make_unique<LocalHashEmbedder>();
}

}  // namespace

RetrievalService::RetrievalService(DocumentStore& store, prometheus::Registry& registry, Options options)
    : embedder_(makeEmbedder(options)),
      metrics_(registry, embedder_->model()),
      search_("vigie-search", options.searchThreads),
      background_("vigie-ingest", 1),
      reading_("vigie-read", 1),
      index_(SearchIndex::create(embedder_->dimension(), background_.executor())),
      snapshot_(options.snapshot, index_, embedder_->model()),
      graph_(index_, metrics_, options.graph),
      pooledEmbedder_(*embedder_, metrics_, search_.executor()),
      retriever_(index_, *embedder_, graph_, metrics_, search_.executor()),
      follower_(
          background_.executor(), store, *embedder_, index_, snapshot_, metrics_,
          [this](std::vector<std::string> ids) { ingest_.embedAnew(std::move(ids)); }, options.follower),
      reader_(reading_.executor(), options.pdf),
      ingest_(
          background_.executor(), store, reader_, *embedder_, index_, snapshot_, metrics_,
          [this] { follower_.nudge(); }, options.ingest) {
  if (!options.knowledgeDir.empty()) {
    seeder_ = std::make_unique<KnowledgeSeeder>(background_.executor(), ingest_, options.knowledgeDir);
  }
}

RetrievalService::~RetrievalService() { stop(); }

void RetrievalService::start() {
  if (started_) return;
  started_ = true;
  follower_.start();
  ingest_.start();
  if (seeder_) seeder_->start();
}

void RetrievalService::stop() {
  if (stopped_) return;
  stopped_ = true;
  if (seeder_) seeder_->stop();
  ingest_.stop();
  embedder_->stop();
  graph_.stop();
  follower_.stop();
  background_.join();
  snapshot_.stop();  // what the two above do ends there
  reading_.join();
  search_.join();
}

}  // namespace vigie
