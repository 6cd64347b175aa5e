// One HTTP request as it was read, and one response as it will be written.
#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vigie::net {

/// A header field; both views point into the request's own bytes.
struct HeaderField {
  std::string_view name;
  std::string_view value;  ///< without surrounding blanks
};

/// What the head of a request says. The views point into the bytes it was read from.
struct RequestHead {
  std::string_view method;
  std::string_view target;  ///< origin form, as sent
  std::string_view path;    ///< the target before any '?'
  std::string_view query;   ///< after it; empty when there is none
  std::string_view host;
  std::vector<HeaderField> fields;
  std::optional<std::uint64_t> contentLength;
  bool chunked = false;
  bool keepAlive = true;

  /// The value of the first field of that name (any case), empty when there is none.
  [[nodiscard]] std::string_view find(std::string_view name) const;
  /// Whether the comma-separated list in `name` holds `token` (any case).
  [[nodiscard]] bool lists(std::string_view name, std::string_view token) const;
  [[nodiscard]] bool hasBody() const { return chunked || contentLength.value_or(0) > 0; }
};

struct HttpRequest {
  HttpRequest() = default;
  HttpRequest(const HttpRequest&) = delete;
  HttpRequest& operator=(const HttpRequest&) = delete;

  std::string bytes;  ///< the raw head; `head` points into it
  RequestHead head;
  std::string body;
  std::string id;        ///< X-Request-Id, the client's where it is sane
  SteadyTime arrived{};  ///< when its first byte was there
};

struct HttpResponse {
  HttpResponse() = default;
  HttpResponse(int statusCode, std::string text, std::string mediaType = "application/json")
      : status(statusCode), contentType(std::move(mediaType)), body(std::move(text)) {}

  int status = 200;
  std::string contentType;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept;

}  // namespace vigie::net
