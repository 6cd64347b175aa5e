#include "core/llm/metered_llm_client.h"

#include "tests/support/fakes_chat.h"
#include "tests/support/llm_call.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace vigie {
namespace {

constexpr const char* kEndpoint = "/v1/chat/completions";

/// A clock that a test moves.
class HandClock final : public Clock {
 public:
  [[nodiscard]] SystemTime now() const override { return {}; }
  [[nodiscard]] SteadyTime steady() const override { return time_; }
  void advance(std::chrono::milliseconds by) { time_ += by; }

 private:
  SteadyTime time_{};
};

class MeteredLlmClientTest : public testing::Test {
 protected:
  Result<LlmResult> ask() {
    test::IoThreads threads;
    test::LlmCall call(threads.io, metered_, test::llmRequest());
    return call.wait();
  }

  double count(LlmStatus status) const { return series().requests[static_cast<std::size_t>(status)]->Value(); }
  const LlmMetrics::Series& series() const { return metrics_.series("mock-model", kEndpoint); }

  static std::pair<std::uint64_t, double> observed(prometheus::Histogram& histogram) {
    const auto metric = histogram.Collect();
    return {metric.histogram.sample_count, metric.histogram.sample_sum};
  }

  prometheus::Registry registry_;
  LlmMetrics metrics_{registry_, {"mock-model"}, {kEndpoint}, {{"mock-model", 1.0, 2.0}}};
  HandClock clock_;
  test::ScriptedLlmClient inner_;
  MeteredLlmClient metered_{inner_, metrics_, clock_};
};

TEST_F(MeteredLlmClientTest, CountsACallItsTokensAndItsCost) {
  inner_.usage.promptTokens = 100;
  inner_.usage.completionTokens = 50;
  inner_.onAsked = [this] { clock_.advance(std::chrono::milliseconds(250)); };
  ASSERT_TRUE(ask());
  EXPECT_EQ(count(LlmStatus::kSuccess), 1);
  EXPECT_EQ(series().promptTokens->Value(), 100);
  EXPECT_EQ(series().responseTokens->Value(), 50);
  EXPECT_DOUBLE_EQ(series().cost->Value(), (100 * 1.0 + 50 * 2.0) / 1e6);
  EXPECT_EQ(observed(*series().timeToFirstToken), std::pair(std::uint64_t{1}, 0.25));
  EXPECT_EQ(observed(*series().duration), std::pair(std::uint64_t{1}, 0.25));
  EXPECT_EQ(observed(*series().timePerOutputToken).first, 1U);
}

TEST_F(MeteredLlmClientTest, CountsEveryEndingAsWhatItWas) {
  for (const auto& [code, status] :
       {std::pair{ErrorCode::kUpstreamFailed, LlmStatus::kError}, std::pair{ErrorCode::kTimeout, LlmStatus::kTimeout},
        std::pair{ErrorCode::kRateLimited, LlmStatus::kRateLimited},
        std::pair{ErrorCode::kCancelled, LlmStatus::kCancelled}}) {
    inner_.fault = Error(code, "scripted");
    EXPECT_FALSE(ask());
    EXPECT_EQ(count(status), 1) << toString(status);
  }
  EXPECT_EQ(count(LlmStatus::kSuccess), 0);
}

TEST_F(MeteredLlmClientTest, EstimatesTheTokensOfACallThatEndedEarly) {
  inner_.deltas = {"12345678"};
  inner_.fault = Error(ErrorCode::kCancelled, "left");
  EXPECT_FALSE(ask());
  EXPECT_EQ(series().responseTokens->Value(), 2);
  EXPECT_EQ(series().promptTokens->Value(), 3);
}

TEST_F(MeteredLlmClientTest, CountsNoTokensOfACallThatWasRefused) {
  inner_.deltas.clear();
  inner_.fault = Error(ErrorCode::kUpstreamFailed, "refused");
  EXPECT_FALSE(ask());
  EXPECT_EQ(series().promptTokens->Value(), 0);
  EXPECT_EQ(observed(*series().timeToFirstToken).first, 0U);
}

TEST_F(MeteredLlmClientTest, CountsACallThatThrew) {
  inner_.throws = true;
  EXPECT_FALSE(ask());
  EXPECT_EQ(count(LlmStatus::kError), 1);
}

}  // namespace
}  // namespace vigie
