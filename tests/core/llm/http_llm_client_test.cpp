#include "core/llm/http_llm_client.h"

#include "tests/support/llm_call.h"
#include "tests/support/mock_upstream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using test::LlmCall;
using test::llmRequest;
using test::MockUpstream;
using test::Script;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Far beyond what a loaded machine needs, far below the deadlines that must not be what ended a call.
constexpr auto kSoon = 5s;

class HttpLlmClientTest : public testing::Test {
 protected:
  HttpLlmOptions options() const {
    HttpLlmOptions out;
    out.url = upstreamUrlFromText(upstream_.baseUrl()).value();
    out.models = {"mock-model"};
    return out;
  }

  /// One call to its end.
  Result<LlmResult> ask(HttpLlmClient& client, std::string* text = nullptr) {
    LlmCall call(threads_.io, client, llmRequest());
    auto result = call.wait();
    if (text != nullptr) *text = call.text();
    return result;
  }

  /// The ending of a call that the script answers.
  Error failureOf(Script script) {
    upstream_.enqueue(std::move(script));
    HttpLlmClient client(threads_.io.get_executor(), options());
    const auto result = ask(client);
    EXPECT_FALSE(result) << "the call succeeded";
    return result ? Error(ErrorCode::kInternal, "succeeded") : result.error();
  }

  void TearDown() override { EXPECT_THAT(upstream_.violations(), IsEmpty()); }

  MockUpstream upstream_;
  test::IoThreads threads_;
};

TEST_F(HttpLlmClientTest, HandsOnEveryDeltaInOrder) {
  HttpLlmClient client(threads_.io.get_executor(), options());
  LlmCall call(threads_.io, client, llmRequest());
  const auto result = call.wait();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(call.text(), "Hello from upstream.");
  EXPECT_EQ(result->model, "mock-model");
  EXPECT_EQ(result->finishReason, "stop");
  EXPECT_EQ(result->usage.promptTokens, 7);
  EXPECT_EQ(result->usage.completionTokens, 3);
  EXPECT_FALSE(result->usage.estimated);
}

TEST_F(HttpLlmClientTest, JoinsTextThatArrivesTogether) {
  Script script;
  script.streamHead().delta("one").delta(" two").delta(" three").pause(300ms).delta(" four").finish("stop").done().end();
  upstream_.enqueue(std::move(script.coalesce()));
  HttpLlmClient client(threads_.io.get_executor(), options());
  LlmCall call(threads_.io, client, llmRequest());
  ASSERT_TRUE(call.wait());
  EXPECT_THAT(call.deltas(), ElementsAre("one two three", " four"));
}

TEST_F(HttpLlmClientTest, AsksForAStreamWithUsageAndPassesParametersOn) {
  HttpLlmOptions with = options();
  with.apiKey = Secret("sk-test");
  HttpLlmClient client(threads_.io.get_executor(), with);
  LlmRequest request = llmRequest("Why \"so\"?\n");
  request.parameters["temperature"] = 0.5;
  request.parameters["stop"] = "END";
  request.stream = false;
  ASSERT_TRUE(LlmCall(threads_.io, client, request).wait());
  const auto requests = upstream_.requests();
  ASSERT_EQ(requests.size(), 1U);
  const auto& body = requests[0].body;
  EXPECT_EQ(body.at("stream"), true);
  EXPECT_EQ(body.at("stream_options").at("include_usage"), true);
  EXPECT_EQ(body.at("temperature"), 0.5);
  EXPECT_EQ(body.at("stop"), "END");
  EXPECT_EQ(body.at("messages").at(0).at("content"), "Why \"so\"?\n");
  EXPECT_EQ(requests[0].headers.at("authorization"), "Bearer sk-test");
  EXPECT_EQ(requests[0].headers.at("host"), "127.0.0.1:" + std::to_string(upstream_.port()));
}

TEST_F(HttpLlmClientTest, HandsADeltaOnWhileUpstreamStillWrites) {
  Script script;
  script.streamHead().delta("Now").hold().delta(" later").finish("stop").done().end();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  LlmCall call(threads_.io, client, llmRequest());
  EXPECT_TRUE(call.waitForText("Now")) << "the delta was held back until the stream went on";
  upstream_.release();
  ASSERT_TRUE(call.wait());
  EXPECT_EQ(call.text(), "Now later");
}

TEST_F(HttpLlmClientTest, UnderstandsAServerThatIgnoresStream) {
  upstream_.enqueue(Script::completion("All at once."));
  HttpLlmClient client(threads_.io.get_executor(), options());
  std::string text;
  const auto result = ask(client, &text);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(text, "All at once.");
  EXPECT_EQ(result->finishReason, "stop");
  EXPECT_EQ(result->usage.completionTokens, 3);
}

TEST_F(HttpLlmClientTest, UnderstandsEventsCutAnywhere) {
  const std::string events =
      "data: {\"choices\":[{\"delta\":{\"content\":\"h\xC3\xA9\"}}]}\r\n\r\n: ping\n\n"
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
  Script script;
  script.streamHead("text/event-stream; charset=utf-8");
  for (const char byte : events) script.chunk(std::string(1, byte));
  script.end();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  std::string text;
  ASSERT_TRUE(ask(client, &text));
  EXPECT_EQ(text, "hé");
}

TEST_F(HttpLlmClientTest, EstimatesUsageThatIsMissingAndSaysSo) {
  Script script;
  script.streamHead().delta("12345678").finish("length").done().end();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  const auto result = ask(client);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->usage.estimated);
  EXPECT_EQ(result->usage.completionTokens, 2);
  EXPECT_EQ(result->usage.promptTokens, 3) << "\"What now?\" is nine bytes";
  EXPECT_EQ(result->finishReason, "length");
}

// --- What makes an answer whole ---

TEST_F(HttpLlmClientTest, FinishReasonWithoutDoneIsWhole) {
  Script script;
  script.streamHead().delta("Yes.").finish("stop").end();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  EXPECT_TRUE(ask(client));
}

TEST_F(HttpLlmClientTest, FinishReasonAndThenSilenceIsWholeSoon) {
  Script script;
  script.streamHead().delta("Yes.").finish("stop").hang();
  upstream_.enqueue(script);
  HttpLlmOptions with = options();
  with.afterFinish = 50ms;
  HttpLlmClient client(threads_.io.get_executor(), with);
  LlmCall call(threads_.io, client, llmRequest());
  const auto result = call.wait();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_LT(call.took(), kSoon);
  EXPECT_TRUE(upstream_.waitForDisconnects(1));
}

TEST_F(HttpLlmClientTest, DoneWithoutFinishReasonIsWhole) {
  Script script;
  script.streamHead().delta("Yes.").done().end();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  const auto result = ask(client);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->finishReason, "stop");
}

TEST_F(HttpLlmClientTest, AnEmptyAnswerIsWhole) {
  Script script;
  script.streamHead().finish("stop").done().end();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  std::string text;
  EXPECT_TRUE(ask(client, &text));
  EXPECT_EQ(text, "");
}

TEST_F(HttpLlmClientTest, BareEndOfTheResponseIsNot) {
  Script script;
  script.streamHead().delta("Half an").end();
  EXPECT_EQ(failureOf(script).code, ErrorCode::kUpstreamFailed);
}

TEST_F(HttpLlmClientTest, BareEndOfTheConnectionIsNot) {
  Script script;
  script.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
      .send("data: {\"choices\":[{\"delta\":{\"content\":\"Half an\"}}]}\n\n")
      .close();
  EXPECT_EQ(failureOf(script).code, ErrorCode::kUpstreamFailed);
}

TEST_F(HttpLlmClientTest, StreamDelimitedByTheConnectionsEndIsUnderstood) {
  Script script;
  script.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
      .send("data: {\"choices\":[{\"delta\":{\"content\":\"Whole\"},\"finish_reason\":\"stop\"}]}\n\n")
      .close();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  std::string text;
  EXPECT_TRUE(ask(client, &text));
  EXPECT_EQ(text, "Whole");
}

TEST_F(HttpLlmClientTest, AJsonAnswerWithoutFinishReasonIsNot) {
  EXPECT_EQ(failureOf(Script::whole(200, "application/json", R"({"choices":[{"message":{"content":"x"}}]})")).code,
            ErrorCode::kUpstreamFailed);
}

TEST_F(HttpLlmClientTest, CutOffJsonIsNot) {
  Script script;
  script.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"choices\":").close();
  EXPECT_EQ(failureOf(script).code, ErrorCode::kUpstreamFailed);
}

// --- What upstream does wrong ---

TEST_F(HttpLlmClientTest, ResetWithinTheStreamIsAFailure) {
  Script script;
  script.streamHead().delta("Half").hold().reset();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  LlmCall call(threads_.io, client, llmRequest());
  EXPECT_TRUE(call.waitForText("Half"));
  upstream_.release();
  const auto result = call.wait();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUpstreamFailed);
}

TEST_F(HttpLlmClientTest, ResetBeforeTheHeaderIsAFailureAndNotTriedTwice) {
  Script script;
  script.reset();
  EXPECT_EQ(failureOf(script).code, ErrorCode::kUpstreamFailed);
  EXPECT_EQ(upstream_.requests().size(), 1U);
}

TEST_F(HttpLlmClientTest, ErrorWithinTheStreamIsAFailure) {
  Script script;
  script.streamHead().delta("Half").event(R"({"error":{"message":"overloaded","type":"server_error"}})").end();
  const Error error = failureOf(script);
  EXPECT_EQ(error.code, ErrorCode::kUpstreamFailed);
  EXPECT_THAT(error.message, HasSubstr("overloaded"));
}

TEST_F(HttpLlmClientTest, EventNamedErrorIsAFailure) {
  Script script;
  script.streamHead().chunk("event: error\ndata: {\"detail\":\"boom\"}\n\n").done().end();
  EXPECT_EQ(failureOf(script).code, ErrorCode::kUpstreamFailed);
}

TEST_F(HttpLlmClientTest, EventThatIsNotJsonIsAFailure) {
  Script script;
  script.streamHead().event("not json").done().end();
  const Error error = failureOf(script);
  EXPECT_EQ(error.code, ErrorCode::kUpstreamFailed);
  EXPECT_THAT(error.message, Not(HasSubstr("not json")));
}

TEST_F(HttpLlmClientTest, LineWithoutAnEndIsCutOff) {
  Script script;
  script.streamHead().chunk("data: ");
  for (int i = 0; i < 200; ++i) script.chunk(std::string(1024, 'x'));
  script.hang();
  EXPECT_EQ(failureOf(script).code, ErrorCode::kUpstreamFailed);
  EXPECT_TRUE(upstream_.waitForDisconnects(1));
}

TEST_F(HttpLlmClientTest, HeaderWithoutAnEndIsCutOff) {
  Script script;
  script.send("HTTP/1.1 200 OK\r\nX-Long: ");
  for (int i = 0; i < 64; ++i) script.send(std::string(1024, 'x'));
  script.hang();
  EXPECT_EQ(failureOf(script).code, ErrorCode::kUpstreamFailed);
}

TEST_F(HttpLlmClientTest, SomethingThatIsNotHttpIsAFailure) {
  Script script;
  script.send("SSH-2.0-OpenSSH_9.2\r\n").hang();
  EXPECT_EQ(failureOf(script).code, ErrorCode::kUpstreamFailed);
}

TEST_F(HttpLlmClientTest, BrokenChunkingIsAFailure) {
  Script script;
  script.streamHead().delta("a").send("zzz\r\nnonsense\r\n").hang();
  EXPECT_EQ(failureOf(script).code, ErrorCode::kUpstreamFailed);
}

TEST_F(HttpLlmClientTest, APageIsNoCompletion) {
  const Error error = failureOf(Script::whole(200, "text/html", "<html>Login</html>"));
  EXPECT_EQ(error.code, ErrorCode::kUpstreamFailed);
  EXPECT_THAT(error.message, HasSubstr("OPENAI_BASE_URL"));
  EXPECT_THAT(error.message, Not(HasSubstr("Login")));
}

TEST_F(HttpLlmClientTest, InterimResponsesAreSkipped) {
  Script script;
  script.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n").streamHead().delta("Hi").finish("stop").done().end();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  std::string text;
  const auto result = ask(client, &text);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(text, "Hi");
}

TEST_F(HttpLlmClientTest, StatusesMeanWhatTheyMean) {
  EXPECT_EQ(failureOf(Script::error(401, "bad key")).code, ErrorCode::kUpstreamFailed);
  EXPECT_EQ(failureOf(Script::error(400, "max_tokens is too large", {}, "", "max_tokens")).param, "max_tokens");
  EXPECT_EQ(failureOf(Script::error(404, "no such model", {}, "model_not_found")).code, ErrorCode::kNotFound);
  EXPECT_EQ(failureOf(Script::error(500, "boom")).code, ErrorCode::kUpstreamFailed);
  EXPECT_EQ(failureOf(Script::error(503, "loading")).code, ErrorCode::kUpstreamFailed);
  const Error limited = failureOf(Script::error(429, "slow down", {{"Retry-After", "7"}}));
  EXPECT_EQ(limited.code, ErrorCode::kRateLimited);
  EXPECT_EQ(limited.retryAfter, 7s);
}

TEST_F(HttpLlmClientTest, EndlessErrorBodyIsCutOff) {
  Script script;
  script.send("HTTP/1.1 500 Mock\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 300; ++i) script.chunk(std::string(1024, 'x'));
  script.hang();
  const Error error = failureOf(script);
  EXPECT_EQ(error.code, ErrorCode::kUpstreamFailed);
  EXPECT_THAT(error.message, HasSubstr("500"));
  EXPECT_TRUE(upstream_.waitForDisconnects(1));
}

TEST_F(HttpLlmClientTest, NobodyListeningIsAFailure) {
  HttpLlmOptions with = options();
  {
    const MockUpstream gone;
    with.url.port = gone.port();
  }
  HttpLlmClient client(threads_.io.get_executor(), with);
  const auto result = ask(client);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUpstreamFailed);
}

TEST_F(HttpLlmClientTest, ANameWithoutAnAddressIsAFailure) {
  HttpLlmOptions with = options();
  with.url.host = "no-such-host.invalid";
  HttpLlmClient client(threads_.io.get_executor(), with);
  const auto result = ask(client);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().code, testing::AnyOf(ErrorCode::kUpstreamFailed, ErrorCode::kTimeout));
  EXPECT_THAT(result.error().message, Not(HasSubstr("no-such-host")));
}

TEST_F(HttpLlmClientTest, LooksNamesUp) {
  HttpLlmOptions with = options();
  with.url.host = "localhost";
  HttpLlmClient client(threads_.io.get_executor(), with);
  EXPECT_TRUE(ask(client));
}

// --- Deadlines ---

TEST_F(HttpLlmClientTest, SilenceBeforeTheHeaderEndsAtTheFirstByteDeadline) {
  Script script;
  script.hang();
  upstream_.enqueue(script);
  HttpLlmOptions with = options();
  with.firstByte = 100ms;
  HttpLlmClient client(threads_.io.get_executor(), with);
  LlmCall call(threads_.io, client, llmRequest());
  const auto result = call.wait();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kTimeout);
  EXPECT_GE(call.took(), 100ms);
  EXPECT_LT(call.took(), kSoon);
  EXPECT_TRUE(upstream_.waitForDisconnects(1));
}

TEST_F(HttpLlmClientTest, SilenceBetweenPiecesEndsAtTheIdleDeadline) {
  Script script;
  script.streamHead().delta("Half").hang();
  upstream_.enqueue(script);
  HttpLlmOptions with = options();
  with.idle = 100ms;
  HttpLlmClient client(threads_.io.get_executor(), with);
  LlmCall call(threads_.io, client, llmRequest());
  const auto result = call.wait();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kTimeout);
  EXPECT_EQ(call.text(), "Half");
  EXPECT_LT(call.took(), kSoon);
  EXPECT_TRUE(upstream_.waitForDisconnects(1));
}

TEST_F(HttpLlmClientTest, AStreamThatNeverEndsEndsAtTheTotalDeadline) {
  Script script;
  script.streamHead();
  for (int i = 0; i < 5000; ++i) script.pause(10ms).delta("x");
  upstream_.enqueue(script);
  HttpLlmOptions with = options();
  with.total = 200ms;
  with.idle = 10s;
  HttpLlmClient client(threads_.io.get_executor(), with);
  LlmCall call(threads_.io, client, llmRequest());
  const auto result = call.wait();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kTimeout);
  EXPECT_THAT(result.error().message, HasSubstr("OPENAI_TIMEOUT_SECONDS"));
  EXPECT_GE(call.took(), 200ms);
  EXPECT_LT(call.took(), kSoon);
  EXPECT_TRUE(upstream_.waitForDisconnects(1));
}

TEST_F(HttpLlmClientTest, ASlowClientIsNotChargedToUpstream) {
  Script script;
  script.streamHead().delta("a").hold().delta("b").finish("stop").done().end();
  upstream_.enqueue(script);
  HttpLlmOptions with = options();
  with.idle = 300ms;
  HttpLlmClient client(threads_.io.get_executor(), with);
  LlmCall call(threads_.io, client, llmRequest());
  call.stallSink(with.idle + 100ms);
  ASSERT_TRUE(call.waitForText("a"));
  upstream_.release();
  const auto result = call.wait();
  EXPECT_TRUE(result) << result.error().message;
  EXPECT_EQ(call.text(), "ab");
  EXPECT_GT(call.took(), with.idle);
}

// --- Cancelling ---

class CancelledCallTest : public HttpLlmClientTest, public testing::WithParamInterface<asio::cancellation_type> {
 protected:
  void expectCancelled(Script script, const std::string& text) {
    upstream_.enqueue(std::move(script));
    HttpLlmClient client(threads_.io.get_executor(), options());
    LlmCall call(threads_.io, client, llmRequest());
    ASSERT_TRUE(upstream_.waitForRequests(1));
    ASSERT_TRUE(call.waitForText(text));
    const auto cancelled = std::chrono::steady_clock::now();
    call.cancel(GetParam());
    const auto result = call.wait();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
    ASSERT_TRUE(upstream_.waitForDisconnects(1));
    EXPECT_LT(upstream_.lastDisconnect() - cancelled, kSoon) << "upstream went on";
  }
};

TEST_P(CancelledCallTest, BeforeTheHeader) {
  Script script;
  script.hang();
  expectCancelled(script, "");
}

TEST_P(CancelledCallTest, BeforeTheFirstDelta) {
  Script script;
  script.streamHead().hang();
  expectCancelled(script, "");
}

TEST_P(CancelledCallTest, WithinTheStream) {
  Script script;
  script.streamHead().delta("Half").hang();
  expectCancelled(script, "Half");
}

TEST_P(CancelledCallTest, WithinAnErrorBody) {
  Script script;
  script.send("HTTP/1.1 500 Mock\r\nContent-Length: 100\r\n\r\nx").hang();
  expectCancelled(script, "");
}

INSTANTIATE_TEST_SUITE_P(AnyType, CancelledCallTest,
                         testing::Values(asio::cancellation_type::terminal, asio::cancellation_type::partial,
                                         asio::cancellation_type::total));

// --- Keep-alive ---

TEST_F(HttpLlmClientTest, KeepsItsConnection) {
  HttpLlmClient client(threads_.io.get_executor(), options());
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(ask(client));
  EXPECT_EQ(upstream_.connections(), 1);
}

TEST_F(HttpLlmClientTest, KeepsItsConnectionWhenTheLastChunkComesAfterDone) {
  Script script;
  script.streamHead().delta("a").finish("stop").done().hold().end();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  ASSERT_TRUE(ask(client)) << "[DONE] is the end";
  upstream_.release();
  // The next call finds the connection at its end, or, when it comes too early for that, opens another: both answer.
  ASSERT_TRUE(ask(client));
  EXPECT_LE(upstream_.connections(), 2);
}

TEST_F(HttpLlmClientTest, KeepsItsConnectionAfterARefusalAndAJsonAnswer) {
  upstream_.enqueue(Script::error(500, "boom"));
  upstream_.enqueue(Script::completion("Hi"));
  HttpLlmClient client(threads_.io.get_executor(), options());
  EXPECT_FALSE(ask(client));
  EXPECT_TRUE(ask(client));
  EXPECT_TRUE(ask(client));
  EXPECT_EQ(upstream_.connections(), 1);
}

TEST_F(HttpLlmClientTest, ReplacesAKeptConnectionThatUpstreamClosed) {
  HttpLlmClient client(threads_.io.get_executor(), options());
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(ask(client));
    upstream_.closeIdleConnections();
  }
  EXPECT_TRUE(ask(client));
}

TEST_F(HttpLlmClientTest, ReplacesAKeptConnectionThatBreaksBeforeAByteCameBack) {
  HttpLlmClient client(threads_.io.get_executor(), options());
  ASSERT_TRUE(ask(client));
  Script broken;
  broken.reset();
  upstream_.enqueue(broken);
  EXPECT_TRUE(ask(client)) << "the kept connection was not replaced";
  EXPECT_EQ(upstream_.connections(), 2);
  EXPECT_EQ(upstream_.requests().size(), 3U);
}

TEST_F(HttpLlmClientTest, TriesOnceMoreOnly) {
  HttpLlmClient client(threads_.io.get_executor(), options());
  ASSERT_TRUE(ask(client));
  Script broken;
  broken.reset();
  upstream_.enqueue(broken);
  upstream_.enqueue(broken);
  EXPECT_FALSE(ask(client));
  EXPECT_EQ(upstream_.requests().size(), 3U);
}

TEST_F(HttpLlmClientTest, NeverTriesAgainOnceSomethingCame) {
  HttpLlmClient client(threads_.io.get_executor(), options());
  ASSERT_TRUE(ask(client));
  Script broken;
  broken.send("HTTP/1.1 2").reset();
  upstream_.enqueue(broken);
  EXPECT_FALSE(ask(client));
  EXPECT_EQ(upstream_.requests().size(), 2U);
}

TEST_F(HttpLlmClientTest, DoesNotKeepAConnectionThatUpstreamWillClose) {
  Script script = Script::whole(500, "application/json", "{}", {{"Connection", "close"}});
  script.close();
  upstream_.enqueue(script);
  HttpLlmClient client(threads_.io.get_executor(), options());
  EXPECT_FALSE(ask(client));
  EXPECT_TRUE(ask(client));
  EXPECT_EQ(upstream_.requests().size(), 2U);
}

TEST_F(HttpLlmClientTest, ServesManyStrandsAtOnceFromOnePool) {
  HttpLlmClient client(threads_.io.get_executor(), options());
  constexpr std::size_t kAtOnce = 16;
  for (int round = 0; round < 10; ++round) {
    std::vector<std::unique_ptr<LlmCall>> calls;
    for (std::size_t i = 0; i < kAtOnce; ++i) {
      calls.push_back(std::make_unique<LlmCall>(threads_.io, client, llmRequest()));
    }
    for (auto& call : calls) {
      const auto result = call->wait();
      ASSERT_TRUE(result) << result.error().message;
      EXPECT_EQ(call->text(), "Hello from upstream.");
    }
  }
  EXPECT_LE(upstream_.connections(), static_cast<int>(kAtOnce)) << "connections were not kept";
}

// --- Configuration ---

TEST(HttpLlmOptionsTest, GoToOpenAiWhenThereIsOnlyAKey) {
  Config config;
  config.openaiApiKey = Secret("sk-x");
  const auto options = httpLlmOptions(config);
  ASSERT_TRUE(options);
  EXPECT_TRUE(options->url.tls);
  EXPECT_EQ(options->url.host, "api.openai.com");
  EXPECT_EQ(options->url.path, "/v1");
  EXPECT_THAT(options->models, ElementsAre("gpt-4o-mini"));
}

TEST(HttpLlmOptionsTest, ListTheConfiguredModelsFirstOneFirst) {
  Config config;
  config.openaiBaseUrl = "http://127.0.0.1:11434/v1";
  config.openaiModel = "llama3";
  config.openaiFallbackModels = {"qwen"};
  config.openaiTimeout = 5s;
  const auto options = httpLlmOptions(config);
  ASSERT_TRUE(options);
  EXPECT_THAT(options->models, ElementsAre("llama3", "qwen"));
  EXPECT_EQ(options->total, 5s);
}

TEST(HttpLlmOptionsTest, RefuseAKeyThatCannotBeAHeaderWithoutShowingIt) {
  Config config;
  config.openaiApiKey = Secret("sk-x\r\nX-Evil: 1");
  const auto options = httpLlmOptions(config);
  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().param, "OPENAI_API_KEY");
  EXPECT_THAT(options.error().message, Not(HasSubstr("sk-x")));
}

}  // namespace
}  // namespace vigie
