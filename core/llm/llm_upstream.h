// LlmUpstream: one attempt at an answer by one model, and what its failure says of the server that was asked.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/llm/llm_client.h"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <utility>

namespace vigie {

/// What a failed attempt says of the server. Decides what ResilientLlmClient does next.
enum class FaultKind {
  kRefused,      ///< it said no to this request or to our settings: the same again gets the same
  kBusy,         ///< 408, 409: no sign of ill health, and worth another try
  kRateLimited,  ///< 429: it is well and wants less
  kBroken,       ///< 5xx, not reachable, broken off: it is ill
  kGarbled,      ///< what it sent is no completion: it is ill, and trying again does not help
  kSilent,       ///< it owed the first or the next piece for too long: it is ill
  kOurs,         ///< cancelled, or the whole time was over while text flowed: says nothing of it
};

/// The Error to show, and what it says of the server.
struct LlmFailure : Error {
  LlmFailure() = default;
  LlmFailure(FaultKind fault, Error error) : Error(std::move(error)), kind(fault) {}

  FaultKind kind = FaultKind::kBroken;
  unsigned status = 0;  ///< HTTP's, where it was the failure
};

/// The failure in fixed words, for logs and health: `message` may repeat what the server said, this does not.
std::string describe(const LlmFailure& failure);

template <class T>
using LlmOutcome = boost::system::result<T, LlmFailure>;

[[noreturn]] inline void throw_exception_from_error(const LlmFailure& failure, const boost::source_location& where) {
  throw_exception_from_error(static_cast<const Error&>(failure), where);
}

/// Worth another try of the same model.
constexpr bool isTransient(FaultKind kind) {
  return kind == FaultKind::kBusy || kind == FaultKind::kRateLimited || kind == FaultKind::kBroken ||
         kind == FaultKind::kSilent;
}
/// A sign of ill health, which a circuit breaker counts.
constexpr bool meansUnhealthy(FaultKind kind) {
  return kind == FaultKind::kBroken || kind == FaultKind::kGarbled || kind == FaultKind::kSilent;
}
/// Another model may do better.
constexpr bool mayFallBack(FaultKind kind) { return isTransient(kind) || kind == FaultKind::kGarbled; }

/// Which model an attempt asks, and how long it may take.
struct LlmAttempt {
  LlmAttempt(std::string asked, SteadyTime firstText, SteadyTime end)
      : model(std::move(asked)), firstTextBy(firstText), deadline(end) {}

  std::string model;       ///< in place of the request's
  SteadyTime firstTextBy;  ///< without any text by then it is kSilent
  SteadyTime deadline;     ///< of the whole attempt
};

/// Implementations: HttpLlmClient; MeteredLlmUpstream around one.
class LlmUpstream {
 public:
  virtual ~LlmUpstream() = default;
  /// As LlmClient::generate(), once: nothing is tried twice. The references must outlive the awaited call, which the
  /// caller has made accept any type of cancellation.
  virtual boost::asio::awaitable<LlmOutcome<LlmResult>> attempt(const LlmRequest& request, const LlmAttempt& how,
                                                                const DeltaSink& onDelta) = 0;
};

}  // namespace vigie
