#include "core/metrics/service_metrics.h"

#include <prometheus/gauge.h>

#include <array>

namespace vigie {

void registerServiceMetrics(prometheus::Registry& registry, const Config& config) {
  using prometheus::BuildGauge;
  BuildGauge()
      .Name("vigie_build_info")
      .Help("1; its label is the server's version.")
      .Register(registry)
      .Add({{"version", VIGIE_VERSION}})
      .Set(1);
  // Names and switches only: no address, no path, no secret.
  BuildGauge()
      .Name("vigie_config_info")
      .Help("1; its labels are what the server runs with.")
      .Register(registry)
      .Add({{"model", config.hasUpstream() ? config.openaiModel : "extractive"},
            {"embedding_model", config.embeddingModel},
            {"upstream", config.hasUpstream() ? "yes" : "no"},
            {"drills", config.drills ? "on" : "off"}})
      .Set(1);
  if (config.costBudgetUsdPerHour) {
    BuildGauge()
        .Name("vigie_cost_budget_usd_per_hour")
        .Help("The spending that CostOverBudget compares with, in US dollars per hour.")
        .Register(registry)
        .Add({})
        .Set(*config.costBudgetUsdPerHour);
  }
}

}  // namespace vigie
