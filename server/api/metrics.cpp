#include "core/metrics/exposition.h"
#include "server/api/handlers.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vigie::api {

namespace {

boost::asio::awaitable<std::string> render(const Services& services) {
  co_return renderExposition(services.metricSources);
}

}  // namespace

boost::asio::awaitable<Result<net::HttpResponse>> exposeMetrics(const Services& services, Call&) {
  auto rendering = render(services);
  // Shielded: a cancelled coroutine that never suspended would throw into the pool's thread (asio's co_spawn).
  auto uncancelled = boost::asio::bind_cancellation_slot(boost::asio::cancellation_slot(), boost::asio::use_awaitable);
  std::string text =
      co_await boost::asio::co_spawn(services.scrapePool.get_executor(), std::move(rendering), std::move(uncancelled));
  co_return net::HttpResponse(200, std::move(text), kExpositionContentType);
}

}  // namespace vigie::api
