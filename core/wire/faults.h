// The faults of drills (design §5.2): GET, PUT and DELETE /internal/faults.
#pragma once

#include "core/wire/json_fields.h"

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace vigie::wire {

enum class FaultKind { kError, kLatency };
inline constexpr std::array kFaultKinds{FaultKind::kError, FaultKind::kLatency};
std::string_view toString(FaultKind kind);

inline constexpr std::array kFaultStatuses{500, 502, 503, 504};

/// A body of PUT /internal/faults. Whoever forgets to end a drill has ended it: a fault expires by itself.
struct Fault {
  std::string endpoint;  ///< a route's pattern: "/v1/drill"
  FaultKind kind = FaultKind::kError;
  int status = 503;                    ///< of kError: one of kFaultStatuses
  std::chrono::milliseconds delay{0};  ///< of kLatency: 1 ms … 60 s
  double ratio = 1;                    ///< the share of requests that it meets, above 0, at most 1
  std::chrono::seconds timeToLive{0};  ///< 1 … 900 s
};

/// {"endpoint","kind","status"?,"delay_ms"?,"ratio"?,"ttl_s"}. `status` goes with kind "error" only, and `delay_ms`,
/// which is demanded there, with "latency" only.
Result<Fault> faultFromJson(const json::value& body);
json::object toJson(const Fault& fault);

}  // namespace vigie::wire
