#include "server/api/http_error.h"

#include "core/wire/error.h"

#include <boost/json/serialize.hpp>

namespace vigie::api {

int statusOf(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return 400;
    case ErrorCode::kUnauthenticated:
      return 401;
    case ErrorCode::kForbidden:
      return 403;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kMethodNotAllowed:
      return 405;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kTooLarge:
      return 413;
    case ErrorCode::kUnsupportedMedia:
      return 415;
    case ErrorCode::kUnprocessable:
      return 422;
    case ErrorCode::kRateLimited:
      return 429;
    case ErrorCode::kCancelled:
      return 499;
    case ErrorCode::kInternal:
      return 500;
    case ErrorCode::kNotImplemented:
      return 501;
    case ErrorCode::kUpstreamFailed:
      return 502;
    case ErrorCode::kUnavailable:
      return 503;
    case ErrorCode::kTimeout:
      return 504;
  }
  return 500;
}

net::HttpResponse errorResponse(const Error& error) {
  net::HttpResponse response(statusOf(error.code), boost::json::serialize(wire::toJson(error)));
  if (error.retryAfter) response.headers.emplace_back("Retry-After", std::to_string(error.retryAfter->count()));
  return response;
}

}  // namespace vigie::api
