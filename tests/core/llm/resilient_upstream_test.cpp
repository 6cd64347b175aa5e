// The whole policy against a real server that is in trouble (scoreboard row 4).
#include "core/llm/http_llm_client.h"
#include "core/llm/resilient_llm_client.h"
#include "tests/support/llm_call.h"
#include "tests/support/mock_upstream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <thread>

namespace vigie {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using test::LlmCall;
using test::MockUpstream;
using test::Script;

class ResilientUpstreamTest : public testing::Test {
 protected:
  HttpLlmOptions http() const {
    HttpLlmOptions out;
    out.url = upstreamUrlFromText(upstream_.baseUrl()).value();
    out.models = {"mock-model"};
    return out;
  }
  static ResilienceOptions policy() {
    ResilienceOptions out;
    out.models = {"mock-model"};
    out.backoff.first = 2ms;
    out.backoff.most = 10ms;
    return out;
  }

  /// So many calls, sixteen at a time, to their ends; gives how many succeeded.
  int askOften(LlmClient& client, int calls) {
    int answered = 0;
    for (int i = 0; i < calls; i += 16) {
      std::vector<std::unique_ptr<LlmCall>> running;
      for (int j = i; j < std::min(calls, i + 16); ++j) {
        running.push_back(std::make_unique<LlmCall>(threads_.io, client, test::llmRequest()));
      }
      for (auto& call : running) answered += call->wait() ? 1 : 0;
    }
    return answered;
  }

  double circuit() const { return metrics_.policy("mock-model").circuit->Value(); }

  MockUpstream upstream_;
  prometheus::Registry registry_;
  LlmMetrics metrics_{registry_, {"mock-model"}, {"/v1/chat/completions"}};
  SystemClock clock_;
  test::IoThreads threads_;
};

TEST_F(ResilientUpstreamTest, ALimitedServerGetsAtMostATenthMore) {
  HttpLlmClient client(threads_.io.get_executor(), http());
  ResilientLlmClient resilient(client, metrics_, clock_, policy());
  upstream_.setDefault(Script::error(429, "slow down"));
  constexpr int kCalls = 800;
  EXPECT_EQ(askOften(resilient, kCalls), 0);
  const auto load = static_cast<int>(upstream_.requests().size());
  RecordProperty("load_percent", load * 100 / kCalls);
  EXPECT_GE(load, kCalls) << "a limit is no reason to stop asking";
  EXPECT_LE(load, kCalls * 11 / 10);
}

TEST_F(ResilientUpstreamTest, ABrokenServerIsSoonLeftAlone) {
  HttpLlmClient client(threads_.io.get_executor(), http());
  ResilienceOptions options = policy();
  options.circuit.pause = 600s;
  ResilientLlmClient resilient(client, metrics_, clock_, options);
  upstream_.setDefault(Script::error(503, "loading"));
  constexpr int kCalls = 400;
  EXPECT_EQ(askOften(resilient, kCalls), 0);
  EXPECT_LE(upstream_.requests().size(), 64U) << "only what was under way when the circuit opened";
  EXPECT_EQ(circuit(), 2);
}

TEST_F(ResilientUpstreamTest, ASilentServerIsSoonLeftAlone) {
  HttpLlmOptions impatient = http();
  impatient.firstByte = 100ms;
  HttpLlmClient client(threads_.io.get_executor(), impatient);
  ResilienceOptions options = policy();
  options.circuit.pause = 600s;
  ResilientLlmClient resilient(client, metrics_, clock_, options);
  upstream_.setDefault(Script().hang());
  EXPECT_EQ(askOften(resilient, 160), 0);
  EXPECT_LE(upstream_.requests().size(), 64U);
  EXPECT_EQ(circuit(), 2);
}

TEST_F(ResilientUpstreamTest, TheDeadlineIsKeptWithinATenthOfASecond) {
  HttpLlmClient client(threads_.io.get_executor(), http());
  for (const bool silent : {true, false}) {
    ResilienceOptions options = policy();
    options.total = 200ms;
    options.retries = 1'000;
    options.budget.share = 1'000;
    options.budget.reserve = 1'000'000;
    options.circuit.failures = 1'000'000;
    ResilientLlmClient resilient(client, metrics_, clock_, options);
    upstream_.setDefault(silent ? Script().hang() : Script::error(503, "loading"));
    std::vector<steady_clock::duration> late;
    for (int i = 0; i < 11; ++i) {
      LlmCall call(threads_.io, resilient, test::llmRequest());
      EXPECT_FALSE(call.wait());
      late.push_back(call.took() - 200ms);
    }
    std::sort(late.begin(), late.end());
    EXPECT_LE(late[late.size() / 2], 100ms) << "silent: " << silent;
    EXPECT_LE(late.back(), 5s) << "silent: " << silent;
  }
}

TEST_F(ResilientUpstreamTest, OneProbeFindsOutThatAServerIsWellAgain) {
  HttpLlmClient client(threads_.io.get_executor(), http());
  ResilienceOptions options = policy();
  options.circuit.pause = 100ms;
  options.retries = 0;
  ResilientLlmClient resilient(client, metrics_, clock_, options);
  upstream_.setDefault(Script::error(500, "boom"));
  askOften(resilient, 5);
  ASSERT_EQ(circuit(), 2);

  upstream_.setDefault(Script().hold().streamHead().delta("Yes.").finish("stop").done().end());
  const std::size_t before = upstream_.requests().size();
  const auto patience = steady_clock::now() + 20s;
  std::unique_ptr<LlmCall> probe;
  while (upstream_.requests().size() == before && steady_clock::now() < patience) {
    probe = std::make_unique<LlmCall>(threads_.io, resilient, test::llmRequest());
    if (upstream_.waitForRequests(before + 1, 50ms)) break;
  }
  EXPECT_EQ(askOften(resilient, 50), 0) << "while it is not known whether the server is well";
  EXPECT_EQ(upstream_.requests().size(), before + 1);
  upstream_.release();
  EXPECT_TRUE(probe->wait());
  EXPECT_EQ(circuit(), 0);
  upstream_.setDefault(Script::answer({"Yes."}));
  EXPECT_EQ(askOften(resilient, 50), 50);
}

}  // namespace
}  // namespace vigie
