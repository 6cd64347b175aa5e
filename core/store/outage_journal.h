// OutageJournal: what PostgreSQL could not take, durable on this machine until it can.
#pragma once

#include "core/base/log.h"
#include "core/base/result.h"
#include "core/metrics/store_metrics.h"
#include "core/store/impl/journal_segment.h"
#include "core/store/impl/refused_entries.h"
#include "core/store/impl/waiter.h"

#include <boost/asio/awaitable.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace vigie {

/// One write that waits. `payload` is opaque here.
struct JournalEntry {
  std::string conversationId;
  std::string owner;
  std::string payload;
};

/// A bounded log in a private directory. append() returns when the entry is on disk: entries that come while a flush
/// runs share the next one. Each process writes segments of its own, under a lock that ends with it, so that replicas
/// may share the directory; those of a process that is gone are taken over when the journal is opened. Entries are
/// checksummed: one torn by a crash is the last of its segment and was never acknowledged, and is left out. One that
/// the disk damaged is lost; what stands behind it is not, and its file is kept as *.damaged when the rest is done.
///
/// Memory: a name a conversation that waits and a few words an entry, whatever the entries hold. Any thread; replay is
/// for one at a time.
class OutageJournal {
 public:
  struct Options {
    std::filesystem::path directory;               ///< made if it is not there, 0700
    std::uint64_t maxBytes = 64ULL * 1024 * 1024;  ///< of all entries that wait; the next is kUnavailable
  };

  /// kInvalidArgument when the directory cannot be used. `metrics` must outlive this.
  static Result<std::unique_ptr<OutageJournal>> open(Options options, StoreMetrics& metrics);
  ~OutageJournal();
  OutageJournal(const OutageJournal&) = delete;
  OutageJournal& operator=(const OutageJournal&) = delete;

  /// On disk when it gives success. kUnavailable when the journal is full, or the disk.
  boost::asio::awaitable<Result<void>> append(JournalEntry entry);

  /// Whether an entry of the owner's conversation waits, or is being written.
  [[nodiscard]] bool holds(const std::string& owner, const std::string& conversationId) const;
  /// Entries that wait.
  [[nodiscard]] std::size_t depth() const;

  /// The oldest entries, at most `most`, and of `mostBytes` together unless one alone is larger; the same ones until
  /// done() says that they are written elsewhere. Blocking.
  std::vector<JournalEntry> oldest(std::size_t most, std::uint64_t mostBytes = 1024 * 1024);
  /// Forgets the first `count` of oldest(). A segment without any left is deleted. Blocking.
  void done(std::size_t count);

  /// Moves the first of oldest() out of the way, into a file of its own, because PostgreSQL refuses it; gives the file's
  /// name. kUnavailable when the disk does not take it: then it stays where it is. Blocking.
  Result<std::string> setAside();
  /// Whether anything of the owner's conversation was set aside. Blocking.
  [[nodiscard]] bool hasSetAside(const std::string& owner, const std::string& conversationId) const;
  /// Deletes what was set aside of it, and how many there were; or all from before a time. Blocking.
  Result<std::size_t> eraseSetAside(const std::string& owner, const std::string& conversationId);
  Result<std::size_t> eraseSetAsideBefore(SystemTime time);

 private:
  using Waiter = impl::Waiter<Result<void>>;
  friend class impl::InitiateWait<OutageJournal, Result<void>>;

  OutageJournal(Options options, StoreMetrics& metrics);

  /// Entries by owner and conversation. A pair of it stays where it is as long as any are counted.
  using Counts = std::unordered_map<std::string, std::size_t>;
  /// An entry on disk.
  struct Kept {
    impl::JournalSegment::Record record;
    Counts::value_type* count = nullptr;
  };
  struct Segment {
    std::unique_ptr<impl::JournalSegment> file;
    std::deque<Kept> entries;
    bool damaged = false;
  };
  struct Pending {
    std::string bytes;  // framed
    Kept kept;
    std::unique_ptr<Waiter> waiter;
  };

  Result<void> adoptOrphans();
  void submit(JournalEntry entry, std::unique_ptr<Waiter> waiter);
  void write();
  Result<void> writeBatch(const std::vector<Pending>& batch);
  /// All under filesMutex_. The last deletes the segments without entries; one that lost some to the disk is set aside.
  void forgetFirst(std::size_t count);
  void retireDrained();
  /// Both under mutex_, or before there are threads.
  Kept counted(const JournalEntry& entry, impl::JournalSegment::Record record);
  void forget(const Kept& entry);

  const Options options_;
  const impl::RefusedEntries refused_;
  StoreMetrics& metrics_;
  const Log log_{"store"};

  std::mutex filesMutex_;          // guards segments_; held while a file is written or read. Taken before mutex_
  std::vector<Segment> segments_;  // oldest first
  bool lastIsOurs_ = false;        // the last segment is the one being written

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::vector<Pending> queue_;
  Counts waiting_;
  std::size_t depth_ = 0;
  std::uint64_t bytes_ = 0;  // of the entries that wait, the queue included
  bool stop_ = false;
  std::thread writer_;
};

}  // namespace vigie
