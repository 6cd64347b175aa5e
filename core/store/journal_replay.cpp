#include "core/store/journal_replay.h"

#include "core/store/impl/journal_codec.h"
#include "core/store/impl/pg_session.h"
#include "core/store/impl/turn_statements.h"

#include <algorithm>
#include <chrono>
#include <string_view>
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

/// Whether it has its place now; what has none any more (kNotFound) is done with too.
class EntryWriter {
 public:
  EntryWriter(PgSession& db, std::chrono::seconds lease) : db_(db), lease_(lease) {}

  bool operator()(const impl::JournaledTurn& write) const {
    if (write.turn.newConversation && wasErased(db_, write.turn.conversationId)) return true;
    const impl::LeasedTurn leased(write.turn, impl::AnswerLease(write.replicaId, lease_));
    return impl::writeTurn(db_, leased).has_value();
  }
  bool operator()(const FinishedAnswer& write) const { return impl::writeAnswer(db_, write).has_value(); }
  bool operator()(const impl::JournaledResponse& write) const {
    return impl::writeResponse(db_, write.key, write.conversationId, write.response).has_value();
  }

 private:
  PgSession& db_;
  std::chrono::seconds lease_;
};

/// Of the exception under way, the SQLSTATE where PostgreSQL refuses this very write and would at any other time: what
/// it cannot store (class 22), its rules (23), its limits (54). Anything else may pass, or is a defect that every entry
/// would meet. Empty for that.
std::string refusal() {
  try {
    throw;
  } catch (const pqxx::sql_error& error) {
    const std::string state = error.sqlstate();
    const std::string_view group = std::string_view(state).substr(0, 2);
    return group == "22" || group == "23" || group == "54" ? state : std::string();
  } catch (...) {
    return {};
  }
}

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
      if (!written || *written > 0) most_ = std::min(kMostEntries, 2 * most_);
      return written;
    } catch (...) {
      most_ = 1;
      throw;
    }
  };
  co_return co_await pool_.run(StoreOperation::kReplayJournal, std::move(work));
}

Result<std::size_t> JournalReplay::writeSome(PgSession& db) {
  const std::vector<JournalEntry> entries = journal_.oldest(most_);
  if (entries.empty()) return std::size_t{0};
  Result<std::size_t> written = std::size_t{0};
  try {
    written = db.atomically([&]() -> Result<std::size_t> { return write(db, entries); });
  } catch (...) {
    const std::string sqlstate = refusal();
    if (sqlstate.empty()) throw;
    if (entries.size() == 1) return setAside(sqlstate);
    most_ = 1;  // at the next step, to find which it is
    return std::size_t{0};
  }
  if (!written) return written;
  if (*written == 0) return setAside({});
  journal_.done(*written);
  return written;
}

std::size_t JournalReplay::write(PgSession& db, const std::vector<JournalEntry>& entries) {
  // The rest of the call's time is for the entry under way and the commit.
  const SteadyTime enough = std::chrono::steady_clock::now() + pool_.callTimeout() / 20;
  std::size_t count = 0;
  for (const JournalEntry& entry : entries) {
    const auto write = impl::decodeWrite(entry.payload);
    if (!write) log_.error("outage journal entry unreadable");
    const bool placed = !write || std::visit(EntryWriter(db, lease_), *write);
    // What has no place may belong to what was set aside; if not, it is gone with its conversation.
    if (!placed && journal_.hasSetAside(entry.owner, entry.conversationId)) break;
    ++count;
    if (std::chrono::steady_clock::now() >= enough) break;
  }
  return count;
}

Result<std::size_t> JournalReplay::setAside(const std::string& sqlstate) {
  const auto file = journal_.setAside();
  if (!file) return file.error();
  log_.error("outage journal entry refused", {{"sqlstate", sqlstate}, {"file", *file}});
  return std::size_t{1};
}

}  // namespace vigie
