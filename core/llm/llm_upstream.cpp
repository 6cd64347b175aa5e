#include "core/llm/llm_upstream.h"

namespace vigie {

std::string describe(const LlmFailure& failure) {
  if (failure.status != 0) return "it answers with status " + std::to_string(failure.status);
  switch (failure.kind) {
    case FaultKind::kRefused:
      return "it refuses the request";
    case FaultKind::kBusy:
    case FaultKind::kRateLimited:
      return "it wants fewer requests";
    case FaultKind::kBroken:
      return "it cannot be reached, breaks off or reports an error";
    case FaultKind::kGarbled:
      return "it answers with something that is no completion";
    case FaultKind::kSilent:
      return "it does not answer in time";
    case FaultKind::kOurs:
      break;
  }
  return "the call was given up";
}

}  // namespace vigie
