// A real server in this process whose answers take the whole way: pipeline, policy and HTTP client, up to a
// MockUpstream.
#pragma once

#include "core/chat/default_chat_pipeline.h"
#include "core/llm/http_llm_client.h"
#include "core/llm/resilient_llm_client.h"
#include "tests/server/support/test_server.h"
#include "tests/support/fakes_chat.h"
#include "tests/support/mock_upstream.h"

#include <boost/asio/strand.hpp>
#include <prometheus/registry.h>

#include <optional>
#include <string>

namespace vigie::test {

/// Conversations are in memory. Each request gets a policy of its own, so that no run feels the breaker, the budget or
/// the Retry-After of another. A model whose name starts with "impatient/" is asked with short deadlines.
class PipelineServer {
 public:
  static constexpr std::chrono::milliseconds kImpatience{300};

  explicit PipelineServer(const MockUpstream& upstream, ResilienceOptions policy = quickPolicy());
  ~PipelineServer();
  PipelineServer(const PipelineServer&) = delete;
  PipelineServer& operator=(const PipelineServer&) = delete;

  /// Waits of a millisecond and a budget without a limit.
  static ResilienceOptions quickPolicy();

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  /// Waits until http_requests_in_flight is 0.
  [[nodiscard]] bool becomesIdle() const { return server_.metricBecomes("http_requests_in_flight", 0); }
  /// The answer to the question with this text as it is kept: its status and its content; "running" while it is made.
  [[nodiscard]] std::optional<InMemoryChatStore::Turn> answerTo(const std::string& question);
  /// The same, once it is no longer being made; nullopt when that took too long.
  [[nodiscard]] std::optional<InMemoryChatStore::Turn> finishedAnswerTo(const std::string& question);

 private:
  using Strand = boost::asio::strand<boost::asio::any_io_executor>;

  /// InMemoryChatStore serves one executor: its writes go through a strand.
  class SharedStore;
  class FreshPolicy;

  TestServer server_;
  Strand strand_;  ///< of the store
  SystemClock clock_;
  prometheus::Registry registry_;
  ChatMetrics chatMetrics_;
  LlmMetrics llmMetrics_;
  HttpLlmClient patient_;
  HttpLlmClient impatient_;
  std::unique_ptr<SharedStore> store_;
  std::unique_ptr<FreshPolicy> llm_;
  DefaultChatPipeline pipeline_;
};

}  // namespace vigie::test
