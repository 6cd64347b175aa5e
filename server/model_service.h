// ModelService: the language model that a configuration asks for, measured, and what its health is.
#pragma once

#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/llm/llm_client.h"
#include "core/metrics/llm_metrics.h"
#include "server/health_board.h"

#include <boost/asio/any_io_executor.hpp>
#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <vector>

namespace vigie {

/// Without an upstream the embedded model; with one, HttpLlmClient behind ResilientLlmClient, each attempt measured.
/// Keeps the dependency "model" of the health board, once it is there: "degraded" while a circuit is not closed, "down"
/// while no configured model's is. All references must outlive this.
class ModelService {
 public:
  /// `endpoints`: the route templates that ask a model. Throws std::runtime_error where httpLlmOptions() refuses.
  ModelService(const Config& config, boost::asio::any_io_executor io, prometheus::Registry& registry,
               const std::vector<std::string>& endpoints, const Clock& clock, HealthBoard& health);
  ~ModelService();
  ModelService(const ModelService&) = delete;
  ModelService& operator=(const ModelService&) = delete;

  [[nodiscard]] LlmClient& client();
  /// Puts the state on the board; after that each change does.
  void report();

 private:
  struct Embedded;
  struct Upstream;
  HealthBoard& health_;
  std::unique_ptr<Embedded> embedded_;
  std::unique_ptr<Upstream> upstream_;
};

}  // namespace vigie
