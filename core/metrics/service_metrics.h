// vigie_*: what the server says about itself.
#pragma once

#include "core/base/config.h"

#include <prometheus/registry.h>

namespace vigie {

/// Registers vigie_build_info, vigie_config_info and, where a budget is set,
/// vigie_cost_budget_usd_per_hour. Their values are facts of the start; the registry keeps them.
void registerServiceMetrics(prometheus::Registry& registry, const Config& config);

}  // namespace vigie
