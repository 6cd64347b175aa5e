#include "core/store/journal_replay.h"

#include "core/store/impl/journal_codec.h"
#include "core/store/impl/pg_session.h"
#include "core/store/impl/turn_statements.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>
#include <vector>

namespace vigie {

namespace {

using impl::PgSession;
using impl::Statement;

constexpr Statement kWasErased{"was_erased",
                               "SELECT EXISTS (SELECT FROM erased_conversations WHERE id_digest ="
                               " sha256(convert_to($1::uuid::text, 'UTF8')))"};

bool wasErased(PgSession& db, const std::string& conversationId) {
  return db.query(kWasErased, conversationId)[0][0].as<bool>();
}

/// What has no place any more (kNotFound) is done with too.
class EntryWriter {
 public:
  EntryWriter(PgSession& db, std::chrono::seconds lease) : db_(db), lease_(lease) {}

  void operator()(const impl::JournaledTurn& write) const {
    if (write.turn.newConversation && wasErased(db_, write.turn.conversationId)) return;
    const impl::LeasedTurn leased(write.turn, impl::AnswerLease(write.replicaId, lease_));
    static_cast<void>(impl::writeTurn(db_, leased));
  }
  void operator()(const FinishedAnswer& write) const { static_cast<void>(impl::writeAnswer(db_, write)); }
  void operator()(const impl::JournaledResponse& write) const {
    static_cast<void>(impl::writeResponse(db_, write.key, write.conversationId, write.response));
  }

 private:
  PgSession& db_;
  std::chrono::seconds lease_;
};

}  // namespace

JournalReplay::JournalReplay(PgPool& pool, OutageJournal& journal, std::chrono::seconds lease)
    : pool_(pool), journal_(journal), lease_(lease) {}

boost::asio::awaitable<Result<std::size_t>> JournalReplay::step() {
  auto work = [this](PgSession& db) -> Result<std::size_t> {
    // A step that was cut at its deadline may still be on its way to done(): two would count the same entries twice.
    const std::unique_lock alone(working_, std::try_to_lock);
    if (!alone) return std::size_t{0};
    try {
      const Result<std::size_t> written = writeSome(db);
      most_ = std::min(kMostEntries, 2 * most_);
      return written;
    } catch (...) {
      most_ = 1;
      throw;
    }
  };
  co_return co_await pool_.run(StoreOperation::kReplayJournal, std::move(work));
}

Result<std::size_t> JournalReplay::writeSome(PgSession& db) {
  // The rest of the call's time is for the entry under way and the commit.
  const SteadyTime enough = std::chrono::steady_clock::now() + pool_.callTimeout() / 20;
  const std::vector<JournalEntry> entries = journal_.oldest(most_);
  if (entries.empty()) return std::size_t{0};
  const Result<std::size_t> written = db.atomically([&]() -> Result<std::size_t> {
    std::size_t count = 0;
    for (const JournalEntry& entry : entries) {
      ++count;
      const auto write = impl::decodeWrite(entry.payload);
      if (write) {
        std::visit(EntryWriter(db, lease_), *write);
      } else {
        Log("store").error("outage journal entry unreadable");
      }
      if (std::chrono::steady_clock::now() >= enough) break;
    }
    return count;
  });
  journal_.done(*written);
  return written;
}

}  // namespace vigie
