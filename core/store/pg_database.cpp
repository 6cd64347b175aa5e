#include "core/store/pg_database.h"

#include "core/base/ids.h"
#include "core/base/log.h"
#include "core/store/impl/pg_session.h"
#include "core/store/migrations.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vigie {

Result<std::unique_ptr<PgDatabase>> PgDatabase::create(const Secret& databaseUrl, prometheus::Registry& registry,
                                                       PgDatabaseOptions options) {
  auto metrics = std::make_unique<StoreMetrics>(registry);
  auto pool = PgPool::create(databaseUrl, *metrics, options.pool);
  if (!pool) return pool.error();
  return std::unique_ptr<PgDatabase>(new PgDatabase(std::move(metrics), std::move(*pool), std::move(options)));
}

PgDatabase::PgDatabase(std::unique_ptr<StoreMetrics> metrics, std::unique_ptr<PgPool> pool, PgDatabaseOptions options)
    : metrics_(std::move(metrics)),
      pool_(std::move(pool)),
      options_(std::move(options)),
      chats_(*pool_, newId(), options_.lease),
      conversations_(*pool_),
      documents_(*pool_),
      feedbackLoop_(*pool_) {}

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
    // What fails now is done at the next turn; health() tells why.
    static_cast<void>(co_await chats_.renewLeases());
    static_cast<void>(co_await chats_.sweepExpired());
  }
  co_await this_coro::throw_if_cancelled(throwing);
}

}  // namespace vigie
