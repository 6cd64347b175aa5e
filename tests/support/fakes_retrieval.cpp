#include "tests/support/fakes_retrieval.h"

#include <algorithm>
#include <thread>

namespace vigie::test {

namespace asio = boost::asio;

namespace {
Error missing() { return {ErrorCode::kNotFound, "no such document"}; }
}  // namespace

std::optional<Error> FakeDocumentStore::fault() const { return error_; }

asio::awaitable<Result<wire::Document>> FakeDocumentStore::insert(NewDocument document) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  for (auto& [id, row] : rows_) {
    if (row.erased || row.document.owner != document.owner || row.document.input.title != document.input.title ||
        row.document.input.filename != document.input.filename) {
      continue;
    }
    if (row.document.contentHash != document.contentHash) {
      document.id = id;
      row.document = std::move(document);
      row.state.status = "queued";
      row.state.bytes = static_cast<std::int64_t>(row.document.input.text.size());
    }
    co_return row.state;
  }
  Row row;
  row.state.id = document.id;
  row.state.title = document.input.title;
  row.state.mediaType = document.input.mediaType;
  row.state.filename = document.input.filename;
  row.state.bytes = static_cast<std::int64_t>(document.input.text.size());
  row.document = std::move(document);
  order_.push_back(row.state.id);
  const auto state = row.state;
  rows_.emplace(state.id, std::move(row));
  co_return state;
}

asio::awaitable<Result<void>> FakeDocumentStore::setProgress(std::string documentId, std::string contentHash,
                                                             double progress) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  const auto found = rows_.find(documentId);
  if (found == rows_.end() || found->second.erased || found->second.document.contentHash != contentHash) {
    co_return missing();
  }
  found->second.state.status = "processing";
  found->second.state.progress = progress;
  co_return Result<void>();
}

asio::awaitable<Result<void>> FakeDocumentStore::setFailed(std::string documentId, std::string contentHash,
                                                           std::string reason) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  const auto found = rows_.find(documentId);
  if (found == rows_.end() || found->second.erased) co_return missing();
  const bool same = found->second.document.contentHash == contentHash;
  if (!same && !(contentHash.empty() && found->second.state.status != "ready")) co_return missing();
  found->second.state.status = "failed";
  found->second.state.error = std::move(reason);
  co_return Result<void>();
}

asio::awaitable<Result<void>> FakeDocumentStore::setText(std::string documentId, std::string contentHash,
                                                         std::string text) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  const auto found = rows_.find(documentId);
  if (found == rows_.end() || found->second.erased || found->second.document.contentHash != contentHash) {
    co_return missing();
  }
  found->second.document.input.text = std::move(text);
  found->second.document.input.source.clear();
  co_return Result<void>();
}

asio::awaitable<Result<std::int64_t>> FakeDocumentStore::saveChunks(std::string documentId, std::string contentHash,
                                                                    std::string model,
                                                                    std::vector<StoredChunk> chunks) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  const auto found = rows_.find(documentId);
  if (found == rows_.end() || found->second.erased || found->second.document.contentHash != contentHash) {
    co_return missing();
  }
  auto& row = found->second;
  const std::string& filename = row.document.input.filename;
  ++saves_[filename];
  const Save how = how_[filename];
  const Error late(ErrorCode::kTimeout, "PostgreSQL did not answer in time");
  if (how == Save::kTimesOut) co_return late;
  row.embeddingModel = std::move(model);
  row.chunks = std::move(chunks);
  row.state.status = "ready";
  row.state.progress = 1;
  row.state.chunks = static_cast<std::int64_t>(row.chunks.size());
  row.sequence = ++sequence_;
  if (how == Save::kSavesAndTimesOut) co_return late;
  co_return row.sequence;
}

asio::awaitable<Result<wire::Page<wire::Document>>> FakeDocumentStore::list(std::string owner, std::size_t limit,
                                                                            std::string /*after*/) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  wire::Page<wire::Document> page;
  for (const auto& id : order_) {
    const auto& row = rows_.at(id);
    if (!row.erased && row.document.owner == owner && page.data.size() < limit) page.data.push_back(row.state);
  }
  co_return page;
}

asio::awaitable<Result<wire::Document>> FakeDocumentStore::get(std::string owner, std::string documentId) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  const auto found = rows_.find(documentId);
  if (found == rows_.end() || found->second.erased || found->second.document.owner != owner) co_return missing();
  co_return found->second.state;
}

asio::awaitable<Result<DocumentContent>> FakeDocumentStore::content(std::string documentId) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  const auto found = rows_.find(documentId);
  if (found == rows_.end() || found->second.erased) co_return missing();
  if (unreadable_.contains(found->second.document.input.filename)) {
    co_return Error(ErrorCode::kInternal, "PostgreSQL failed: missing chunk number 0 for toast value");
  }
  DocumentContent content;
  content.input = found->second.document.input;
  content.owner = found->second.document.owner;
  content.contentHash = found->second.document.contentHash;
  content.status = found->second.state.status;
  co_return content;
}

asio::awaitable<Result<wire::Page<wire::DocumentChunk>>> FakeDocumentStore::chunks(std::string owner,
                                                                                   std::string documentId, std::size_t,
                                                                                   std::string) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  const auto found = rows_.find(documentId);
  if (found == rows_.end() || found->second.erased || found->second.document.owner != owner) co_return missing();
  wire::Page<wire::DocumentChunk> page;
  for (const auto& stored : found->second.chunks) {
    wire::DocumentChunk chunk;
    chunk.documentId = documentId;
    chunk.ordinal = stored.ordinal;
    chunk.heading = stored.heading;
    chunk.text = stored.text;
    chunk.embeddingModel = found->second.embeddingModel;
    page.data.push_back(std::move(chunk));
  }
  co_return page;
}

asio::awaitable<Result<std::int64_t>> FakeDocumentStore::erase(std::string owner, std::string documentId) {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  const auto found = rows_.find(documentId);
  if (found == rows_.end() || found->second.erased || found->second.document.owner != owner) co_return missing();
  found->second.erased = true;
  found->second.chunks.clear();
  found->second.sequence = ++sequence_;
  co_return found->second.sequence;
}

asio::awaitable<Result<std::vector<std::string>>> FakeDocumentStore::unfinished() {
  const std::lock_guard lock(mutex_);
  if (error_) co_return *error_;
  std::vector<std::string> ids;
  for (const auto& id : order_) {
    const auto& row = rows_.at(id);
    if (!row.erased && (row.state.status == "queued" || row.state.status == "processing")) ids.push_back(id);
  }
  co_return ids;
}

asio::awaitable<Result<std::vector<IndexChange>>> FakeDocumentStore::changesAfter(std::int64_t after,
                                                                                  std::size_t most) {
  std::vector<std::int64_t> none;
  co_return co_await changesAfter(after, most, std::move(none));
}

asio::awaitable<Result<std::vector<IndexChange>>> FakeDocumentStore::changesAfter(std::int64_t after, std::size_t most,
                                                                                  std::vector<std::int64_t> embedded) {
  const std::lock_guard lock(mutex_);
  ++polls_;
  if (error_) co_return *error_;
  std::vector<IndexChange> changes;
  for (const auto& [id, row] : rows_) {
    if (row.sequence <= after) continue;
    changes.push_back(
        {row.sequence, id, row.erased, row.document.owner, row.document.input.title, row.embeddingModel, row.chunks});
  }
  std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
  if (changes.size() > most) changes.resize(most);
  for (auto& change : changes) {
    const bool without = std::find(embedded.begin(), embedded.end(), change.sequence) != embedded.end();
    for (auto& chunk : change.chunks) {
      if (without) chunk.embedding.clear();
      if (!chunk.embedding.empty()) ++embeddingsRead_;
    }
  }
  co_return changes;
}

void FakeDocumentStore::makeUnreadable(const std::string& filename) {
  const std::lock_guard lock(mutex_);
  unreadable_.insert(filename);
}

void FakeDocumentStore::setSave(const std::string& filename, Save how) {
  const std::lock_guard lock(mutex_);
  how_[filename] = how;
}

int FakeDocumentStore::savesOf(const std::string& filename) const {
  const std::lock_guard lock(mutex_);
  const auto found = saves_.find(filename);
  return found == saves_.end() ? 0 : found->second;
}

void FakeDocumentStore::failWith(std::optional<Error> error) {
  const std::lock_guard lock(mutex_);
  error_ = std::move(error);
}

int FakeDocumentStore::embeddingsRead() const {
  const std::lock_guard lock(mutex_);
  return embeddingsRead_;
}

int FakeDocumentStore::polls() const {
  const std::lock_guard lock(mutex_);
  return polls_;
}

std::vector<wire::Document> FakeDocumentStore::documents() const {
  const std::lock_guard lock(mutex_);
  std::vector<wire::Document> out;
  for (const auto& id : order_) {
    if (!rows_.at(id).erased) out.push_back(rows_.at(id).state);
  }
  return out;
}

std::string FakeDocumentStore::statusOf(const std::string& filename) const {
  for (const auto& document : documents()) {
    if (document.filename == filename) return document.status;
  }
  return "absent";
}

std::size_t FakeDocumentStore::ready() const {
  const auto all = documents();
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const wire::Document& d) { return d.status == "ready"; }));
}

bool waitFor(const std::function<bool()>& condition, std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace vigie::test
