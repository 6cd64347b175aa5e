// Dispatcher: what every request of a listener goes through, around its handler.
#pragma once

#include "core/base/log.h"
#include "core/base/log_quota.h"
#include "server/api/access_policy.h"
#include "server/api/router.h"
#include "server/api/services.h"
#include "server/net/exchange.h"

#include <array>
#include <string>
#include <vector>

namespace vigie::api {

/// In this order: request id, framing fault (400), Host and Origin (403), route (404, 405 with Allow), key (401, on the
/// public listener where the services have keys), the owner's rate (429), media type (415), body (413, 400), a place
/// among what is worked on (503), a drill's fault, handler; every fault in OpenAI's shape, every counted request in
/// http_*. Used from all I/O threads.
class Dispatcher final : public net::HttpHandler {
 public:
  enum class Kind { kPublic, kInternal };  ///< kInternal: not counted, and no key is asked for
  Dispatcher(const Services& services, Router router, AccessPolicy policy, Kind kind);

  boost::asio::awaitable<void> handle(net::Exchange& exchange) override;

 private:
  boost::asio::awaitable<Result<net::HttpResponse>> answer(const Router::Match& match, Call& call);
  boost::asio::awaitable<Result<void>> suffer(const Route& route, Call& call) const;
  Result<void> admit(Call& call) const;
  HttpMetrics::Series* unmatched(std::string_view method) const;

  const Services& services_;
  Kind kind_;
  Router router_;
  AccessPolicy policy_;
  std::vector<std::pair<std::string, HttpMetrics::Series*>> unmatched_;
  Log log_;
  LogQuota failuresLogged_{10};  ///< an overload is thousands a second; http_requests_total counts them all
};

/// The methods that are their own label; any other is "other".
inline constexpr std::array kMethodLabels{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "other"};

}  // namespace vigie::api
