// JournalReplay: from the outage journal back into PostgreSQL.
#pragma once

#include "core/base/log.h"
#include "core/store/outage_journal.h"
#include "core/store/pg_pool.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace vigie {

/// Entries are written in their order, a batch a transaction, and leave the journal once that is committed. A crash in
/// between writes them again, which changes nothing: every id was made before the first try. What was erased meanwhile
/// stays erased. What PostgreSQL refuses for good is set aside, with what finds no place because of it, and said in the
/// log.
///
/// A batch is as many as PostgreSQL takes in a small part of a call's time, and after a failure one: what it is slow
/// with must not stop everything behind it, and what it refuses is found.
class JournalReplay {
 public:
  /// Both must outlive this. `lease`: of an answer whose end is not in the journal, in the name of the replica that
  /// began it, so that the sweep ends it if that is gone.
  JournalReplay(PgPool& pool, OutageJournal& journal, std::chrono::seconds lease);

  /// Writes the oldest entries, if there are any; gives how many left the journal. An error leaves them all there. 0
  /// also while an earlier step, whose deadline has passed, is still at work.
  boost::asio::awaitable<Result<std::size_t>> step();

 private:
  static constexpr std::size_t kMostEntries = 64;

  Result<std::size_t> writeSome(impl::PgSession& db);
  /// How many of the first have their place now, or need none.
  std::size_t write(impl::PgSession& db, const std::vector<JournalEntry>& entries);
  /// The first of the journal goes out of the way; `sqlstate` says why.
  Result<std::size_t> setAside(const std::string& sqlstate);

  PgPool& pool_;
  OutageJournal& journal_;
  const Log log_{"store"};
  const std::chrono::seconds lease_;
  std::mutex working_;               // held by a worker from reading entries until they left the journal; guards:
  std::size_t most_ = kMostEntries;  // of the next batch
};

}  // namespace vigie
