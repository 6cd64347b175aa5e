// Router: from method and path to a route of the contract.
#pragma once

#include "core/base/result.h"
#include "core/metrics/http_metrics.h"
#include "server/auth/api_keys.h"
#include "server/net/exchange.h"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace vigie::api {

struct Services;

/// One matched request on its way through a handler.
struct Call {
  explicit Call(net::Exchange& of) : exchange(of) {}

  net::Exchange& exchange;
  std::vector<std::string_view> params;  ///< what the {…} of the template matched
  std::string owner;                     ///< the key's owner; empty without keys
  auth::Caller caller;                   ///< the same with the key's digest, for what outlives a request
  /// Set by a handler that answers by itself (a stream, a WebSocket): the status to count, 0 for none.
  bool answeredByHandler = false;
  int status = 0;
};

/// Gives the response, or an error to map. `services` and `call` outlive the awaited call.
using Handler = boost::asio::awaitable<Result<net::HttpResponse>> (*)(const Services& services, Call& call);

struct Route {
  std::string method;
  std::string pattern;  ///< "/v1/conversations/{id}"; the metric label `endpoint`
  Handler handler = nullptr;
  enum class Body { kNone, kJson, kDocument /* JSON or a form */ } body = Body::kNone;
  bool open = false;                      ///< served without a key
  std::vector<int> statuses;              ///< every status it can end with
  HttpMetrics::Series* series = nullptr;  ///< nullptr: not counted
};

/// Immutable once filled; any thread.
class Router {
 public:
  explicit Router(std::vector<Route> routes);

  struct Match {
    const Route* route = nullptr;  ///< nullptr: no such path, or not this method
    std::vector<std::string_view> params;
    std::string allow;  ///< the methods of the path, where only the method is wrong
  };
  /// `path` must outlive the match.
  [[nodiscard]] Match match(std::string_view method, std::string_view path) const;
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace vigie::api
