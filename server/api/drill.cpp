#include "server/api/handlers.h"
#include "server/api/json_reply.h"

namespace vigie::api {

/// What a drill's load asks: it is measured like any request, keeps nothing and asks no model. What goes wrong with it
/// is a fault of the FaultBoard.
boost::asio::awaitable<Result<net::HttpResponse>> drill(const Services&, Call&) {
  co_return jsonReply({{"object", "vigie.drill"}, {"status", "ok"}});
}

}  // namespace vigie::api
