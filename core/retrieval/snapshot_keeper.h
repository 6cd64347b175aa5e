// SnapshotKeeper: when the index is written to disk, what of it is taken from there, and what goes from it.
#pragma once

#include "core/base/log.h"
#include "core/retrieval/analysed_change.h"
#include "core/retrieval/graph_file.h"
#include "core/retrieval/search_index.h"
#include "core/retrieval/snapshot_file.h"
#include "core/retrieval/worker_pool.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vigie {

struct SnapshotOptions {
  std::filesystem::path directory;             ///< private to this user; empty: no snapshot is kept
  std::chrono::milliseconds interval{60'000};  ///< between two writings, at least
};

/// A thread of its own ("vigie-snapshot") does all that touches the file, so an erasure waits for a writing under way
/// and reaches what that wrote. Of the servers that share a directory the first uses it, and the next one once that is
/// gone. Awaited from any executor. A file that cannot be used is deleted with one line in the log, and the index built
/// anew.
class SnapshotKeeper {
 public:
  /// The index must be loaded through this; `model` made its embeddings.
  SnapshotKeeper(SnapshotOptions options, std::shared_ptr<SearchIndex> index, std::string model);
  /// stop()s.
  ~SnapshotKeeper();

  [[nodiscard]] bool keeps() const { return !options_.directory.empty(); }

  /// Before the first change is asked for: opens the file, if there is one.
  boost::asio::awaitable<void> open(std::size_t dimension);
  /// The next sequences above `after` that need no embeddings from the store.
  boost::asio::awaitable<std::vector<std::int64_t>> sequencesAfter(std::int64_t after, std::size_t most);
  /// Gives the changes at the sequences in `asked` what the file has of them, and forgets what all of them replace or
  /// delete. A change in `asked` that comes back without analysis was not there after all.
  boost::asio::awaitable<std::vector<AnalysedChange>> complete(std::vector<IndexChange> changes,
                                                               std::vector<std::int64_t> asked);
  /// The graph that was kept beside the file, if any; once.
  boost::asio::awaitable<std::optional<StoredGraph>> graph();
  /// The index is loaded: what nothing asked for is forgotten, and from now on the file is written when it is behind.
  boost::asio::awaitable<void> loaded();
  /// Overwritten on disk when it returns: what the file held of the document from before `sequence`.
  boost::asio::awaitable<void> forget(std::string documentId, std::int64_t sequence);

  /// How many documents came from the file.
  [[nodiscard]] std::size_t taken() const { return taken_; }
  /// Writes at once what is behind, for tests and benchmarks; whether the files are whole now.
  boost::asio::awaitable<bool> write();
  /// Waits for the thread; a writing under way is given up.
  void stop();

 private:
  template <class T>
  boost::asio::awaitable<T> onThread(boost::asio::awaitable<T> work);
  // These run on thread_:
  boost::asio::awaitable<void> openNow(std::size_t dimension);
  boost::asio::awaitable<std::vector<std::int64_t>> sequencesNow(std::int64_t after, std::size_t most);
  boost::asio::awaitable<std::vector<AnalysedChange>> completeNow(std::vector<IndexChange> changes,
                                                                  std::vector<std::int64_t> asked);
  boost::asio::awaitable<std::optional<StoredGraph>> graphNow();
  boost::asio::awaitable<void> loadedNow();
  boost::asio::awaitable<void> forgetNow(std::string documentId, std::int64_t sequence);
  boost::asio::awaitable<bool> writeNow();
  boost::asio::awaitable<void> run();
  bool own(bool keepFile);
  void drop(const std::string& reason);
  void warnOfGraph(bool removed);
  void forget(const std::vector<SnapshotFile::State>& states);
  bool save();
  bool saveGraph(const IndexSnapshot& snapshot);
  [[nodiscard]] std::filesystem::path path() const { return options_.directory / "snapshot"; }

  const SnapshotOptions options_;
  const std::shared_ptr<SearchIndex> index_;
  SnapshotMaker maker_;
  const Log log_{"index"};
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> taken_{0};
  WorkerPool thread_;
  // On thread_ only:
  boost::asio::steady_timer timer_;
  int lock_ = -1;                       ///< the descriptor that holds the directory's lock
  bool failing_ = false;                ///< the last writing
  std::unique_ptr<SnapshotFile> file_;  ///< null: there is none
  GraphFile graphFile_;
  std::optional<StoredGraph> graph_;             ///< as read, until it is asked for
  std::weak_ptr<const VectorGraph> savedGraph_;  ///< the one in graphFile_
  std::vector<std::int64_t> used_;               ///< of file_, ascending, while the index is loaded
  std::int64_t saved_ = -1;                      ///< the index' sequence when file_ was whole
  std::chrono::milliseconds took_{0};            ///< the last writing
};

}  // namespace vigie
