// OpenAI's error shape: {"error":{"message","type","param","code"}}.
#pragma once

#include "core/base/result.h"
#include "core/wire/json_fields.h"

namespace vigie::wire {

/// `type` is OpenAI's class of error (invalid_request_error, authentication_error, permission_error, not_found_error,
/// rate_limit_error, api_error, timeout_error …), `code` is toString(ErrorCode).
json::object toJson(const Error& error);

/// Reads the shape back (ours or another server's). Text that is not that shape becomes kUpstreamFailed without
/// quoting it.
Error errorFromJson(std::string_view body);

}  // namespace vigie::wire
