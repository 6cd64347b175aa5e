#include "core/llm/upstream_error.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <iomanip>
#include <locale>
#include <optional>
#include <sstream>

namespace vigie {

namespace json = boost::json;

namespace {

constexpr std::size_t kMaxMessage = 300;
constexpr long kLongestRetryAfter = 24 * 3600;

/// The members of OpenAI's error object that matter; empty where they are not strings.
struct ErrorObject {
  std::string message;
  std::string type;
  std::string code;
  std::string param;
};

std::string stringOf(const json::object& object, std::string_view key) {
  const auto* const member = object.if_contains(key);
  if (member == nullptr || !member->is_string()) return {};
  return presentable(std::string_view(member->get_string()));
}

std::optional<ErrorObject> errorObject(const json::value& error) {
  ErrorObject out;
  if (error.is_string()) {
    out.message = presentable(std::string_view(error.get_string()));
    return out;
  }
  const auto* const object = error.if_object();
  if (object == nullptr) return std::nullopt;
  out.message = stringOf(*object, "message");
  out.type = stringOf(*object, "type");
  out.code = stringOf(*object, "code");
  out.param = stringOf(*object, "param");
  return out;
}

std::optional<ErrorObject> errorObjectOfBody(std::string_view body) {
  boost::system::error_code failed;
  const json::value parsed = json::parse(json::string_view(body.data(), body.size()), failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  const auto* const error = parsed.get_object().if_contains("error");
  return error == nullptr ? std::nullopt : errorObject(*error);
}

/// Until an HTTP date (RFC 9110 §5.6.7, the one form that is still sent), rounded up.
std::optional<std::chrono::seconds> secondsUntil(std::string_view header, SystemTime now) {
  std::istringstream text{std::string(header)};
  text.imbue(std::locale::classic());
  std::tm parts{};
  text >> std::get_time(&parts, "%a, %d %b %Y %H:%M:%S GMT");
  if (text.fail()) return std::nullopt;
  const auto at = SystemTime(std::chrono::seconds(timegm(&parts)));
  const auto left = std::chrono::ceil<std::chrono::seconds>(at - now);
  return std::clamp(left, std::chrono::seconds(0), std::chrono::seconds(kLongestRetryAfter));
}

/// Retry-After: seconds, as every model server sends them, or an HTTP date, as proxies do.
std::optional<std::chrono::seconds> waitingTime(std::string_view header, SystemTime now) {
  long value = 0;
  const auto [end, failed] = std::from_chars(header.data(), header.data() + header.size(), value);
  if (failed == std::errc::result_out_of_range && !header.starts_with('-')) {
    return std::chrono::seconds(kLongestRetryAfter);
  }
  if (failed != std::errc{}) return secondsUntil(header, now);
  if (value < 0) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(header.data() + header.size() - end));
  if (!rest.empty() && rest.front() != '.') return std::nullopt;
  if (!rest.empty()) ++value;  // a fraction is waited out
  return std::chrono::seconds(std::min(value, kLongestRetryAfter));
}

bool speaksOfModel(const ErrorObject& error) {
  return error.code == "model_not_found" || error.param == "model" || error.message.find("model") != std::string::npos;
}

}  // namespace

std::string presentable(std::string_view message) {
  std::string out;
  for (const char c : message) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  if (out.size() <= kMaxMessage) return out;
  std::size_t cut = kMaxMessage - 3;
  while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0U) == 0x80U) --cut;
  out.resize(cut);
  return out + "…";
}

LlmFailure errorOfStatus(unsigned status, std::string_view body, std::string_view retryAfter, SystemTime now) {
  const auto failure = [&](FaultKind kind, ErrorCode code, std::string message, std::string param = {}) {
    LlmFailure out(kind, Error(code, std::move(message), std::move(param)));
    out.status = status;
    if (kind != FaultKind::kRefused) out.retryAfter = waitingTime(retryAfter, now);
    return out;
  };
  const std::string number = std::to_string(status);
  if (status < 400) {
    return failure(FaultKind::kRefused, ErrorCode::kUpstreamFailed,
                   "upstream answered with status " + number + "; OPENAI_BASE_URL may be wrong");
  }
  if (status == 401 || status == 403) {
    return failure(FaultKind::kRefused, ErrorCode::kUpstreamFailed,
                   "upstream refused our key; OPENAI_API_KEY must be one it accepts");
  }
  if (status == 429) {
    return failure(FaultKind::kRateLimited, ErrorCode::kRateLimited, "upstream limits its requests; try again later");
  }
  if (status >= 500) {
    return failure(FaultKind::kBroken, ErrorCode::kUpstreamFailed, "upstream failed with status " + number);
  }
  if (status == 408) {
    return failure(FaultKind::kBusy, ErrorCode::kTimeout, "upstream gave up waiting for the request");
  }
  if (status == 409) {
    return failure(FaultKind::kBusy, ErrorCode::kUpstreamFailed, "upstream was busy with something that conflicts");
  }

  const auto object = errorObjectOfBody(body);
  if (status == 404 || status == 405) {
    if (status == 404 && object && speaksOfModel(*object)) {
      return failure(FaultKind::kRefused, ErrorCode::kNotFound, object->message, "model");
    }
    return failure(FaultKind::kRefused, ErrorCode::kUpstreamFailed,
                   "upstream has no chat completions there; OPENAI_BASE_URL may be wrong");
  }
  const ErrorCode code = status == 413 ? ErrorCode::kTooLarge : ErrorCode::kInvalidArgument;
  if (!object || object->message.empty()) {
    return failure(FaultKind::kRefused, code, "upstream refused the request with status " + number);
  }
  return failure(FaultKind::kRefused, code, object->message, object->param);
}

LlmFailure errorInStream(const json::value& error) {
  const auto object = errorObject(error);
  const LlmFailure unnamed(FaultKind::kBroken, Error(ErrorCode::kUpstreamFailed, "upstream failed while it answered"));
  if (!object) return unnamed;
  if (object->code == "rate_limit_exceeded" || object->type == "rate_limit_error") {
    return {FaultKind::kRateLimited, Error(ErrorCode::kRateLimited, "upstream limits its requests; try again later")};
  }
  const FaultKind kind = object->type == "invalid_request_error" ? FaultKind::kRefused : FaultKind::kBroken;
  if (object->message.empty()) return unnamed;
  return {kind, Error(ErrorCode::kUpstreamFailed, "upstream failed while it answered: " + object->message)};
}

}  // namespace vigie
