#include "server/api/dispatcher.h"

#include "core/base/ids.h"
#include "server/api/handlers.h"
#include "server/api/http_error.h"
#include "server/api/multipart.h"
#include "server/auth/bearer.h"
#include "server/drills/fault_board.h"
#include "server/net/awaiting.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace vigie::api {

namespace asio = boost::asio;

namespace {

/// A client's X-Request-Id is taken over when it is harmless in a log and in a header.
bool isSaneRequestId(std::string_view id) {
  return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

/// What a client may have sent on without waiting for the answer.
constexpr std::uint64_t kSmallBody = 64 * 1024;

/// A refusal that leaves a body unread costs the client its connection, and an overloaded server the making of a new
/// one: a small body is read and forgotten.
asio::awaitable<void> skipSmallBody(net::Exchange& exchange) {
  const net::RequestHead& head = exchange.request().head;
  if (head.chunked || head.contentLength.value_or(0) > kSmallBody || !head.find("Expect").empty()) co_return;
  co_await exchange.readBody(kSmallBody);
}

constexpr const char* kDrilled = "a drill answers so: DELETE /internal/faults ends it, and it ends by itself";

/// CORS for the origins that AccessPolicy let through.
void addCorsHeaders(net::Exchange& exchange) {
  const auto origin = exchange.request().head.find("Origin");
  if (origin.empty()) return;
  exchange.addHeader("Access-Control-Allow-Origin", origin);
  exchange.addHeader("Access-Control-Expose-Headers", "X-Request-Id, Retry-After, WWW-Authenticate");
  exchange.addHeader("Vary", "Origin");
}

}  // namespace

Dispatcher::Dispatcher(const Services& services, Router router, AccessPolicy policy, Kind kind)
    : services_(services), kind_(kind), router_(std::move(router)), policy_(std::move(policy)), log_("api") {
  if (kind == Kind::kInternal) return;
  for (const char* method : kMethodLabels) {
    unmatched_.emplace_back(method, &services.metrics.series(method, "unmatched"));
  }
}

HttpMetrics::Series* Dispatcher::unmatched(std::string_view method) const {
  if (unmatched_.empty()) return nullptr;
  const auto known =
      std::find_if(unmatched_.begin(), unmatched_.end(), [method](const auto& entry) { return entry.first == method; });
  return known != unmatched_.end() ? known->second : unmatched_.back().second;
}

asio::awaitable<void> Dispatcher::handle(net::Exchange& exchange) {
  net::HttpRequest& request = exchange.request();
  const auto given = request.head.find("X-Request-Id");
  request.id = isSaneRequestId(given) ? std::string(given) : newId();
  exchange.addHeader("X-Request-Id", request.id);

  Call call(exchange);
  auto match = exchange.fault() ? Router::Match() : router_.match(request.head.method, request.head.path);
  HttpMetrics::Series* const series = match.route != nullptr ? match.route->series : unmatched(request.head.method);
  std::optional<InFlight> inFlight;
  if (series != nullptr) {
    inFlight.emplace(services_.metrics.inFlight());
    exchange.onFirstByte([series, &request] { series->observe(std::chrono::steady_clock::now() - request.arrived); });
  }

  call.params = std::move(match.params);
  Result<net::HttpResponse> outcome = Error();
  try {
    outcome = co_await answer(match, call);
  } catch (const std::exception& failure) {
    log_.error("handler failed", {{"request_id", request.id}, {"what", failure.what()}});
    outcome = Error(ErrorCode::kInternal, "the server failed; the request id names the incident");
    if (exchange.answered()) {  // no second response behind half of one
      exchange.cutStream();
      call.answeredByHandler = true;
      call.status = 500;
    }
  }
  if (!call.answeredByHandler) {
    if (exchange.clientGone()) {
      call.status = statusOf(ErrorCode::kCancelled);
    } else {
      net::HttpResponse response = outcome ? std::move(*outcome) : errorResponse(outcome.error());
      call.status = response.status;
      co_await exchange.send(std::move(response));
    }
  }
  if (series != nullptr && call.status != 0) series->count(call.status);
  if (series == nullptr || call.status < 500 || call.status == 501) co_return;
  if (const auto leftOut = failuresLogged_.take(std::chrono::steady_clock::now())) {
    log_.warning("request failed",
                 {{"request_id", request.id},
                  {"route", match.route != nullptr ? std::string_view(match.route->pattern) : "unmatched"},
                  {"status", call.status},
                  {"left_out", *leftOut}});
  }
}

asio::awaitable<Result<net::HttpResponse>> Dispatcher::answer(const Router::Match& match, Call& call) {
  net::Exchange& exchange = call.exchange;
  net::HttpRequest& request = exchange.request();
  if (exchange.fault()) co_return *exchange.fault();
  if (const auto allowed = policy_.check(request.head); !allowed) co_return allowed.error();
  addCorsHeaders(exchange);
  if (match.route == nullptr && match.allow.empty()) {
    co_return Error(ErrorCode::kNotFound, "there is no such route; GET /openapi.json lists them");
  }
  if (match.route == nullptr) {
    exchange.addHeader("Allow", match.allow);
    if (request.head.method == "OPTIONS" && !request.head.find("Origin").empty()) {
      exchange.addHeader("Access-Control-Allow-Methods", match.allow);
      exchange.addHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, X-Request-Id");
      co_return net::HttpResponse(204, {}, {});
    }
    co_return Error(ErrorCode::kMethodNotAllowed, "this route serves " + match.allow);
  }
  const Route& route = *match.route;
  const bool guarded = kind_ == Kind::kPublic && !route.open;
  if (guarded) {
    if (const auto admitted = admit(call); !admitted) {
      const Error refusal = admitted.error();
      co_await skipSmallBody(exchange);
      co_return refusal;
    }
  }
  const bool limited = guarded && services_.inFlight != nullptr && route.handler != &chatOverWebSocket;
  // Before the body where it is large, so that an overload does not fill the memory with what will be refused.
  if (limited && services_.inFlight->full() && request.head.contentLength.value_or(kSmallBody + 1) > kSmallBody) {
    if (request.head.hasBody()) co_return limits::InFlightLimit::refusal();
  }
  if (route.body != Route::Body::kNone) {
    const std::string type = mediaTypeOf(request.head.find("Content-Type"));
    const bool form = route.body == Route::Body::kDocument && type == "multipart/form-data";
    if (type != "application/json" && !form) {
      co_return Error(ErrorCode::kUnsupportedMedia,
                      route.body == Route::Body::kDocument
                          ? "the body must be JSON (application/json) or a form with a file (multipart/form-data)"
                          : "the body must be JSON, with Content-Type: application/json");
    }
    // Nothing is unpacked here, so a small body is a small document.
    const auto encoding = request.head.find("Content-Encoding");
    if (!encoding.empty() && !net::equalsIgnoringCase(encoding, "identity")) {
      co_return Error(ErrorCode::kUnsupportedMedia, "the body must be sent without a Content-Encoding");
    }
    const std::size_t limit = route.body == Route::Body::kDocument ? services_.documentBodyLimit : services_.bodyLimit;
    const auto read = co_await exchange.readBody(limit);
    if (!read) co_return read.error();
  }
  const auto place = limited ? services_.inFlight->enter() : std::nullopt;
  if (limited && !place) co_return limits::InFlightLimit::refusal();
  if (kind_ == Kind::kPublic && services_.faults != nullptr) {
    const auto unharmed = co_await suffer(route, call);
    if (!unharmed) co_return unharmed.error();
  }
  auto outcome = co_await route.handler(services_, call);
  co_return outcome;
}

/// What a drill has in store for the route: a delay, which a client that leaves and the server's stop end, or an error.
asio::awaitable<Result<void>> Dispatcher::suffer(const Route& route, Call& call) const {
  const drills::FaultBoard::Mishap mishap = services_.faults->meet(route.pattern);
  if (mishap.delay.count() > 0) {
    asio::steady_timer timer(co_await asio::this_coro::executor, mishap.delay);
    const net::InterruptionWatch watch(call.exchange, [&timer](net::Interruption why) {
      if (why != net::Interruption::kDraining) timer.cancel();
    });
    const auto [interrupted] = co_await timer.async_wait(kToken);
    if (interrupted && call.exchange.clientGone()) co_return Error(ErrorCode::kCancelled, "the client left");
    if (interrupted) co_return Error(ErrorCode::kUnavailable, "the server stops");
  }
  switch (mishap.status) {
    case 0:
      co_return Result<void>();
    case 502:
      co_return Error(ErrorCode::kUpstreamFailed, kDrilled);
    case 503:
      co_return Error(ErrorCode::kUnavailable, kDrilled);
    case 504:
      co_return Error(ErrorCode::kTimeout, kDrilled);
    default:
      co_return Error(ErrorCode::kInternal, kDrilled);
  }
}

/// The key and the owner's rate. Adds what the client should know of both to the response.
Result<void> Dispatcher::admit(Call& call) const {
  net::Exchange& exchange = call.exchange;
  if (services_.keys != nullptr) {
    auto caller = auth::authenticate(exchange.request().head, *services_.keys);
    if (!caller) {
      exchange.addHeader("WWW-Authenticate", "Bearer realm=\"vigie\"");
      return caller.error();
    }
    call.caller = std::move(*caller);
    call.owner = call.caller.owner;
  }
  if (services_.rates == nullptr) return {};
  const auto granted = services_.rates->request(call.owner);
  for (const auto& [name, value] : services_.rates->headers(call.owner)) exchange.addHeader(name, value);
  return granted;
}

}  // namespace vigie::api
