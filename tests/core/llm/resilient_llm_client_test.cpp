#include "core/llm/resilient_llm_client.h"

#include "tests/support/llm_call.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

namespace vigie {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using test::LlmCall;
using test::llmRequest;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kSoon = 5s;

LlmFailure failure(FaultKind kind, ErrorCode code = ErrorCode::kUpstreamFailed) {
  return {kind, Error(code, "scripted")};
}

LlmFailure limited(std::optional<std::chrono::seconds> retryAfter) {
  LlmFailure out = failure(FaultKind::kRateLimited, ErrorCode::kRateLimited);
  out.retryAfter = retryAfter;
  return out;
}

/// Ends each attempt as told for its model; answers "yes" where nothing is told.
class ScriptedUpstream final : public LlmUpstream {
 public:
  struct Told {
    std::optional<LlmFailure> failure;
    std::string text;  ///< before the ending
    bool hangs = false;
  };

  asio::awaitable<LlmOutcome<LlmResult>> attempt(const LlmRequest&, const LlmAttempt& how,
                                                 const DeltaSink& onDelta) override {
    Told told = next(how);
    if (!told.text.empty()) co_await onDelta(told.text);
    if (told.hangs) {
      const auto executor = co_await asio::this_coro::executor;
      asio::steady_timer timer(executor, how.firstTextBy);
      const auto [ended] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      if (ended) co_return failure(FaultKind::kOurs, ErrorCode::kCancelled);
      co_return failure(FaultKind::kSilent, ErrorCode::kTimeout);
    }
    if (told.failure) co_return *told.failure;
    const std::string text = "yes";
    co_await onDelta(text);
    LlmResult result;
    result.model = how.model;
    result.finishReason = "stop";
    co_return result;
  }

  void tell(const std::string& model, LlmFailure fault, std::string text = {}) {
    Told told;
    told.failure = std::move(fault);
    told.text = std::move(text);
    const std::lock_guard lock(mutex_);
    told_[model].push_back(std::move(told));
  }
  void tellToHang(const std::string& model) {
    Told told;
    told.hangs = true;
    const std::lock_guard lock(mutex_);
    told_[model].push_back(std::move(told));
  }
  /// For every attempt from now on; nullopt: none fails.
  void failAlways(std::optional<LlmFailure> fault) {
    const std::lock_guard lock(mutex_);
    always_ = std::move(fault);
  }

  std::vector<std::string> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  std::vector<SteadyTime> times() const {
    const std::lock_guard lock(mutex_);
    return times_;
  }
  bool waitForAttempts(std::size_t count) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 20s, [&] { return asked_.size() >= count; });
  }
  std::chrono::milliseconds patience() const { return patience_; }

 private:
  Told next(const LlmAttempt& how) {
    const std::lock_guard lock(mutex_);
    asked_.push_back(how.model);
    times_.push_back(std::chrono::steady_clock::now());
    patience_ = std::chrono::round<std::chrono::milliseconds>(how.firstTextBy - times_.back());
    changed_.notify_all();
    auto& queue = told_[how.model];
    Told told;
    told.failure = always_;
    if (queue.empty()) return told;
    told = std::move(queue.front());
    queue.pop_front();
    return told;
  }

  mutable std::mutex mutex_;  // guards what follows
  mutable std::condition_variable changed_;
  std::map<std::string, std::deque<Told>> told_;
  std::optional<LlmFailure> always_;
  std::vector<std::string> asked_;
  std::vector<SteadyTime> times_;
  std::chrono::milliseconds patience_{0};
};

class ResilientLlmClientTest : public testing::Test {
 protected:
  static ResilienceOptions quick(std::vector<std::string> fallbacks = {}) {
    ResilienceOptions options;
    options.models = {"big"};
    options.fallbackModels = std::move(fallbacks);
    options.total = 10s;
    options.backoff.first = 2ms;
    options.backoff.most = 4ms;
    options.circuit.pause = 50ms;
    return options;
  }
  ResilientLlmClient client(ResilienceOptions options) { return {upstream_, metrics_, clock_, std::move(options)}; }

  static LlmRequest question(const std::string& model = "big") {
    LlmRequest request = llmRequest();
    request.model = model;
    return request;
  }
  Result<LlmResult> ask(ResilientLlmClient& client, const std::string& model = "big") {
    LlmCall call(threads_.io, client, question(model));
    return call.wait();
  }

  double retries(LlmReason reason, const std::string& model = "big") const {
    return metrics_.policy(model).retries[static_cast<std::size_t>(reason)]->Value();
  }
  double fallbacks(LlmReason reason, const std::string& model = "big") const {
    return metrics_.policy(model).fallbacks[static_cast<std::size_t>(reason)]->Value();
  }
  double circuit(const std::string& model = "big") const { return metrics_.policy(model).circuit->Value(); }

  prometheus::Registry registry_;
  LlmMetrics metrics_{registry_, {"big", "small"}, {"/v1/chat/completions"}};
  SystemClock clock_;
  ScriptedUpstream upstream_;
  test::IoThreads threads_;
};

// --- Retries ---

TEST_F(ResilientLlmClientTest, TriesAgainWhatMayBeAnAccidentAndCountsIt) {
  auto resilient = client(quick());
  upstream_.tell("big", failure(FaultKind::kBroken));
  upstream_.tell("big", failure(FaultKind::kBusy, ErrorCode::kTimeout));
  const auto result = ask(resilient);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->model, "big");
  EXPECT_FALSE(result->fallbackFrom);
  EXPECT_THAT(upstream_.asked(), ElementsAre("big", "big", "big"));
  EXPECT_EQ(retries(LlmReason::kError), 1);
  EXPECT_EQ(retries(LlmReason::kTimeout), 1);
}

TEST_F(ResilientLlmClientTest, GivesUpAfterTwoRetriesWithTheLastFailure) {
  auto resilient = client(quick());
  for (int i = 0; i < 3; ++i) upstream_.tell("big", failure(FaultKind::kBroken));
  const auto result = ask(resilient);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUpstreamFailed);
  EXPECT_EQ(upstream_.asked().size(), 3U);
}

TEST_F(ResilientLlmClientTest, TriesARefusalOrGarbageNeverAgain) {
  auto resilient = client(quick());
  for (const FaultKind kind : {FaultKind::kRefused, FaultKind::kGarbled}) {
    const std::size_t before = upstream_.asked().size();
    upstream_.tell("big", failure(kind));
    EXPECT_FALSE(ask(resilient));
    EXPECT_EQ(upstream_.asked().size(), before + 1);
  }
}

TEST_F(ResilientLlmClientTest, TriesNothingAgainAfterTheFirstText) {
  auto resilient = client(quick({"small"}));
  upstream_.tell("big", failure(FaultKind::kBroken), "Half an");
  LlmCall call(threads_.io, resilient, question());
  ASSERT_FALSE(call.wait());
  EXPECT_EQ(call.text(), "Half an");
  EXPECT_THAT(upstream_.asked(), ElementsAre("big"));
}

TEST_F(ResilientLlmClientTest, WaitsOutARetryAfterInFull) {
  auto resilient = client(quick());
  upstream_.tell("big", limited(1s));
  ASSERT_TRUE(ask(resilient));
  const auto times = upstream_.times();
  ASSERT_EQ(times.size(), 2U);
  EXPECT_GE(times[1] - times[0], 1s);
  EXPECT_EQ(retries(LlmReason::kRateLimited), 1);
}

TEST_F(ResilientLlmClientTest, GivesTheRetryAfterToTheClientAtOnceWhenItDoesNotFit) {
  auto resilient = client(quick());
  upstream_.tell("big", limited(11s));
  LlmCall call(threads_.io, resilient, question());
  const auto result = call.wait();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kRateLimited);
  EXPECT_EQ(result.error().retryAfter, 11s);
  EXPECT_LT(call.took(), kSoon);
}

TEST_F(ResilientLlmClientTest, LeavesAModelAloneForAllWhenItAskedForIt) {
  auto resilient = client(quick());
  upstream_.tell("big", limited(60s));
  EXPECT_FALSE(ask(resilient));
  const auto second = ask(resilient);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kRateLimited);
  EXPECT_GT(second.error().retryAfter, 50s);
  EXPECT_EQ(upstream_.asked().size(), 1U) << "it was asked before its time";
}

TEST_F(ResilientLlmClientTest, LeavesNoOtherModelAloneForOneThatIsNotConfigured) {
  auto resilient = client(quick());
  upstream_.tell("model-a", limited(60s));
  EXPECT_FALSE(ask(resilient, "model-a"));
  EXPECT_TRUE(ask(resilient, "model-b")) << "one client could silence the models of all others";
}

TEST_F(ResilientLlmClientTest, EndsAtItsOneDeadlineWhateverItDoes) {
  ResilienceOptions options = quick();
  options.total = 200ms;
  options.retries = 1'000'000;
  options.budget.share = 1'000;
  options.budget.reserve = 1e9;
  options.circuit.failures = 1'000'000;
  auto resilient = client(options);
  upstream_.failAlways(failure(FaultKind::kBroken));
  LlmCall call(threads_.io, resilient, question());
  EXPECT_FALSE(call.wait());
  EXPECT_GT(upstream_.asked().size(), 5U);
  EXPECT_GE(call.took(), 150ms);
  EXPECT_LT(call.took(), kSoon);
}

TEST_F(ResilientLlmClientTest, BurdensAServerThatFailsWithAtMostATenthMore) {
  auto resilient = client(quick());
  upstream_.failAlways(limited(std::nullopt));
  constexpr int kCalls = 500;
  for (int i = 0; i < kCalls; ++i) EXPECT_FALSE(ask(resilient));
  EXPECT_LE(upstream_.asked().size(), kCalls * 11 / 10);
  EXPECT_EQ(circuit(), 0) << "a server that limits its requests is well";
}

TEST_F(ResilientLlmClientTest, ACancellationEndsAWaitAtOnce) {
  ResilienceOptions options = quick();
  options.backoff.first = options.backoff.most = 60s;
  options.total = 600s;
  options.random = [] { return 0.9; };
  auto resilient = client(options);
  for (const auto type : {asio::cancellation_type::terminal, asio::cancellation_type::total}) {
    const std::size_t before = upstream_.asked().size();
    upstream_.tell("big", failure(FaultKind::kBroken));
    LlmCall call(threads_.io, resilient, question());
    ASSERT_TRUE(upstream_.waitForAttempts(before + 1));
    call.cancel(type);
    const auto result = call.wait();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
    EXPECT_LT(call.took(), kSoon);
    EXPECT_EQ(upstream_.asked().size(), before + 1);
  }
}

TEST_F(ResilientLlmClientTest, ACancelledAttemptIsNotFollowedByAnother) {
  auto resilient = client(quick({"small"}));
  upstream_.tellToHang("big");
  LlmCall call(threads_.io, resilient, question());
  ASSERT_TRUE(upstream_.waitForAttempts(1));
  call.cancel(asio::cancellation_type::terminal);
  const auto result = call.wait();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_THAT(upstream_.asked(), ElementsAre("big"));
}

// --- Fallback models ---

TEST_F(ResilientLlmClientTest, FallsBackAndSaysFromWhat) {
  auto resilient = client(quick({"small"}));
  upstream_.tell("big", failure(FaultKind::kGarbled));
  const auto result = ask(resilient);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->model, "small");
  EXPECT_EQ(result->fallbackFrom, "big");
  EXPECT_EQ(fallbacks(LlmReason::kError), 1);
  EXPECT_EQ(fallbacks(LlmReason::kError, "small"), 0);
}

TEST_F(ResilientLlmClientTest, TriesAnAccidentOnceMoreBeforeItFallsBack) {
  auto resilient = client(quick({"small"}));
  for (int i = 0; i < 2; ++i) upstream_.tell("big", failure(FaultKind::kBroken));
  ASSERT_TRUE(ask(resilient));
  EXPECT_THAT(upstream_.asked(), ElementsAre("big", "big", "small"));
}

TEST_F(ResilientLlmClientTest, FallsBackAtOnceWhenLimitedAndStaysThereUntilTheTimeIsOver) {
  auto resilient = client(quick({"small"}));
  upstream_.tell("big", limited(30s));
  ASSERT_TRUE(ask(resilient));
  ASSERT_TRUE(ask(resilient));
  EXPECT_THAT(upstream_.asked(), ElementsAre("big", "small", "small"));
  EXPECT_EQ(fallbacks(LlmReason::kRateLimited), 2);
}

TEST_F(ResilientLlmClientTest, GivesEachModelAnEqualPartOfTheTimeForItsFirstText) {
  ResilienceOptions options = quick({"small"});
  options.total = 400ms;
  auto resilient = client(options);
  upstream_.tellToHang("big");
  const auto result = ask(resilient);
  ASSERT_TRUE(result) << "a silent model left no time for the next";
  EXPECT_THAT(upstream_.asked(), ElementsAre("big", "small"));
  EXPECT_EQ(fallbacks(LlmReason::kTimeout), 1);
}

TEST_F(ResilientLlmClientTest, ARefusalIsTheClientsBusinessAndNotAnothersModels) {
  auto resilient = client(quick({"small"}));
  upstream_.tell("big", failure(FaultKind::kRefused, ErrorCode::kInvalidArgument));
  const auto result = ask(resilient);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(upstream_.asked(), ElementsAre("big"));
}

TEST_F(ResilientLlmClientTest, AFallbackThatIsRefusedDoesNotHideWhyTheFirstFailed) {
  auto resilient = client(quick({"small"}));
  upstream_.tell("big", failure(FaultKind::kSilent, ErrorCode::kTimeout));
  upstream_.tell("small", failure(FaultKind::kRefused, ErrorCode::kNotFound));
  const auto result = ask(resilient);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kTimeout);
}

TEST_F(ResilientLlmClientTest, AsksAFallbackThatWasAskedForByNameOnce) {
  auto resilient = client(quick({"small"}));
  upstream_.tell("small", failure(FaultKind::kGarbled));
  EXPECT_FALSE(ask(resilient, "small"));
  EXPECT_THAT(upstream_.asked(), ElementsAre("small"));
}

// --- The circuit ---

TEST_F(ResilientLlmClientTest, OpensTheCircuitOfAModelThatKeepsFailingAndSaysSo) {
  ResilienceOptions options = quick();
  options.circuit.pause = 60s;
  auto resilient = client(options);
  int changes = 0;
  resilient.onCircuitChange([&changes] { ++changes; });
  LlmFailure broken = failure(FaultKind::kBroken);
  broken.status = 503;
  upstream_.failAlways(broken);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(ask(resilient));
  EXPECT_EQ(circuit(), 2);
  EXPECT_EQ(changes, 1);
  EXPECT_EQ(resilient.health()[0].circuit, CircuitState::kOpen);
  EXPECT_THAT(resilient.health()[0].reason, HasSubstr("503"));

  const std::size_t before = upstream_.asked().size();
  const auto refused = ask(resilient);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  EXPECT_GT(refused.error().retryAfter, 50s);
  EXPECT_EQ(upstream_.asked().size(), before) << "an open circuit let a call through";
  EXPECT_EQ(circuit("small"), 0) << "each model has its own";
}

TEST_F(ResilientLlmClientTest, ClosesTheCircuitWithOneProbe) {
  ResilienceOptions options = quick();
  options.retries = 0;
  auto resilient = client(options);
  upstream_.failAlways(failure(FaultKind::kBroken));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(ask(resilient));
  ASSERT_EQ(circuit(), 2);
  upstream_.failAlways(std::nullopt);
  upstream_.tellToHang("big");
  const std::size_t before = upstream_.asked().size();
  const auto waitUntil = std::chrono::steady_clock::now() + 100ms;
  while (std::chrono::steady_clock::now() < waitUntil) std::this_thread::yield();

  LlmCall probe(threads_.io, resilient, question());
  ASSERT_TRUE(upstream_.waitForAttempts(before + 1));
  EXPECT_EQ(circuit(), 1);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(ask(resilient));
  EXPECT_EQ(upstream_.asked().size(), before + 1) << "more than one call went through a half open circuit";
  probe.cancel(asio::cancellation_type::terminal);
  EXPECT_FALSE(probe.wait());
  EXPECT_EQ(circuit(), 1) << "a probe whose client left tells nothing";
  EXPECT_TRUE(ask(resilient));
  EXPECT_EQ(circuit(), 0);
  EXPECT_EQ(resilient.health()[0].reason, "");
}

TEST_F(ResilientLlmClientTest, FallsBackFromAnOpenCircuitWithoutAsking) {
  ResilienceOptions options = quick({"small"});
  options.circuit.pause = 60s;
  auto resilient = client(options);
  for (int i = 0; i < 5; ++i) {
    upstream_.tell("big", failure(FaultKind::kGarbled));
    ASSERT_TRUE(ask(resilient));
  }
  ASSERT_EQ(circuit(), 2);
  const std::size_t before = upstream_.asked().size();
  const auto result = ask(resilient);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->fallbackFrom, "big");
  EXPECT_EQ(upstream_.asked().size(), before + 1);
  EXPECT_EQ(fallbacks(LlmReason::kCircuitOpen), 1);
}

TEST_F(ResilientLlmClientTest, RefusalsLimitsAndClientsThatLeaveOpenNoCircuit) {
  auto resilient = client(quick());
  for (const FaultKind kind : {FaultKind::kRefused, FaultKind::kRateLimited, FaultKind::kBusy, FaultKind::kOurs}) {
    upstream_.failAlways(failure(kind));
    for (int i = 0; i < 30; ++i) EXPECT_FALSE(ask(resilient));
    EXPECT_EQ(circuit(), 0) << static_cast<int>(kind);
  }
}

TEST_F(ResilientLlmClientTest, BreakingOffAfterTheFirstTextCountsForTheCircuit) {
  auto resilient = client(quick());
  for (int i = 0; i < 5; ++i) {
    upstream_.tell("big", failure(FaultKind::kBroken), "Half");
    EXPECT_FALSE(ask(resilient));
  }
  EXPECT_EQ(circuit(), 2) << "a model that breaks off in every answer is ill";
}

TEST_F(ResilientLlmClientTest, OneNameThatIsNotConfiguredHoldsNoOtherBack) {
  ResilienceOptions options = quick();
  options.circuit.pause = 60s;
  auto resilient = client(options);
  for (int i = 0; i < 5; ++i) {
    upstream_.tell("model-a", failure(FaultKind::kGarbled));
    EXPECT_FALSE(ask(resilient, "model-a"));
  }
  EXPECT_EQ(circuit("other"), 2);
  EXPECT_EQ(circuit("big"), 0);
  const std::size_t asked = upstream_.asked().size();
  EXPECT_FALSE(ask(resilient, "model-a"));
  EXPECT_EQ(upstream_.asked().size(), asked) << "its own circuit is open";
  EXPECT_TRUE(ask(resilient, "model-b"));
  ASSERT_EQ(resilient.health().size(), 3U) << "the names of clients are no labels";
  EXPECT_EQ(resilient.health().back().model, "other");
  EXPECT_EQ(resilient.health().back().circuit, CircuitState::kOpen);
}

TEST_F(ResilientLlmClientTest, KnowsABoundedNumberOfNamesAndForgetsThem) {
  const std::function<void()> nothing;
  UnlistedGates gates("other", CircuitBreaker::Options(), metrics_.policy("other"), nothing);
  const SteadyTime now = std::chrono::steady_clock::now();
  const auto fail = [&](const std::shared_ptr<ModelGate>& gate) {
    for (int i = 0; i < 5; ++i) gate->admit(now)->failed(now, failure(FaultKind::kGarbled));
  };
  const auto ill = gates.of("ill", now);
  fail(ill);
  EXPECT_EQ(circuit("other"), 2);
  for (std::size_t i = 0; i < 3 * UnlistedGates::kMost; ++i) (void)gates.of("model-" + std::to_string(i), now);
  EXPECT_EQ(gates.of("ill", now), ill) << "a circuit that is open was forgotten for closed ones";
  gates.forgetOld(now + UnlistedGates::kForgottenAfter + 1s);
  EXPECT_EQ(circuit("other"), 0) << "nobody asks for it any more, and it alarms for ever";
  EXPECT_NE(gates.of("ill", now), ill);
}

TEST(ResilienceOptionsTest, ListEachModelOnceTheDefaultFirst) {
  Config config;
  config.openaiModel = "big";
  config.openaiFallbackModels = {"small", "big", "small"};
  config.openaiTimeout = 7s;
  const ResilienceOptions options = resilienceOptions(config);
  EXPECT_THAT(options.models, ElementsAre("big", "small"));
  EXPECT_THAT(options.fallbackModels, ElementsAre("small", "big"));
  EXPECT_EQ(options.total, 7s);
}

}  // namespace
}  // namespace vigie
