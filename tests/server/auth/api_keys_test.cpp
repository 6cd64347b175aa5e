// Who may use the public API, while the file of keys changes under it.
#include "server/auth/api_keys.h"

#include "tests/server/support/test_server.h"
#include "tests/server/support/ws_client.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

namespace vigie::test {
namespace {

namespace json = boost::json;

bool soon(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

class ApiKeysTest : public testing::Test {
 protected:
  ApiKeysTest() {
    std::string pattern = testing::TempDir() + "vigie-keys-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ + "/keys";
    alice_ = auth::addKey(path_, "alice", SystemTime{}).value();
    bob_ = auth::addKey(path_, "bob", SystemTime{}).value();
  }
  ~ApiKeysTest() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
  std::string path_;
  std::string alice_;
  std::string bob_;
};

TEST_F(ApiKeysTest, AKeyNamesItsOwnerAndNothingElseIsAKey) {
  const auth::ApiKeys keys(path_);
  EXPECT_EQ(keys.find(alice_)->owner, "alice");
  EXPECT_EQ(keys.find(bob_)->owner, "bob");
  for (const std::string& wrong :
       {std::string(), alice_ + " ", alice_.substr(1), std::string("alice"), auth::toHex(auth::digestOf(alice_))}) {
    EXPECT_FALSE(keys.find(wrong));
  }
}

TEST_F(ApiKeysTest, ARevokedKeyStopsAndANewOneCountsWithoutARestart) {
  const auth::ApiKeys keys(path_, std::chrono::milliseconds(10));
  const auto caller = keys.find(alice_);
  ASSERT_TRUE(caller);
  ASSERT_TRUE(auth::revokeKeys(path_, "alice", ""));
  EXPECT_TRUE(soon([&] { return !keys.find(alice_); }));
  EXPECT_FALSE(keys.stillValid(*caller));
  EXPECT_TRUE(keys.find(bob_));
  const std::string carol = auth::addKey(path_, "carol", SystemTime{}).value();
  EXPECT_TRUE(soon([&] { return keys.find(carol).has_value(); }));
}

TEST_F(ApiKeysTest, ABrokenLineGrantsNothingAndWithoutItsFileNoKeyIsValid) {
  const auth::ApiKeys keys(path_, std::chrono::milliseconds(10));
  std::ofstream(path_, std::ios::app) << "mallory\n";
  ASSERT_TRUE(auth::revokeKeys(path_, "bob", ""));
  EXPECT_TRUE(soon([&] { return !keys.find(bob_); }));
  EXPECT_TRUE(keys.find(alice_));
  std::filesystem::remove(path_);
  EXPECT_TRUE(soon([&] { return !keys.find(alice_); }));
}

TEST_F(ApiKeysTest, AServerStartsOnlyWithAFileThatHoldsAKey) {
  EXPECT_TRUE(auth::ApiKeys::check(path_));
  std::ofstream(path_) << "# nobody\n";
  EXPECT_NE(auth::ApiKeys::check(path_).error().message.find("holds no key"), std::string::npos);
  std::ofstream(path_) << "alice\n";
  EXPECT_NE(auth::ApiKeys::check(path_).error().message.find("line 1"), std::string::npos);
  EXPECT_FALSE(auth::ApiKeys::check(folder_ + "/none"));
  EXPECT_EQ(auth::ApiKeys::check("/dev/null").error().param, "VIGIE_API_KEYS_FILE");
}

class GuardedServerTest : public ApiKeysTest {
 protected:
  HttpReply ask(const std::string& method, const std::string& target, const std::string& authorization,
                const std::string& body = {}) {
    HttpCall call;
    call.method = method;
    call.target = target;
    call.body = body;
    if (!authorization.empty()) call.headers.emplace_back("Authorization", authorization);
    return request(server_.port(), call);
  }
  static Config withKeys(const std::string& path) {
    Config config;
    config.apiKeysFile = path;
    return config;
  }

  TestServer server_{withKeys(path_)};
};

TEST_F(GuardedServerTest, WithoutAValidKeyTheAnswerIsOpenAis401) {
  for (const std::string& given : {std::string(), "Bearer " + alice_ + "x", "Basic " + alice_, std::string("Bearer"),
                                   std::string("Bearer "), alice_}) {
    const auto reply = ask("POST", "/v1/chat/completions", given,
                           R"({"model":"extractive","messages":[{"role":"user","content":"hi"}]})");
    EXPECT_EQ(reply.status, 401) << given;
    EXPECT_EQ(reply.headers.at("www-authenticate"), "Bearer realm=\"vigie\"");
    const auto error = json::parse(reply.body).at("error").as_object();
    EXPECT_EQ(error.at("code").as_string(), "invalid_api_key");
    EXPECT_TRUE(error.at("param").is_null());
    EXPECT_EQ(reply.body.find(alice_), std::string::npos);
  }
  EXPECT_TRUE(
      server_.metricBecomes(R"(http_requests_total{endpoint="/v1/chat/completions",method="POST",status="401"})", 6));
  EXPECT_FALSE(server_.pipeline.started.wait(1, std::chrono::milliseconds(0)));
}

TEST_F(GuardedServerTest, TwoAuthorizationHeadersAreNotAChoice) {
  HttpCall call;
  call.target = "/v1/models";
  RawConnection connection(server_.port());
  connection.send("GET /v1/models HTTP/1.1\r\nHost: localhost:" + std::to_string(server_.port()) +
                  "\r\nAuthorization: Bearer " + alice_ + "\r\nAuthorization: Bearer " + bob_ + "\r\n\r\n");
  EXPECT_EQ(connection.read().status, 401);
}

TEST_F(GuardedServerTest, AValidKeyIsServedAndItsOwnerReachesTheStores) {
  EXPECT_EQ(ask("GET", "/v1/models", "Bearer " + alice_).status, 200);
  EXPECT_EQ(ask("GET", "/v1/models", "bearer  " + alice_).status, 200) << "the scheme's case does not matter";
  ask("GET", "/v1/conversations", "Bearer " + alice_);
  EXPECT_EQ(server_.conversations.lastOwner(), "alice");
  ask("POST", "/v1/search", "Bearer " + bob_, R"({"query":"x"})");
  EXPECT_EQ(server_.retriever.lastOwner(), "bob");
  ask("POST", "/v1/chat/completions", "Bearer " + bob_,
      R"({"model":"extractive","messages":[{"role":"user","content":"hi"}]})");
  EXPECT_EQ(server_.pipeline.lastOwner(), "bob");
}

TEST_F(GuardedServerTest, HealthTheContractAndTheInternalListenerAskForNoKey) {
  for (const char* open : {"/health/live", "/health/ready"}) EXPECT_EQ(ask("GET", open, "").status, 200) << open;
  for (const char* open : {"/openapi.json", "/docs"}) EXPECT_NE(ask("GET", open, "").status, 401) << open;
  EXPECT_EQ(ask("GET", "/nowhere", "").status, 404);
  EXPECT_EQ(get(server_.internalPort(), "/metrics").status, 200);
}

TEST_F(GuardedServerTest, AWebSocketNeedsTheKeyAndARevokedOneStartsNoMoreChats) {
  EXPECT_EQ(get(server_.port(), "/ws/chat").status, 401);
  WsClient client(server_.port(), {}, alice_);
  client.start("a", "hi");
  client.readUntil("chat.done");
  EXPECT_EQ(server_.pipeline.lastOwner(), "alice");
  ASSERT_TRUE(auth::revokeKeys(path_, "alice", ""));
  ASSERT_TRUE(soon([this] { return ask("GET", "/v1/models", "Bearer " + alice_).status == 401; }));
  client.start("b", "hi");
  EXPECT_EQ(client.readUntil("chat.error").at("error").at("code").as_string(), "invalid_api_key");
}

}  // namespace
}  // namespace vigie::test
