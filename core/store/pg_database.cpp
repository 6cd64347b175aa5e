#include "core/store/pg_database.h"

#include "core/base/ids.h"
#include "core/base/log.h"
#include "core/store/database_url.h"
#include "core/store/impl/pg_session.h"
#include "core/store/migrations.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vigie {

namespace {
constexpr std::chrono::milliseconds kJournalInterval{100};
constexpr std::chrono::milliseconds kJournalRetry{1'000};
constexpr std::chrono::hours kRetentionInterval{1};
constexpr std::size_t kRetentionBatch = 500;          // one short transaction each
constexpr std::chrono::days kErasuresRemembered{31};  // longer than any journal lies about
}  // namespace

Result<std::unique_ptr<PgDatabase>> PgDatabase::create(const Secret& databaseUrl, prometheus::Registry& registry,
                                                       PgDatabaseOptions options) {
  auto metrics = std::make_unique<StoreMetrics>(registry);
  auto pool = PgPool::create(databaseUrl, *metrics, options.pool);
  if (!pool) return pool.error();
  std::unique_ptr<OutageJournal> journal;
  if (!options.journalDirectory.empty()) {
    OutageJournal::Options settings;
    settings.directory = options.journalDirectory / databaseDigest(databaseUrl);
    settings.maxBytes = options.journalBytes;
    auto opened = OutageJournal::open(std::move(settings), *metrics);
    if (!opened && !options.journalIsNeeded) {
      Log("store").warning("no outage journal: set VIGIE_JOURNAL_DIR to a directory of the server's own");
    } else if (!opened) {
      return Error(ErrorCode::kInvalidArgument,
                   "VIGIE_JOURNAL_DIR: " + opened.error().message + "; an example: /var/lib/vigie/journal",
                   "VIGIE_JOURNAL_DIR");
    }
    if (opened) journal = std::move(*opened);
  }
  return std::unique_ptr<PgDatabase>(
      new PgDatabase(databaseUrl, std::move(metrics), std::move(journal), std::move(*pool), std::move(options)));
}

PgDatabase::PgDatabase(Secret databaseUrl, std::unique_ptr<StoreMetrics> metrics,
                       std::unique_ptr<OutageJournal> journal, std::unique_ptr<PgPool> pool, PgDatabaseOptions options)
    : databaseUrl_(std::move(databaseUrl)),
      metrics_(std::move(metrics)),
      journal_(std::move(journal)),
      pool_(std::move(pool)),
      options_(std::move(options)),
      clock_(options_.clock != nullptr ? *options_.clock : machineClock_),
      replicaId_(newId()),
      chats_(*pool_, replicaId_, options_.lease),
      conversations_(*pool_, journal_.get()),
      documents_(*pool_),
      feedbackLoop_(*pool_),
      idempotency_(*pool_, replicaId_, options_.lease),
      turns_(&chats_),
      keys_(&idempotency_) {
  if (!journal_) return;
  journaledChats_ = std::make_unique<JournaledChatStore>(chats_, *journal_, chats_.running(), clock_, replicaId_);
  journaledKeys_ = std::make_unique<JournaledIdempotencyStore>(idempotency_, *journal_);
  replay_ = std::make_unique<JournalReplay>(*pool_, *journal_, options_.lease);
  turns_ = journaledChats_.get();
  keys_ = journaledKeys_.get();
}

boost::asio::awaitable<Result<void>> PgDatabase::start(std::chrono::milliseconds patience) {
  PgPool::Prepare prepare = [](impl::PgSession& session) -> Result<void> {
    const auto migrated = migrate(session, migrations());
    if (!migrated) return migrated.error();
    return {};
  };
  const Result<void> started = co_await pool_->start(patience, std::move(prepare));
  if (!started) co_return started.error();
  const auto swept = co_await chats_.sweepExpired();
  if (!swept) co_return swept.error();
  if (*swept > 0) Log("store").warning("answers of a stopped replica ended", {{"answers", *swept}});
  co_return Result<void>();
}

void PgDatabase::onIndexChange(std::function<void()> changed) {
  auto listener = PgListener::create(databaseUrl_, "vigie_index", std::move(changed));
  if (!listener) {
    Log("store").warning("not listening to PostgreSQL; its changes are looked for every second",
                         {{"reason", listener.error().message}});
    return;
  }
  listener_ = std::move(*listener);
  listener_->start();
}

void PgDatabase::stop() {
  if (listener_) listener_->stop();
  pool_->stop();
}

boost::asio::awaitable<void> PgDatabase::maintain() {
  namespace this_coro = boost::asio::this_coro;
  boost::asio::steady_timer timer(co_await this_coro::executor);
  // A cancellation while the database works must end the loop as one in between does: by returning.
  const bool throwing = co_await this_coro::throw_if_cancelled();
  co_await this_coro::throw_if_cancelled(false);
  while ((co_await this_coro::cancellation_state).cancelled() == boost::asio::cancellation_type::none) {
    timer.expires_after(options_.lease / 3);
    const auto [error] = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (error) break;
    co_await tidy();
  }
  co_await this_coro::throw_if_cancelled(throwing);
}

boost::asio::awaitable<void> PgDatabase::tidy() {
  // health() tells why something failed.
  static_cast<void>(co_await chats_.renewLeases());
  static_cast<void>(co_await idempotency_.renewLeases());
  static_cast<void>(co_await chats_.sweepExpired());
  const SystemTime oldest = clock_.now() - options_.keepKeys;
  static_cast<void>(co_await idempotency_.forgetOlderThan(oldest));
  const SystemTime lastMonth = clock_.now() - kErasuresRemembered;
  static_cast<void>(co_await chats_.forgetErasuresBefore(lastMonth));
  co_await retain();
}

boost::asio::awaitable<void> PgDatabase::retain() {
  const SystemTime now = clock_.now();
  if (options_.retention.count() == 0 || now - retained_ < kRetentionInterval) co_return;
  const SystemTime oldest = now - options_.retention;
  if (journal_) static_cast<void>(journal_->eraseSetAsideBefore(oldest));
  // One batch a turn: leases cannot wait for the first run over a large database.
  const auto erased = co_await conversations_.eraseUntouchedSince(oldest, kRetentionBatch);
  if (!erased) co_return;
  if (*erased < kRetentionBatch) retained_ = now;
  if (*erased > 0) Log("store").info("conversations past their retention erased", {{"conversations", *erased}});
}

boost::asio::awaitable<void> PgDatabase::drainJournal() {
  namespace this_coro = boost::asio::this_coro;
  if (!journal_) co_return;
  boost::asio::steady_timer timer(co_await this_coro::executor);
  const bool throwing = co_await this_coro::throw_if_cancelled();
  co_await this_coro::throw_if_cancelled(false);
  while ((co_await this_coro::cancellation_state).cancelled() == boost::asio::cancellation_type::none) {
    std::chrono::milliseconds pause = kJournalInterval;
    if (journal_->depth() > 0 && health().state == DatabaseHealth::State::kOk) {
      const auto written = co_await replay_->step();
      if (written && *written > 0) {
        if (journal_->depth() == 0) Log("store").info("outage journal drained");
        pause = std::chrono::milliseconds(0);
      } else {
        if (!written) Log("store").warning("outage journal not drained", {{"reason", written.error().message}});
        pause = kJournalRetry;
      }
    }
    timer.expires_after(pause);
    const auto [error] = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (error) break;
  }
  co_await this_coro::throw_if_cancelled(throwing);
}

}  // namespace vigie
