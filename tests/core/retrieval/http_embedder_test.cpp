#include "core/retrieval/http_embedder.h"

#include "tests/support/fake_embedding_server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <future>
#include <thread>

namespace vigie {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;

template <class T>
T await(asio::awaitable<T> work) {
  asio::io_context context;
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run();
  return future.get();
}

class HttpEmbedderTest : public testing::Test {
 protected:
  using FakeEmbeddingServer = test::FakeEmbeddingServer;

  HttpEmbedderOptions options() const {
    HttpEmbedderOptions out;
    out.url = upstreamUrlFromText(server_.baseUrl()).value();
    out.model = "test-model";
    out.backoff = std::chrono::milliseconds(1);
    return out;
  }
  static Result<std::vector<Embedding>> passages(HttpEmbedder& embedder, std::vector<std::string> texts) {
    return await(embedder.embedPassages(std::move(texts)));
  }
  static FakeEmbeddingServer::Reply reply(int status, std::string body = "{}", std::string retryAfter = {}) {
    FakeEmbeddingServer::Reply out;
    out.status = status;
    out.body = std::move(body);
    out.retryAfter = std::move(retryAfter);
    return out;
  }

  FakeEmbeddingServer server_;
};

TEST_F(HttpEmbedderTest, GivesVectorsOfLengthOneInTheOrderOfTheTexts) {
  HttpEmbedder embedder(options());
  EXPECT_EQ(embedder.dimension(), 0U);
  const auto both = passages(embedder, {"one word", "another"});
  ASSERT_TRUE(both) << both.error().message;
  EXPECT_EQ(embedder.dimension(), 8U);
  const auto turned = passages(embedder, {"another", "one word"});
  EXPECT_EQ(both->at(0), turned->at(1));
  double length = 0;
  for (const float x : both->at(0)) length += static_cast<double>(x) * static_cast<double>(x);
  EXPECT_NEAR(length, 1, 1e-6);
  const auto request = server_.requests().at(0);
  EXPECT_EQ(request.target, "/v1/embeddings");
  EXPECT_EQ(request.body.at("model").as_string(), "test-model");
}

TEST_F(HttpEmbedderTest, SendsBatchesAndEachTextOnce) {
  auto small = options();
  small.batch = 10;
  HttpEmbedder embedder(small);
  std::vector<std::string> texts;
  for (int i = 0; i < 25; ++i) texts.push_back("text " + std::to_string(i % 20));
  ASSERT_TRUE(passages(embedder, texts));
  EXPECT_EQ(server_.requests().size(), 2U);
  EXPECT_EQ(server_.textsSeen(), 20U);
  ASSERT_TRUE(passages(embedder, texts));
  EXPECT_EQ(server_.textsSeen(), 20U) << "all in the cache";
  small.cached = 1;
  HttpEmbedder forgetful(small);
  ASSERT_TRUE(passages(forgetful, {"a"}));
  ASSERT_TRUE(passages(forgetful, {"b"}));
  ASSERT_TRUE(passages(forgetful, {"a"}));
  EXPECT_EQ(server_.textsSeen(), 23U) << "the cache is bounded";
}

TEST_F(HttpEmbedderTest, TriesAgainWhatMayPass) {
  HttpEmbedder embedder(options());
  server_.enqueue(reply(500));
  server_.enqueue(reply(429, "{}", "0"));
  server_.enqueue(reply(200, "no JSON"));
  EXPECT_TRUE(passages(embedder, {"x"}));
  EXPECT_EQ(server_.requests().size(), 4U);
}

TEST_F(HttpEmbedderTest, GivesUpOnWhatWillNotPass) {
  HttpEmbedder embedder(options());
  server_.enqueue(reply(400, R"({"error":{"message":"too long","type":"invalid_request_error"}})"));
  const auto refused = passages(embedder, {"x"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(server_.requests().size(), 1U);
  server_.enqueue(reply(404, R"({"error":{"message":"model 'm' not found","code":"model_not_found"}})"));
  EXPECT_TRUE(passages(embedder, {"z"})) << "a model that is still being pulled is waited for";
  EXPECT_EQ(server_.requests().size(), 3U);
  for (const int status : {301, 401, 403}) {
    server_.enqueue(reply(status, R"({"error":{"message":"no"}})"));
    const auto ours = passages(embedder, {"k"});
    ASSERT_FALSE(ours) << status;
    EXPECT_EQ(ours.error().code, ErrorCode::kUpstreamFailed);
    EXPECT_EQ(ours.error().param, "EMBEDDING_BASE_URL") << "our settings are refused, which no waiting mends";
  }
  EXPECT_EQ(server_.requests().size(), 6U);
  server_.setDefault(reply(503));
  EXPECT_FALSE(passages(embedder, {"y"}));
  EXPECT_EQ(server_.requests().size(), 11U) << "five attempts, no more";
}

TEST_F(HttpEmbedderTest, NeverComesBackBeforeRetryAfterNorWaitsBeyondItsTime) {
  auto quick = options();
  quick.passagesTime = std::chrono::milliseconds(500);
  HttpEmbedder embedder(quick);
  server_.enqueue(reply(429, "{}", "30"));
  const auto started = std::chrono::steady_clock::now();
  const auto limited = passages(embedder, {"x"});
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.error().code, ErrorCode::kRateLimited);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(20));
  EXPECT_EQ(server_.requests().size(), 1U);
  FakeEmbeddingServer::Reply silent;
  silent.silent = true;
  server_.setDefault(silent);
  const auto hung = passages(embedder, {"y"});
  ASSERT_FALSE(hung);
  EXPECT_EQ(hung.error().code, ErrorCode::kTimeout);
}

TEST_F(HttpEmbedderTest, StopsAtOnceWhateverTheServerDoes) {
  HttpEmbedder embedder(options());
  FakeEmbeddingServer::Reply silent;
  silent.silent = true;
  server_.setDefault(silent);
  auto asked = std::async(std::launch::async, [&embedder] { return passages(embedder, {"x"}); });
  while (server_.requests().empty()) std::this_thread::yield();
  embedder.stop();
  ASSERT_EQ(asked.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_FALSE(asked.get());
  EXPECT_FALSE(passages(embedder, {"y"})) << "and nothing is asked afterwards";
}

TEST_F(HttpEmbedderTest, RefusesWhatDoesNotFit) {
  auto once = options();
  once.attempts = 1;
  HttpEmbedder embedder(once);
  ASSERT_TRUE(passages(embedder, {"first"}));
  for (const char* body : {R"({"data":[]})", R"({"data":[{"embedding":[1,2,3]}]})", R"({"data":[{"embedding":[]}]})",
                           R"({"data":[{"embedding":["a"]}]})", R"({"data":[{"embedding":[0,0,0,0,0,0,0,0]}]})",
                           R"({"data":[7]})", R"({"data":[{"index":5,"embedding":[1,0,0,0,0,0,0,0]}]})", R"([])"}) {
    server_.enqueue(reply(200, body));
    const auto refused = passages(embedder, {body});
    ASSERT_FALSE(refused) << body;
    EXPECT_EQ(refused.error().code, ErrorCode::kUpstreamFailed);
  }
  server_.setDimension(16);
  const auto changed = passages(embedder, {"other"});
  EXPECT_THAT(changed.error().message, HasSubstr("16 dimensions where it had 8"));
  EXPECT_EQ(changed.error().param, "EMBEDDING_MODEL");
}

TEST_F(HttpEmbedderTest, SaysSoWhenNobodyListens) {
  auto nowhere = options();
  {
    const FakeEmbeddingServer gone;
    nowhere.url.port = gone.port();
  }
  nowhere.attempts = 2;
  HttpEmbedder embedder(nowhere);
  const auto refused = await(embedder.embedQuery("x", nullptr));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUpstreamFailed);
  EXPECT_THAT(refused.error().message, HasSubstr("EMBEDDING_BASE_URL"));
}

TEST(HttpEmbedderOptionsTest, AreNoneForTheBuiltInAndNeedAServerForOthers) {
  Config config;
  EXPECT_FALSE(httpEmbedderOptions(config).value());
  config.embeddingModel = "nomic-embed-text";
  EXPECT_EQ(httpEmbedderOptions(config).error().param, "EMBEDDING_BASE_URL");
  config.openaiBaseUrl = "http://127.0.0.1:11434/v1";
  EXPECT_EQ(httpEmbedderOptions(config).value()->url.port, 11434);
  config.embeddingBaseUrl = "http://127.0.0.1:9999/v1";
  EXPECT_EQ(httpEmbedderOptions(config).value()->url.port, 9999);
}

TEST(HttpEmbedderOptionsTest, ShowTheKeyToItsOwnServerOnly) {
  Config config;
  config.embeddingModel = "text-embedding-3-small";
  config.openaiApiKey = Secret("key");
  EXPECT_EQ(httpEmbedderOptions(config).value()->apiKey.reveal(), "key") << "OpenAI itself";
  config.embeddingBaseUrl = "https://api.openai.com/v1";
  EXPECT_EQ(httpEmbedderOptions(config).value()->apiKey.reveal(), "key");
  config.embeddingBaseUrl = "http://127.0.0.1:9999/v1";
  EXPECT_TRUE(httpEmbedderOptions(config).value()->apiKey.empty());
}

}  // namespace
}  // namespace vigie
