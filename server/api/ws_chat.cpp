#include "server/api/handlers.h"

namespace vigie::api {

boost::asio::awaitable<Result<net::HttpResponse>> chatOverWebSocket(const Services& services, Call& call) {
  auto outcome = co_await notImplemented(services, call);
  co_return outcome;
}

}  // namespace vigie::api
