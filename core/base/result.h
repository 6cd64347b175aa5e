// Result<T>: a value or an Error, for failures a caller is expected to handle.
//
// Exceptions are left for broken invariants and for start-up. Source of the idea: std::expected (P0323);
// an alias of boost::system::result until the compiler floor has <expected>.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace vigie {

/// What went wrong, by meaning and not by protocol. server/api/http_error.h alone maps it to a status.
enum class ErrorCode {
  kInvalidArgument,     ///< the request is malformed or a field has a wrong value (400)
  kUnauthenticated,     ///< no key or a wrong one (401)
  kForbidden,           ///< a foreign Host or Origin (403)
  kNotFound,            ///< no such object, or another owner's (404)
  kMethodNotAllowed,    ///< the route exists, the method does not (405)
  kConflict,            ///< the object's state forbids it, or the same work is running (409)
  kTooLarge,            ///< over a size limit (413)
  kUnsupportedMedia,    ///< the content type is not served (415)
  kUnprocessable,       ///< well-formed but contradictory (422)
  kRateLimited,         ///< over a limit; retryAfter says when (429)
  kCancelled,           ///< the client left or asked to stop (499, never sent)
  kInternal,            ///< a defect of ours (500)
  kNotImplemented,      ///< in the contract, not there yet (501)
  kUpstreamFailed,      ///< the model or embedding service failed (502)
  kUnavailable,         ///< not ready, draining or a dependency is gone (503)
  kTimeout,             ///< the deadline passed (504)
};

/// Stable snake_case name of a code, for logs and JSON.
std::string_view toString(ErrorCode code) noexcept;

/// An expected failure. `message` is shown to the caller: it says what was wrong, with which field, and what
/// would be right; it never holds a path, a key, a stack or anyone's content.
struct Error {
  Error() = default;
  Error(ErrorCode errorCode, std::string text, std::string field = {}) noexcept
      : code(errorCode), message(std::move(text)), param(std::move(field)) {}

  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  /// The request field at fault, dotted ("messages.0.content"); empty when none is.
  std::string param;
  /// When trying again makes sense, where that is known.
  std::optional<std::chrono::seconds> retryAfter;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = boost::system::result<T, Error>;

/// Lets Result<T>::value() throw std::runtime_error where a test or main() asks for a value that is not there.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace vigie
