// A real vigie-server in front of an upstream that fails.
#include "tests/support/http_client.h"
#include "tests/support/mock_upstream.h"
#include "tests/support/server_process.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace vigie::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

class ServerUpstreamTest : public testing::Test {
 protected:
  Environment environment() const {
    return {{"OPENAI_BASE_URL", upstream_.baseUrl()},
            {"OPENAI_MODEL", "big"},
            {"OPENAI_FALLBACK_MODELS", "small"},
            {"OPENAI_TIMEOUT_SECONDS", "10"}};
  }

  static HttpReply ask(const ServerProcess& server, const std::string& model = "big") {
    return post(server.port(), "/v1/chat/completions",
                R"({"model":")" + model + R"(","messages":[{"role":"user","content":"hi"}]})");
  }

  /// The dependency "model" of GET /health/ready.
  static json::object modelHealth(const ServerProcess& server) {
    const auto ready = json::parse(get(server.port(), "/health/ready").body);
    for (const json::value& dependency : ready.at("dependencies").as_array()) {
      if (dependency.at("name") == "model") return dependency.as_object();
    }
    return {};
  }

  MockUpstream upstream_;
};

TEST_F(ServerUpstreamTest, AFallbackIsReportedToTheClientAndToOperators) {
  ServerProcess server(environment());
  server.waitForPorts();
  EXPECT_EQ(modelHealth(server).at("status"), "ok");
  for (int i = 0; i < 5; ++i) {
    upstream_.enqueue(Script::whole(200, "text/html", "<html>Maintenance</html>"));
    const auto reply = ask(server);
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_THAT(reply.body, HasSubstr(R"("fallback_from":"big")"));
  }
  const auto health = modelHealth(server);
  EXPECT_EQ(health.at("status"), "degraded");
  EXPECT_THAT(std::string(health.at("reason").as_string()), HasSubstr("big: "));
  // What the server wrote comes through a pipe that another thread reads.
  const std::string said = R"("event":"circuit opened")";
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (server.output().find(said) == std::string::npos && std::chrono::steady_clock::now() < end) {
    std::this_thread::yield();
  }
  EXPECT_THAT(server.output(), HasSubstr(said));
  const std::string metrics = get(server.internalPort(), "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("openai_circuit_state{model=\"big\"} 2"));
  EXPECT_THAT(metrics, HasSubstr("openai_fallbacks_total{model=\"big\",reason=\"error\"} 5"));
  EXPECT_THAT(
      metrics,
      HasSubstr("openai_requests_total{endpoint=\"/v1/chat/completions\",model=\"small\",status=\"success\"} 5"));
  EXPECT_EQ(server.output().find("Maintenance"), std::string::npos) << "upstream's words are nobody's log";
}

TEST_F(ServerUpstreamTest, ALimitThatDoesNotFitTheDeadlineIsTheClientsToWaitOut) {
  upstream_.setDefault(Script::error(429, "slow down", {{"Retry-After", "33"}}));
  ServerProcess server(environment());
  server.waitForPorts();
  const auto reply = ask(server);
  EXPECT_EQ(reply.status, 429) << reply.body;
  EXPECT_EQ(reply.headers.at("retry-after"), "33");
}

TEST_F(ServerUpstreamTest, TheCostOfAnAnswerIsItsTokensAtTheListPriceOfItsModel) {
  std::string pattern = testing::TempDir() + "vigie-prices-XXXXXX";
  const std::filesystem::path folder = mkdtemp(pattern.data());
  const std::string list = folder / "prices.json";
  std::ofstream(list) << R"({"usd_per_million_tokens":{"big":{"prompt":1000000,"completion":2000000}}})";
  Environment priced = environment();
  priced["OPENAI_MODEL"] = "big-2024-07-18";
  priced["VIGIE_MODEL_PRICES_FILE"] = list;
  ServerProcess server(priced);
  server.waitForPorts();
  std::filesystem::remove_all(folder);
  upstream_.enqueue(Script::completion("hello"));  // 7 tokens sent, 3 received
  ASSERT_EQ(ask(server, "big-2024-07-18").status, 200);
  const std::string metrics = get(server.internalPort(), "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("openai_cost_usd_total{model=\"big-2024-07-18\"} 13\n"));
  EXPECT_THAT(metrics, HasSubstr("openai_cost_usd_total{model=\"small\"} 0\n")) << "it is on no list";
}

}  // namespace
}  // namespace vigie::test
