#include "tests/server/support/test_server.h"

#include "core/metrics/service_metrics.h"
#include "server/api/routes.h"
#include "tests/support/http_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace vigie::test {

TestServer::TestServer(Config config, net::ConnectionLimits limits, std::chrono::milliseconds slowestReader,
                       std::chrono::milliseconds resumeWindow)
    : live_(io_.get_executor(), resumeWindow) {
  config.listen.port = 0;
  config.internalListen.port = 0;
  health.add("postgresql", true, "waiting for PostgreSQL");
  health.set("postgresql", "ok");
  registerServiceMetrics(registry, config);
  metrics_ = std::make_unique<HttpMetrics>(registry, api::countedRoutes());
  services_.reset(new api::Services{pipeline,
                                    models,
                                    retriever,
                                    conversations,
                                    idempotency,
                                    feedbackLoop,
                                    documents,
                                    ingest,
                                    health,
                                    *metrics_,
                                    chatMetrics_,
                                    changeMetrics_,
                                    {&registry, &faults_},
                                    scrapePool_});
  if (!config.apiKeysFile.empty()) {
    keys_ = std::make_unique<auth::ApiKeys>(config.apiKeysFile, std::chrono::milliseconds(10));
    services_->keys = keys_.get();
  }
  limits::Rates rates;
  rates.requestsPerMinute = config.requestsPerMinute.value_or(0);
  rates.tokensPerMinute = config.tokensPerMinute.value_or(0);
  rates.streams = config.streamsPerKey.value_or(0);
  rates_ = std::make_unique<limits::RateLimits>(rates, clock_);
  inFlight_ = std::make_unique<limits::InFlightLimit>(static_cast<std::size_t>(config.maxInFlight));
  services_->rates = rates_.get();
  services_->inFlight = inFlight_.get();
  services_->live = &live_;
  if (config.drills) services_->faults = &faults_;
  services_->slowestReader = slowestReader;
  services_->embedder = &embedder;
  services_->evaluations = &evaluations;
  services_->embeddedTexts = &embeddedTexts_;
  server_ = std::make_unique<Server>(io_, *services_, limits);
  server_->start(config).value();
  for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io_.run(); });
}

TestServer::~TestServer() {
  if (!down_) shutDown(std::chrono::milliseconds(0)).wait();
  work_.reset();
  io_.stop();
  for (auto& thread : threads_) thread.join();
  scrapePool_.join();
  io_.abandon();
}

std::future<bool> TestServer::shutDown(std::chrono::milliseconds window) {
  down_ = true;
  auto ending = server_->shutDown(window);
  return boost::asio::co_spawn(io_, std::move(ending), boost::asio::use_future);
}

std::optional<double> TestServer::metric(const std::string& series) const {
  const std::string text = "\n" + get(internalPort(), "/metrics").body;
  const auto at = text.find("\n" + series + " ");
  if (at == std::string::npos) return std::nullopt;
  return std::stod(text.substr(at + series.size() + 2));
}

bool TestServer::metricBecomes(const std::string& series, double value) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < deadline) {
    if (metric(series) == value) return true;
  }
  return false;
}

}  // namespace vigie::test
