// HttpLlmClient over TLS. The trust store is the process's environment, so each test sets it before its client exists.
#include "core/llm/http_llm_client.h"
#include "tests/support/llm_call.h"
#include "tests/support/mock_upstream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace vigie {
namespace {

using test::LlmCall;
using test::llmRequest;
using test::MockUpstream;
using test::Script;
using testing::HasSubstr;

class HttpLlmClientTlsTest : public testing::Test {
 protected:
  void TearDown() override {
    ::unsetenv("SSL_CERT_FILE");
    if (!trusted_.empty()) std::filesystem::remove(trusted_);
  }

  static MockUpstream::Options tls(const std::string& name = "localhost") {
    MockUpstream::Options options;
    options.tls = true;
    options.tlsName = name;
    return options;
  }

  void trust(const MockUpstream& upstream) {
    std::string path = std::filesystem::temp_directory_path() / "vigie-ca-XXXXXX";
    ::close(::mkstemp(path.data()));
    trusted_ = path;
    std::ofstream(path) << upstream.authorityPem();
    ::setenv("SSL_CERT_FILE", path.c_str(), 1);
  }

  static HttpLlmOptions options(const MockUpstream& upstream) {
    HttpLlmOptions out;
    out.url = upstreamUrlFromText(upstream.baseUrl()).value();
    out.models = {"mock-model"};
    return out;
  }

  std::filesystem::path trusted_;
};

TEST_F(HttpLlmClientTlsTest, AnswersFromAServerThatSslCertFileTrustsAndKeepsTheConnection) {
  const MockUpstream upstream(tls());
  trust(upstream);
  test::IoThreads threads;
  HttpLlmClient client(threads.io.get_executor(), options(upstream));
  for (int i = 0; i < 5; ++i) {
    LlmCall call(threads.io, client, llmRequest());
    const auto result = call.wait();
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(call.text(), "Hello from upstream.");
  }
  EXPECT_EQ(upstream.connections(), 1);
}

TEST_F(HttpLlmClientTlsTest, VerifiesAnAddressToo) {
  const MockUpstream upstream(tls(""));
  trust(upstream);
  test::IoThreads threads;
  HttpLlmOptions with = options(upstream);
  with.url.host = "127.0.0.1";
  HttpLlmClient client(threads.io.get_executor(), with);
  LlmCall call(threads.io, client, llmRequest());
  const auto result = call.wait();
  EXPECT_TRUE(result) << result.error().message;
}

TEST_F(HttpLlmClientTlsTest, RefusesAnAuthorityNobodyTrusts) {
  const MockUpstream upstream(tls());
  test::IoThreads threads;
  HttpLlmClient client(threads.io.get_executor(), options(upstream));
  LlmCall call(threads.io, client, llmRequest());
  const auto result = call.wait();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUpstreamFailed);
  EXPECT_THAT(result.error().message, HasSubstr("certificate was refused"));
  EXPECT_TRUE(upstream.requests().empty()) << "the key went to a stranger";
}

TEST_F(HttpLlmClientTlsTest, RefusesACertificateOfAnotherName) {
  const MockUpstream upstream(tls("elsewhere.example"));
  trust(upstream);
  test::IoThreads threads;
  HttpLlmClient client(threads.io.get_executor(), options(upstream));
  LlmCall call(threads.io, client, llmRequest());
  const auto result = call.wait();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUpstreamFailed);
  EXPECT_TRUE(upstream.requests().empty());
}

TEST_F(HttpLlmClientTlsTest, ClosesUpstreamWhenCancelledByAnyType) {
  MockUpstream upstream(tls());
  trust(upstream);
  test::IoThreads threads;
  HttpLlmClient client(threads.io.get_executor(), options(upstream));
  int disconnects = 0;
  for (const auto type : {boost::asio::cancellation_type::terminal, boost::asio::cancellation_type::partial,
                          boost::asio::cancellation_type::total}) {
    Script script;
    script.streamHead().delta("Half").hang();
    upstream.enqueue(script);
    LlmCall call(threads.io, client, llmRequest());
    ASSERT_TRUE(call.waitForText("Half"));
    call.cancel(type);
    const auto result = call.wait();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
    EXPECT_TRUE(upstream.waitForDisconnects(++disconnects));
  }
}

TEST_F(HttpLlmClientTlsTest, ReplacesAKeptConnectionThatUpstreamClosed) {
  MockUpstream upstream(tls());
  trust(upstream);
  test::IoThreads threads;
  HttpLlmClient client(threads.io.get_executor(), options(upstream));
  for (int i = 0; i < 3; ++i) {
    LlmCall call(threads.io, client, llmRequest());
    ASSERT_TRUE(call.wait());
    upstream.closeIdleConnections();
  }
}

TEST_F(HttpLlmClientTlsTest, TruncationIsAFailure) {
  MockUpstream upstream(tls());
  trust(upstream);
  Script script;
  script.streamHead().delta("Half").close();
  upstream.enqueue(script);
  test::IoThreads threads;
  HttpLlmClient client(threads.io.get_executor(), options(upstream));
  LlmCall call(threads.io, client, llmRequest());
  const auto result = call.wait();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUpstreamFailed);
}

}  // namespace
}  // namespace vigie
