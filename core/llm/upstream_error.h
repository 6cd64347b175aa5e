// What an OpenAI-compatible server's refusals mean to our own clients.
#pragma once

#include "core/base/clock.h"
#include "core/llm/llm_upstream.h"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace vigie {

/// An answer with a status other than 200. `body` may be cut off or anything at all; `retryAfter` is the header's value
/// or empty. Upstream's own words are passed on only where they come in an OpenAI error object and concern the request
/// (4xx): 401 and 403 speak of our key, 5xx of upstream's inside. `now` is what an HTTP date in `retryAfter` is held
/// against.
LlmFailure errorOfStatus(unsigned status, std::string_view body, std::string_view retryAfter,
                         SystemTime now = SystemClock().now());

/// The member `error` of an event within a stream that had begun.
LlmFailure errorInStream(const boost::json::value& error);

/// A foreign message made fit to show: at most 300 bytes, cut at a character, without control characters.
std::string presentable(std::string_view message);

}  // namespace vigie
