#include "server/api/handlers.h"

#include <boost/json/serialize.hpp>

namespace vigie::api {

boost::asio::awaitable<Result<net::HttpResponse>> showLiveness(const Services&, Call&) {
  co_return net::HttpResponse(200, R"({"status":"live","version":")" VIGIE_VERSION R"("})");
}

boost::asio::awaitable<Result<net::HttpResponse>> showReadiness(const Services& services, Call&) {
  const wire::Readiness readiness = services.health.snapshot();
  co_return net::HttpResponse(readiness.servesTraffic() ? 200 : 503, boost::json::serialize(wire::toJson(readiness)));
}

}  // namespace vigie::api
