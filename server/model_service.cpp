#include "server/model_service.h"

#include "core/llm/extractive_model.h"
#include "core/llm/http_llm_client.h"
#include "core/llm/metered_llm_client.h"
#include "core/llm/model_prices.h"
#include "core/llm/resilient_llm_client.h"

#include <mutex>
#include <utility>

namespace vigie {

struct ModelService::Embedded {
  Embedded(prometheus::Registry& registry, const std::vector<std::string>& endpoints, const Clock& clock)
      : metrics(registry, model.models(), endpoints), metered(model, metrics, clock) {}

  ExtractiveModel model;
  LlmMetrics metrics;
  MeteredLlmClient metered;
};

struct ModelService::Upstream {
  Upstream(const Config& config, boost::asio::any_io_executor io, prometheus::Registry& registry,
           const std::vector<std::string>& endpoints, const Clock& clock, HealthBoard& board)
      : health(board),
        http(std::move(io), httpLlmOptions(config).value()),
        metrics(registry, http.models(), endpoints,
                pricesOf(http.models(), loadModelPrices(config.modelPricesFile).value())),
        metered(http, metrics, clock),
        resilient(metered, metrics, clock, resilienceOptions(config)) {
    resilient.onCircuitChange([this] { report(); });
  }

  void report() {
    // Two changes at once: the one that reads later must also write later.
    const std::lock_guard lock(mutex);
    std::string reason;
    bool anyClosed = false;
    const auto models = resilient.health();
    for (const ModelHealth& model : models) {
      const bool configured = &model != &models.back();
      if (model.circuit == CircuitState::kClosed) {
        anyClosed = anyClosed || configured;
        continue;
      }
      if (!reason.empty()) reason += "; ";
      reason += configured ? model.model : "a model that is not configured";
      reason += ": " + model.reason + (model.circuit == CircuitState::kOpen ? " (circuit open)" : " (being tried)");
    }
    health.set("model", reason.empty() ? "ok" : anyClosed ? "degraded" : "down", reason);
  }

  HealthBoard& health;
  HttpLlmClient http;
  LlmMetrics metrics;
  MeteredLlmUpstream metered;
  ResilientLlmClient resilient;
  std::mutex mutex;  // orders report()
};

ModelService::ModelService(const Config& config, boost::asio::any_io_executor io, prometheus::Registry& registry,
                           const std::vector<std::string>& endpoints, const Clock& clock, HealthBoard& health)
    : health_(health) {
  if (config.hasUpstream()) {
    upstream_ = std::make_unique<Upstream>(config, std::move(io), registry, endpoints, clock, health);
  } else {
    embedded_ = std::make_unique<Embedded>(registry, endpoints, clock);
  }
}

ModelService::~ModelService() = default;

void ModelService::report() {
  if (upstream_) {
    upstream_->report();
  } else {
    health_.set("model", "ok");
  }
}

LlmClient& ModelService::client() {
  if (upstream_) return upstream_->resilient;
  return embedded_->metered;
}

}  // namespace vigie
