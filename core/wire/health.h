// Readiness: what the server depends on and how each is.
#pragma once

#include <string>
#include <vector>

#include "core/wire/json_fields.h"

namespace vigie::wire {

struct DependencyState {
  std::string name;    ///< postgresql, index, model
  std::string status;  ///< ok, degraded, down, starting
  std::string reason;  ///< a sentence when not ok; never a path, a host's secret or content
};

/// GET /health/ready. "ready" and "degraded" are answered 200, "starting" and "draining" 503.
struct Readiness {
  std::string status = "starting";
  std::string version;
  std::vector<DependencyState> dependencies;

  [[nodiscard]] bool servesTraffic() const { return status == "ready" || status == "degraded"; }
};
json::object toJson(const Readiness& readiness);
Result<Readiness> readinessFromJson(const json::value& value);

}  // namespace vigie::wire
