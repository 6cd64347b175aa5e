#include "server/api/handlers.h"

namespace vigie::api {

boost::asio::awaitable<Result<net::HttpResponse>> notImplemented(const Services&, Call&) {
  co_return Error(ErrorCode::kNotImplemented, "this route is in the contract and not served yet");
}

}  // namespace vigie::api
