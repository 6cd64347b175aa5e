#include "core/llm/upstream_error.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <charconv>
#include <optional>

namespace vigie {

namespace json = boost::json;

namespace {

constexpr std::size_t kMaxMessage = 300;
constexpr long kLongestRetryAfter = 3600;

/// The members of OpenAI's error object that matter; empty where they are not strings.
struct ErrorObject {
  std::string message;
  std::string type;
  std::string code;
  std::string param;
};

std::string text(const json::object& object, std::string_view key) {
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
  out.message = text(*object, "message");
  out.type = text(*object, "type");
  out.code = text(*object, "code");
  out.param = text(*object, "param");
  return out;
}

std::optional<ErrorObject> errorObjectOfBody(std::string_view body) {
  boost::system::error_code failed;
  const json::value parsed = json::parse(json::string_view(body.data(), body.size()), failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  const auto* const error = parsed.get_object().if_contains("error");
  return error == nullptr ? std::nullopt : errorObject(*error);
}

/// Seconds only: what every model server sends. An HTTP date is taken for unknown.
std::optional<std::chrono::seconds> seconds(std::string_view header) {
  long value = 0;
  const auto [end, failed] = std::from_chars(header.data(), header.data() + header.size(), value);
  if (failed != std::errc{} || value < 0) return std::nullopt;
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

Error errorOfStatus(unsigned status, std::string_view body, std::string_view retryAfter) {
  const std::string number = std::to_string(status);
  if (status == 401 || status == 403) {
    return {ErrorCode::kUpstreamFailed, "upstream refused our key; OPENAI_API_KEY must be one it accepts"};
  }
  if (status == 429) {
    Error error(ErrorCode::kRateLimited, "upstream limits its requests; try again later");
    error.retryAfter = seconds(retryAfter);
    return error;
  }
  if (status >= 500 || status < 400) {
    Error error(ErrorCode::kUpstreamFailed, "upstream failed with status " + number);
    if (status < 400) error.message = "upstream answered with status " + number + "; OPENAI_BASE_URL may be wrong";
    error.retryAfter = seconds(retryAfter);
    return error;
  }
  if (status == 408) return {ErrorCode::kTimeout, "upstream gave up waiting for the request"};

  const auto object = errorObjectOfBody(body);
  if (status == 404 || status == 405) {
    if (status == 404 && object && speaksOfModel(*object)) return {ErrorCode::kNotFound, object->message, "model"};
    return {ErrorCode::kUpstreamFailed, "upstream has no chat completions there; OPENAI_BASE_URL may be wrong"};
  }
  const ErrorCode code = status == 413 ? ErrorCode::kTooLarge : ErrorCode::kInvalidArgument;
  if (!object || object->message.empty()) return {code, "upstream refused the request with status " + number};
  return {code, object->message, object->param};
}

Error errorInStream(const json::value& error) {
  const auto object = errorObject(error);
  if (!object) return {ErrorCode::kUpstreamFailed, "upstream failed while it answered"};
  if (object->code == "rate_limit_exceeded" || object->type == "rate_limit_error") {
    return {ErrorCode::kRateLimited, "upstream limits its requests; try again later"};
  }
  if (object->message.empty()) return {ErrorCode::kUpstreamFailed, "upstream failed while it answered"};
  return {ErrorCode::kUpstreamFailed, "upstream failed while it answered: " + object->message};
}

}  // namespace vigie
