// The framing guard: a strict reading of a request's head, before anything else looks at it (RFC 9112).
//
// Beast 1.81 accepts framings that RFC 9112 forbids and that another server on the way may read differently
// (request smuggling). Here a request is refused unless every reader must agree on where it ends.
#pragma once

#include "core/base/result.h"
#include "server/net/http_message.h"

#include <cstddef>
#include <string_view>

namespace vigie::net {

inline constexpr std::size_t kMaxHeadBytes = 8 * 1024;
inline constexpr std::size_t kMaxHeaderFields = 64;

/// Looks for the end of a head in what has arrived so far. The head's size with its empty line, 0 when more bytes are
/// needed. kInvalidArgument as soon as the bytes cannot become a head (a bare LF, a NUL, a leading empty line);
/// kTooLarge over kMaxHeadBytes.
Result<std::size_t> findHead(std::string_view bytes);

/// Reads one whole head, its empty line included. kInvalidArgument unless: HTTP/1.1, a method of token characters,
/// an origin-form target of visible ASCII, every line ended by CRLF, no obs-fold, no blank before a colon, exactly one
/// Host, Content-Length at most once and digits only, Transfer-Encoding at most once, exactly "chunked" and never
/// beside Content-Length. The views point into `bytes`.
Result<RequestHead> readHead(std::string_view bytes);

}  // namespace vigie::net
