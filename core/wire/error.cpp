#include "core/wire/error.h"

#include <array>

namespace vigie::wire {

namespace {

std::string_view typeOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kMethodNotAllowed:
    case ErrorCode::kConflict:
    case ErrorCode::kTooLarge:
    case ErrorCode::kUnsupportedMedia:
    case ErrorCode::kUnprocessable:
    case ErrorCode::kCancelled: return "invalid_request_error";
    case ErrorCode::kUnauthenticated: return "authentication_error";
    case ErrorCode::kForbidden: return "permission_error";
    case ErrorCode::kNotFound: return "not_found_error";
    case ErrorCode::kRateLimited: return "rate_limit_error";
    case ErrorCode::kTimeout: return "timeout_error";
    case ErrorCode::kInternal:
    case ErrorCode::kNotImplemented:
    case ErrorCode::kUpstreamFailed:
    case ErrorCode::kUnavailable: return "api_error";
  }
  return "api_error";
}

/// `code` of the JSON: OpenAI's own name where clients know one.
std::string_view codeOf(ErrorCode code) {
  if (code == ErrorCode::kUnauthenticated) return "invalid_api_key";
  if (code == ErrorCode::kRateLimited) return "rate_limit_exceeded";
  return toString(code);
}

constexpr std::array kCodes{
    ErrorCode::kInvalidArgument,  ErrorCode::kUnauthenticated,  ErrorCode::kForbidden,     ErrorCode::kNotFound,
    ErrorCode::kMethodNotAllowed, ErrorCode::kConflict,         ErrorCode::kTooLarge,      ErrorCode::kUnsupportedMedia,
    ErrorCode::kUnprocessable,    ErrorCode::kRateLimited,      ErrorCode::kCancelled,     ErrorCode::kInternal,
    ErrorCode::kNotImplemented,   ErrorCode::kUpstreamFailed,   ErrorCode::kUnavailable,   ErrorCode::kTimeout};

}  // namespace

json::object toJson(const Error& error) {
  json::object inner{{"message", error.message}, {"type", typeOf(error.code)}};
  inner["param"] = error.param.empty() ? json::value(nullptr) : json::value(error.param);
  inner["code"] = codeOf(error.code);
  return {{"error", std::move(inner)}};
}

Error errorFromJson(std::string_view body) {
  const Error unreadable(ErrorCode::kUpstreamFailed, "the server answered with something that is not an error object");
  const auto parsed = parseJson(body);
  if (!parsed || !parsed->is_object()) return unreadable;
  const auto* const inner = parsed->get_object().if_contains("error");
  if (inner == nullptr || !inner->is_object()) return unreadable;
  const Fields fields(inner->get_object());
  Error error(ErrorCode::kUpstreamFailed, "");
  if (const auto message = fields.string("message"); message && *message) error.message = **message;
  if (const auto param = fields.string("param"); param && *param) error.param = **param;
  if (const auto code = fields.string("code"); code && *code) {
    for (const ErrorCode known : kCodes) {
      if (codeOf(known) == **code) error.code = known;
    }
  }
  return error;
}

}  // namespace vigie::wire
