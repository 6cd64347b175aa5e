// A real server on free ports with fakes behind it, in this process.
#pragma once

#include "core/base/config.h"
#include "core/evaluation/evaluation_runner.h"
#include "server/api/live_chats.h"
#include "server/api/services.h"
#include "server/drills/fault_board.h"
#include "server/health_board.h"
#include "server/net/io_context.h"
#include "server/server.h"
#include "tests/server/support/fakes.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/thread_pool.hpp>
#include <prometheus/registry.h>

#include <future>
#include <thread>
#include <vector>

namespace vigie::test {

class TestServer {
 public:
  /// With config.apiKeysFile it asks for keys, and looks at the file every 10 ms. Of an owner's limits those hold that
  /// the configuration names.
  explicit TestServer(Config config = {}, net::ConnectionLimits limits = {},
                      std::chrono::milliseconds slowestReader = std::chrono::seconds(30),
                      std::chrono::milliseconds resumeWindow = std::chrono::seconds(30));
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return server_->publicEndpoint().port; }
  [[nodiscard]] std::uint16_t internalPort() const { return server_->internalEndpoint().port; }
  /// Of the I/O threads.
  [[nodiscard]] boost::asio::any_io_executor executor() { return io_.get_executor(); }
  /// Starts the orderly end; the future is ready when it is over, and true when nothing was left.
  std::future<bool> shutDown(std::chrono::milliseconds window);
  /// The value of a series in /metrics, as "name{labels}"; nullopt when it is not there.
  std::optional<double> metric(const std::string& series) const;
  /// Waits until the series has that value.
  bool metricBecomes(const std::string& series, double value) const;

  FakePipeline pipeline;
  FakeModels models;
  FakeRetriever retriever;
  FakeConversationStore conversations;
  FakeIdempotencyStore idempotency;
  FakeFeedbackLoopStore feedbackLoop;
  FakeDocumentStore documents;
  FakeIngest ingest{documents};
  FakeEmbedder embedder;
  EvaluationRunner evaluations{retriever, feedbackLoop};
  HealthBoard health;
  prometheus::Registry registry;

 private:
  std::unique_ptr<HttpMetrics> metrics_;
  ChatMetrics chatMetrics_{registry, {"/v1/chat/completions", "/ws/chat"}};
  ChangeMetrics changeMetrics_{registry};
  std::unique_ptr<auth::ApiKeys> keys_;
  SystemClock clock_;
  drills::FaultBoard faults_{clock_};
  std::unique_ptr<limits::RateLimits> rates_;
  std::unique_ptr<limits::InFlightLimit> inFlight_;
  limits::InFlightLimit embeddedTexts_{4'096};
  boost::asio::thread_pool scrapePool_{1};
  std::unique_ptr<api::Services> services_;
  net::IoContext io_{2};
  api::LiveChats live_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
  std::unique_ptr<Server> server_;
  std::vector<std::thread> threads_;
  bool down_ = false;
};

}  // namespace vigie::test
