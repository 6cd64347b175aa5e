// JournalReplay: from the outage journal back into PostgreSQL.
#pragma once

#include "core/base/log.h"
#include "core/store/outage_journal.h"
#include "core/store/pg_pool.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>

namespace vigie {

/// Entries are written in their order, a batch a transaction, and leave the journal once that is committed. A crash in
/// between writes them again, which changes nothing: every id was made before the first try. What was erased meanwhile
/// stays erased.
class JournalReplay {
 public:
  /// Both must outlive this. `lease`: of an answer whose end is not in the journal, in the name of the replica that
  /// began it, so that the sweep ends it if that is gone.
  JournalReplay(PgPool& pool, OutageJournal& journal, std::chrono::seconds lease);

  /// Writes the oldest entries, if there are any; gives how many left the journal. An error leaves them all there.
  boost::asio::awaitable<Result<std::size_t>> step();

 private:
  PgPool& pool_;
  OutageJournal& journal_;
  const std::chrono::seconds lease_;
};

}  // namespace vigie
