// The one map from meaning to HTTP status, and the response an error becomes (design §5.3).
#pragma once

#include "core/base/result.h"
#include "server/net/http_message.h"

namespace vigie::api {

int statusOf(ErrorCode code) noexcept;

/// OpenAI's error shape, with Retry-After where the error knows it.
net::HttpResponse errorResponse(const Error& error);

}  // namespace vigie::api
