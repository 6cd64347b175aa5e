#include "core/retrieval/stored_document_ingest.h"

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/retrieval/chunker.h"
#include "core/retrieval/content_hash.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace vigie {

namespace asio = boost::asio;

namespace {

constexpr int kMostRounds = 3;

/// The store, or the embedding server, may answer again later: the document waits. Not for a refusal of our settings.
bool mayReturn(const Error& error) {
  if (error.code == ErrorCode::kUpstreamFailed && !error.param.empty()) return false;
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kTimeout ||
         error.code == ErrorCode::kRateLimited || error.code == ErrorCode::kUpstreamFailed;
}

}  // namespace

StoredDocumentIngest::StoredDocumentIngest(asio::any_io_executor executor, DocumentStore& store, DocumentReader& reader,
                                           Embedder& embedder, std::shared_ptr<SearchIndex> index,
                                           SnapshotKeeper& snapshot, RetrievalMetrics& metrics,
                                           std::function<void()> changed, IngestOptions options)
    : executor_(std::move(executor)),
      store_(store),
      reader_(reader),
      embedder_(embedder),
      index_(std::move(index)),
      snapshot_(snapshot),
      metrics_(metrics),
      changed_(std::move(changed)),
      options_(options),
      timer_(executor_) {}

asio::awaitable<Result<wire::Document>> StoredDocumentIngest::add(wire::DocumentInput input, std::string owner) {
  NewDocument document;
  document.id = newId();
  document.owner = std::move(owner);
  document.contentHash = contentHash(input.mediaType, input.source.empty() ? input.text : input.source);
  document.input = std::move(input);
  auto stored = co_await store_.insert(std::move(document));
  if (!stored) co_return stored.error();
  // "ready" with the same content has nothing to do; "failed" gets another try.
  if (stored->status != "ready") enqueue(stored->id);
  co_return std::move(*stored);
}

asio::awaitable<Result<void>> StoredDocumentIngest::erase(std::string documentId, std::string owner) {
  std::string id = documentId;
  auto sequence = co_await store_.erase(std::move(owner), std::move(id));
  if (!sequence) co_return sequence.error();
  IndexChange change;
  change.sequence = *sequence;
  change.documentId = documentId;
  change.deleted = true;
  std::vector<IndexChange> changes;
  changes.push_back(std::move(change));
  index_->apply(std::move(changes));
  changed_();
  co_await snapshot_.forget(std::move(documentId), *sequence);
  co_return Result<void>();
}

void StoredDocumentIngest::start() {
  asio::co_spawn(executor_, run(), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
}

void StoredDocumentIngest::stop() {
  stopping_ = true;
  reader_.stop();
  asio::post(executor_, [this] { timer_.cancel(); });
}

void StoredDocumentIngest::enqueue(std::string id) {
  asio::post(executor_, [this, id = std::move(id)]() mutable {
    if (queue_.size() < options_.queue) {
      // A document replaced while its old content is in work is queued again: its last content wins.
      queue_.push_back(std::move(id));
    } else {
      refill_ = true;
    }
    timer_.cancel();
  });
}

void StoredDocumentIngest::embedAnew(std::vector<std::string> documentIds) {
  asio::post(executor_, [this, ids = std::move(documentIds)]() mutable {
    if (stale_.empty()) log_.info("embedding anew, by another model", {{"model", embedder_.model()}});
    // Not in the order of the changes: replicas that start together shall not all take the same document.
    for (auto& id : ids) {
      const bool front = (std::hash<const void*>()(this) + std::hash<std::string>()(id)) % 2 == 0;
      if (front) {
        stale_.push_front(std::move(id));
      } else {
        stale_.push_back(std::move(id));
      }
    }
    timer_.cancel();
  });
}

asio::awaitable<void> StoredDocumentIngest::pause(std::chrono::milliseconds time) {
  timer_.expires_after(time);
  co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<void> StoredDocumentIngest::run() {
  while (!stopping_) {
    if (queue_.empty() && refill_) {
      const bool read = co_await refill();
      if (!read && !stopping_) co_await pause(options_.retry);
      continue;
    }
    if (queue_.empty() && !stale_.empty()) {
      std::string id = std::move(stale_.front());
      stale_.pop_front();
      if (!index_->isEmbedded(id)) queue_.push_back(std::move(id));
      if (stale_.empty()) log_.info("documents embedded anew", {{"model", embedder_.model()}});
      continue;
    }
    if (queue_.empty()) {
      co_await pause(std::chrono::hours(24));  // enqueue() and stop() wake it
      continue;
    }
    std::string id = queue_.front();
    const auto outcome = co_await process(std::move(id));
    if (outcome == Outcome::kDone) {
      away_ = false;
      queue_.pop_front();
    } else if (!stopping_) {
      away_ = true;
      queue_.push_back(std::move(queue_.front()));
      queue_.pop_front();
      co_await pause(options_.retry);
    }
  }
}

asio::awaitable<bool> StoredDocumentIngest::refill() {
  auto left = co_await store_.unfinished();
  if (!left) co_return false;
  refill_ = left->size() > options_.queue;
  for (auto& id : *left) {
    if (queue_.size() >= options_.queue) break;
    if (std::find(queue_.begin(), queue_.end(), id) == queue_.end()) queue_.push_back(std::move(id));
  }
  co_return true;
}

// No log holds an error's message here: of the embedding server it may be its own words, and quote the document.
asio::awaitable<StoredDocumentIngest::Outcome> StoredDocumentIngest::fail(std::string id, std::string contentHash,
                                                                          Error error) {
  if (error.code == ErrorCode::kNotFound) co_return Outcome::kDone;  // erased or replaced in the meantime
  if (mayReturn(error)) {
    if (!away_) {
      log_.warning("store or embedding server away; documents wait",
                   {{"queued", queue_.size()}, {"document", id}, {"code", toString(error.code)}});
    }
    co_return Outcome::kStoreAway;
  }
  log_.error("document failed", {{"document", id}, {"code", toString(error.code)}});
  std::string reason = std::move(error.message);
  auto written = co_await store_.setFailed(std::move(id), std::move(contentHash), std::move(reason));
  co_return !written && mayReturn(written.error()) ? Outcome::kStoreAway : Outcome::kDone;
}

/// What it is after so many rounds: to wait, or to give up.
Error StoredDocumentIngest::saveFailed(const std::string& id, const std::string& contentHash, std::size_t passages,
                                       Error error) {
  if (error.code != ErrorCode::kTimeout) return error;
  Doubt& doubt = doubts_[id];
  if (doubt.contentHash != contentHash) doubt.rounds = 0;
  doubt.contentHash = contentHash;
  if (++doubt.rounds < kMostRounds) return error;
  doubts_.erase(id);
  return {ErrorCode::kTooLarge,
          "PostgreSQL did not take its " + std::to_string(passages) +
              " passages in time, three times: give it in parts, or again when there is less to do"};
}

/// A save that did not end in time may have been committed.
bool StoredDocumentIngest::savedAllTheSame(const std::string& id, const DocumentContent& content) {
  const auto doubt = doubts_.find(id);
  return doubt != doubts_.end() && doubt->second.contentHash == content.contentHash && content.status == "ready";
}

asio::awaitable<StoredDocumentIngest::Outcome> StoredDocumentIngest::process(std::string id) {
  const auto started = std::chrono::steady_clock::now();
  std::string own = id;
  auto content = co_await store_.content(std::move(own));
  if (!content) {
    Error error = content.error();
    std::string whichever;  // of a content that cannot be read no hash is known
    co_return co_await fail(std::move(id), std::move(whichever), std::move(error));
  }
  if (savedAllTheSame(id, *content)) {
    doubts_.erase(id);
    changed_();  // the follower brings it to the index
    co_return Outcome::kDone;
  }
  std::string hash;  // a copy each call
  wire::DocumentInput& input = content->input;
  if (!input.source.empty()) {
    own = id;  // reading takes a while: say that it has begun
    hash = content->contentHash;
    const auto begun = co_await store_.setProgress(std::move(own), std::move(hash), 0);
    if (!begun) {
      Error error = begun.error();
      co_return co_await fail(std::move(id), std::move(content->contentHash), std::move(error));
    }
  }
  auto read = co_await reader_.read(input);
  if (!read) {
    Error error = read.error();
    if (error.code == ErrorCode::kCancelled) co_return Outcome::kStoreAway;
    co_return co_await fail(std::move(id), std::move(content->contentHash), std::move(error));
  }
  if (!input.source.empty()) {
    own = id;
    hash = content->contentHash;
    const auto kept = co_await store_.setText(std::move(own), std::move(hash), std::move(read->text));
    if (!kept) {
      Error error = kept.error();
      co_return co_await fail(std::move(id), std::move(content->contentHash), std::move(error));
    }
  }
  std::vector<StoredChunk> stored;
  stored.reserve(read->chunks.size());
  for (auto& chunk : read->chunks)
    stored.push_back({chunk.ordinal, std::move(chunk.heading), std::move(chunk.text), {}});

  for (std::size_t from = 0; from < stored.size(); from += options_.batch) {
    if (stopping_) co_return Outcome::kStoreAway;  // stays "processing": the next start takes it up
    own = id;
    hash = content->contentHash;
    const double progress = static_cast<double>(from) / static_cast<double>(stored.size());
    auto written = co_await store_.setProgress(std::move(own), std::move(hash), progress);
    if (!written) {
      Error error = written.error();
      co_return co_await fail(std::move(id), std::move(content->contentHash), std::move(error));
    }
    std::vector<std::string> texts;
    const auto to = std::min(from + options_.batch, stored.size());
    for (std::size_t i = from; i < to; ++i) {
      texts.push_back(passageForEmbedding(input.title, stored[i].heading, stored[i].text));
    }
    const auto embedding = std::chrono::steady_clock::now();
    auto embeddings = co_await embedder_.embedPassages(std::move(texts));
    metrics_.embedded(millisecondsBetween(embedding, std::chrono::steady_clock::now()) / 1000);
    if (!embeddings) {
      Error error = embeddings.error();
      co_return co_await fail(std::move(id), std::move(content->contentHash), std::move(error));
    }
    for (std::size_t i = from; i < to; ++i) stored[i].embedding = std::move((*embeddings)[i - from]);
  }

  const auto count = stored.size();
  own = id;
  std::string model = embedder_.model();
  std::vector<StoredChunk> copy = stored;
  hash = content->contentHash;
  auto sequence = co_await store_.saveChunks(std::move(own), std::move(hash), std::move(model), std::move(copy));
  if (!sequence) {
    Error error = saveFailed(id, content->contentHash, count, sequence.error());
    co_return co_await fail(std::move(id), std::move(content->contentHash), std::move(error));
  }
  doubts_.erase(id);
  IndexChange change;
  change.sequence = *sequence;
  change.documentId = id;
  change.owner = std::move(content->owner);
  change.title = std::move(input.title);
  change.embeddingModel = embedder_.model();
  change.chunks = std::move(stored);
  std::vector<IndexChange> changes;
  changes.push_back(std::move(change));
  index_->apply(std::move(changes));
  changed_();
  log_.info("document indexed", {{"document", id},
                                 {"chunks", count},
                                 {"sequence", *sequence},
                                 {"ms", millisecondsBetween(started, std::chrono::steady_clock::now())}});
  co_return Outcome::kDone;
}

}  // namespace vigie
