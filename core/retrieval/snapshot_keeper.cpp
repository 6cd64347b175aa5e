#include "core/retrieval/snapshot_keeper.h"

#include "core/base/clock.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace vigie {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {
/// Of a large index under a steady stream of changes, no more than a twentieth of the time is spent on writing it.
constexpr int kShare = 20;
}  // namespace

SnapshotKeeper::SnapshotKeeper(SnapshotOptions options, std::shared_ptr<SearchIndex> index, std::string model)
    : options_(std::move(options)),
      index_(std::move(index)),
      thread_("vigie-snapshot", 1),
      timer_(thread_.executor()),
      graphFile_(options_.directory / "graph") {
  maker_.model = std::move(model);
}

SnapshotKeeper::~SnapshotKeeper() {
  stop();
  if (lock_ >= 0) ::close(lock_);
}

void SnapshotKeeper::stop() {
  stopping_ = true;
  asio::post(thread_.executor(), [this] { timer_.cancel(); });
  thread_.join();
}

template <class T>
asio::awaitable<T> SnapshotKeeper::onThread(asio::awaitable<T> work) {
  // Out of reach of the caller's cancellation: an erasure that has begun is made to its end.
  auto uncancelled = asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable);
  co_return co_await asio::co_spawn(thread_.executor(), std::move(work), std::move(uncancelled));
}

asio::awaitable<void> SnapshotKeeper::open(std::size_t dimension) {
  auto work = openNow(dimension);
  co_await onThread(std::move(work));
}

asio::awaitable<void> SnapshotKeeper::openNow(std::size_t dimension) {
  maker_.dimension = dimension;
  if (!own(true)) co_return;
  auto opened = SnapshotFile::open(path(), maker_);
  if (opened) {
    file_ = std::move(*opened);
  } else if (opened.error().code != ErrorCode::kNotFound) {
    drop(opened.error().message);
  }
  auto graph = graphFile_.read(maker_);
  if (graph) {
    graph_ = std::move(*graph);
  } else if (graph.error().code != ErrorCode::kNotFound) {
    log_.warning("vector graph on disk not used; it is built anew", {{"reason", graph.error().message}});
    warnOfGraph(graphFile_.remove());
  }
}

asio::awaitable<std::vector<std::int64_t>> SnapshotKeeper::sequencesAfter(std::int64_t after, std::size_t most) {
  auto work = sequencesNow(after, most);
  co_return co_await onThread(std::move(work));
}

asio::awaitable<std::vector<std::int64_t>> SnapshotKeeper::sequencesNow(std::int64_t after, std::size_t most) {
  co_return file_ ? file_->sequencesAfter(after, most) : std::vector<std::int64_t>();
}

asio::awaitable<std::vector<AnalysedChange>> SnapshotKeeper::complete(std::vector<IndexChange> changes,
                                                                      std::vector<std::int64_t> asked) {
  auto work = completeNow(std::move(changes), std::move(asked));
  co_return co_await onThread(std::move(work));
}

asio::awaitable<std::vector<AnalysedChange>> SnapshotKeeper::completeNow(std::vector<IndexChange> changes,
                                                                         std::vector<std::int64_t> asked) {
  std::vector<AnalysedChange> out;
  std::vector<SnapshotFile::State> states;
  out.reserve(changes.size());
  for (auto& change : changes) {
    AnalysedChange& analysed = out.emplace_back();
    analysed.change = std::move(change);
    const std::int64_t sequence = analysed.change.sequence;
    if (file_ && std::binary_search(asked.begin(), asked.end(), sequence) && file_->complete(analysed)) {
      used_.push_back(sequence);
      ++taken_;
      continue;
    }
    SnapshotFile::State state;
    state.documentId = analysed.change.documentId;
    state.sequence = sequence;
    states.push_back(std::move(state));
  }
  forget(states);
  co_return out;
}

asio::awaitable<std::optional<StoredGraph>> SnapshotKeeper::graph() {
  auto work = graphNow();
  co_return co_await onThread(std::move(work));
}

asio::awaitable<std::optional<StoredGraph>> SnapshotKeeper::graphNow() {
  auto out = std::move(graph_);
  graph_.reset();
  co_return out;
}

asio::awaitable<void> SnapshotKeeper::loaded() {
  auto work = loadedNow();
  co_await onThread(std::move(work));
}

asio::awaitable<void> SnapshotKeeper::loadedNow() {
  if (file_) {
    // Of what was restored to an earlier state, or is another database's under the same name.
    const auto erased = file_->forgetAllBut(used_);
    if (!erased) drop(erased.error().message);
  }
  const auto snapshot = index_->snapshot();
  if (file_ && file_->documents() == snapshot->documents() - snapshot->documentsToEmbed()) {
    saved_ = snapshot->sequence();
  }
  used_ = {};
  if (graphFile_.there()) {
    warnOfGraph(graphFile_.forgetAllBut(*snapshot));
    savedGraph_ = snapshot->largest().graph;
  }
  if (keeps()) {
    asio::co_spawn(thread_.executor(), run(), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    });
  }
  co_return;
}

asio::awaitable<void> SnapshotKeeper::forget(std::string documentId, std::int64_t sequence) {
  auto work = forgetNow(std::move(documentId), sequence);
  co_await onThread(std::move(work));
}

asio::awaitable<void> SnapshotKeeper::forgetNow(std::string documentId, std::int64_t sequence) {
  SnapshotFile::State state;
  state.documentId = std::move(documentId);
  state.sequence = sequence;
  std::vector<SnapshotFile::State> states;
  states.push_back(std::move(state));
  forget(states);
  co_return;
}

asio::awaitable<bool> SnapshotKeeper::write() {
  auto work = writeNow();
  co_return co_await onThread(std::move(work));
}

asio::awaitable<bool> SnapshotKeeper::writeNow() { co_return save(); }

asio::awaitable<void> SnapshotKeeper::run() {
  while (!stopping_) {
    save();
    timer_.expires_after(std::max(options_.interval, took_ * kShare));
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

bool SnapshotKeeper::own(bool keepFile) {
  if (lock_ >= 0) return true;
  if (!keeps()) return false;
  lock_ = ::open((options_.directory / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock_ < 0) return false;
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    ::close(std::exchange(lock_, -1));
    return false;
  }
  // What another server left while this one was not looking may hold what was erased since.
  std::error_code none;
  if (!keepFile) {
    fs::remove(path(), none);
    warnOfGraph(graphFile_.remove());
  }
  return true;
}

void SnapshotKeeper::drop(const std::string& reason) {
  file_.reset();
  saved_ = -1;
  std::error_code ec;
  fs::remove(path(), ec);
  log_.warning("index snapshot not used; the index is built from PostgreSQL", {{"reason", reason}});
  if (ec) log_.error("index snapshot cannot be deleted; delete it by hand: it may hold what was erased");
}

void SnapshotKeeper::warnOfGraph(bool removed) {
  if (!removed) log_.error("vector graph on disk cannot be deleted; delete it by hand: it is of what was erased");
}

void SnapshotKeeper::forget(const std::vector<SnapshotFile::State>& states) {
  if (states.empty() || !own(false)) return;
  warnOfGraph(graphFile_.forget(states));
  if (!file_) return;
  const auto erased = file_->forget(states);
  if (!erased) drop(erased.error().message);
}

bool SnapshotKeeper::save() {
  if (!own(false)) return false;
  const auto snapshot = index_->snapshot();
  if (file_ && snapshot->sequence() == saved_) return saveGraph(*snapshot);
  const auto begun = std::chrono::steady_clock::now();
  auto written = SnapshotFile::write(path(), maker_, *snapshot, stopping_);
  const double ms = millisecondsBetween(begun, std::chrono::steady_clock::now());
  took_ = std::chrono::milliseconds(static_cast<std::int64_t>(ms));
  if (!written) {
    if (!failing_ && written.error().code != ErrorCode::kCancelled) {
      log_.warning("index snapshot not written; the next start reads PostgreSQL",
                   {{"reason", written.error().message}});
    }
    failing_ = true;
    return false;
  }
  failing_ = false;
  file_ = std::move(*written);
  saved_ = snapshot->sequence();
  log_.info("index snapshot written", {{"documents", file_->documents()}, {"bytes", file_->bytes()}, {"ms", ms}});
  return saveGraph(*snapshot);
}

bool SnapshotKeeper::saveGraph(const IndexSnapshot& snapshot) {
  const auto& part = snapshot.largest();
  if (part.graph == nullptr || (part.graph == savedGraph_.lock() && graphFile_.there())) return true;
  const auto written = graphFile_.write(maker_, snapshot.dimension(), StoredGraph::of(part));
  if (!written) {
    log_.warning("vector graph not written; a start builds it anew", {{"reason", written.error().message}});
    return false;
  }
  savedGraph_ = part.graph;
  log_.info("vector graph written", {{"passages", part.graph->size()}, {"bytes", graphFile_.bytes()}});
  return true;
}

}  // namespace vigie
