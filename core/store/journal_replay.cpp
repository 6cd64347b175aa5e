#include "core/store/journal_replay.h"

#include "core/store/impl/journal_codec.h"
#include "core/store/impl/pg_session.h"
#include "core/store/impl/turn_statements.h"

#include <utility>
#include <variant>
#include <vector>

namespace vigie {

namespace {

using impl::PgSession;
using impl::Statement;

constexpr std::size_t kEntriesAtOnce = 64;

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
    const std::vector<JournalEntry> entries = journal_.oldest(kEntriesAtOnce);
    if (entries.empty()) return std::size_t{0};
    db.command("BEGIN");
    try {
      for (const JournalEntry& entry : entries) {
        const auto write = impl::decodeWrite(entry.payload);
        if (!write) {
          Log("store").error("outage journal entry unreadable");
          continue;
        }
        std::visit(EntryWriter(db, lease_), *write);
      }
      db.command("COMMIT");
    } catch (...) {
      if (db.isOpen()) db.command("ROLLBACK");
      throw;
    }
    journal_.done(entries.size());
    return entries.size();
  };
  co_return co_await pool_.run(StoreOperation::kReplayJournal, std::move(work));
}

}  // namespace vigie
