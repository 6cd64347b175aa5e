#include "server/server.h"

#include "server/api/live_chats.h"
#include "server/api/routes.h"

#include <algorithm>
#include <utility>

namespace vigie {

namespace {
/// For answers that were ended to say so, and for the pieces of them to be stored.
constexpr std::chrono::milliseconds kEndingTime{3'000};
/// For answers whose clients are gone to be stored: longer than the store takes to give up.
constexpr std::chrono::milliseconds kUnwindingTime{6'000};
/// For what waits for something else than its client.
constexpr std::chrono::milliseconds kCancellingTime{1'000};
constexpr std::chrono::milliseconds kInternalEndingTime{500};
}  // namespace

Server::Server(boost::asio::io_context& io, const api::Services& services, net::ConnectionLimits limits)
    : services_(services),
      limits_(limits),
      publicTasks_(io.get_executor()),
      internalTasks_(io.get_executor()),
      public_(io, publicTasks_, "public"),
      internal_(io, internalTasks_, "internal") {}

Result<void> Server::start(const Config& config) {
  if (const auto open = public_.open(config.listen); !open) return open.error();
  if (const auto open = internal_.open(config.internalListen); !open) return open.error();

  auto routes = api::publicRoutes(config.drills);
  api::resolveSeries(routes, services_.metrics);
  publicApi_ = std::make_unique<api::Dispatcher>(
      services_, api::Router(std::move(routes)),
      api::AccessPolicy(public_.endpoint(), config.allowedHosts, config.allowedOrigins),
      api::Dispatcher::Kind::kPublic);

  // Prometheus asks with the name of compose's service.
  std::vector<std::string> internalHosts = config.allowedHosts;
  internalHosts.emplace_back("web:8000");
  internalApi_ = std::make_unique<api::Dispatcher>(services_, api::Router(api::internalRoutes(config.drills)),
                                                   api::AccessPolicy(internal_.endpoint(), internalHosts, {}),
                                                   api::Dispatcher::Kind::kInternal);
  public_.start(*publicApi_, limits_);
  internal_.start(*internalApi_, limits_);
  return {};
}

boost::asio::awaitable<bool> Server::shutDown(std::chrono::milliseconds window) {
  services_.health.drain();
  services_.live->drain();
  public_.drain();
  bool over = co_await publicEnds(window);
  if (!over) {
    public_.stop();
    services_.live->stop(Error(ErrorCode::kUnavailable, "the server is stopping; ask again, another one may answer"));
    over = co_await publicEnds(kEndingTime);
  }
  if (!over) {
    public_.drop();
    over = co_await publicEnds(kUnwindingTime);
  }
  if (!over) {
    publicTasks_.cancel(boost::asio::cancellation_type::terminal);
    over = co_await publicEnds(kCancellingTime);
  }
  internal_.stop();
  bool internalOver = co_await internalTasks_.wait(kInternalEndingTime);
  if (!internalOver) {
    internal_.drop();
    internalOver = co_await internalTasks_.wait(kInternalEndingTime);
  }
  if (!over || !internalOver) {
    log_.error("not everything ended in its time", {{"public", static_cast<std::int64_t>(publicTasks_.size())},
                                                    {"internal", static_cast<std::int64_t>(internalTasks_.size())}});
  }
  co_return over && internalOver;
}

/// The requests first; then chats whose sockets were lost: somebody may read their answers later.
boost::asio::awaitable<bool> Server::publicEnds(std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  const bool requests = co_await publicTasks_.wait(limit);
  const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
  const bool chats = co_await services_.live->wait(std::max(rest, std::chrono::milliseconds(0)));
  co_return requests && chats;
}

}  // namespace vigie
