// Bearer: the key in a request's Authorization header (RFC 6750 §2.1).
#pragma once

#include "core/base/result.h"
#include "server/auth/api_keys.h"
#include "server/net/http_message.h"

namespace vigie::auth {

/// Who calls. kUnauthenticated without a key, with two, or with one that is not valid: the message says which, never
/// what was sent.
Result<Caller> authenticate(const net::RequestHead& head, const ApiKeys& keys);

}  // namespace vigie::auth
