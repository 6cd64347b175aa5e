// What the running server refuses, when, and what it says then.
#include "tests/server/support/test_server.h"
#include "tests/server/support/ws_client.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <vector>

namespace vigie::test {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

const std::string kQuestion = R"({"model":"extractive","messages":[{"role":"user","content":"hi"}]})";
const std::string kHeld = R"({"model":"extractive","stream":true,"messages":[{"role":"user","content":"hold"}]})";

std::string codeOf(const HttpReply& reply) {
  return std::string(json::parse(reply.body).at("error").at("code").as_string());
}

Config limitedTo(std::optional<std::int64_t> requests, std::optional<std::int64_t> tokens,
                 std::optional<std::int64_t> streams, std::int64_t inFlight = 1024) {
  Config config;
  config.requestsPerMinute = requests;
  config.tokensPerMinute = tokens;
  config.streamsPerKey = streams;
  config.maxInFlight = inFlight;
  return config;
}

/// A connection with a streamed answer under way.
class Held {
 public:
  explicit Held(TestServer& server) : connection(server.port()) {
    HttpCall call;
    call.method = "POST";
    call.target = "/v1/chat/completions";
    call.body = kHeld;
    connection.send(toRequestText(call, server.port()));
    connection.readUntil("Hello");
  }
  RawConnection connection;
};

TEST(LimitsTest, OverTheRequestsAMinuteTheAnswerIs429WithTheTimeToWait) {
  TestServer server(limitedTo(3, {}, {}));
  for (int i = 0; i < 3; ++i) {
    const auto reply = get(server.port(), "/v1/models");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.at("x-ratelimit-limit-requests"), "3");
    EXPECT_EQ(reply.headers.at("x-ratelimit-remaining-requests"), std::to_string(2 - i));
  }
  const auto reply = post(server.port(), "/v1/chat/completions", kQuestion);
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(codeOf(reply), "rate_limit_exceeded");
  const int wait = std::stoi(reply.headers.at("retry-after"));
  EXPECT_TRUE(wait >= 1 && wait <= 20) << wait;
  EXPECT_FALSE(server.pipeline.started.wait(1, milliseconds(0)));
  EXPECT_EQ(get(server.port(), "/health/live").status, 200) << "probes are not limited";
  EXPECT_TRUE(
      server.metricBecomes(R"(http_requests_total{endpoint="/v1/chat/completions",method="POST",status="429"})", 1));
}

TEST(LimitsTest, ARefusedRequestKeepsItsConnection) {
  TestServer server(limitedTo(1, {}, {}));
  RawConnection connection(server.port());
  HttpCall call;
  call.method = "POST";
  call.target = "/v1/chat/completions";
  call.body = kQuestion;
  connection.send(toRequestText(call, server.port()));
  EXPECT_EQ(connection.read().status, 200);
  for (int i = 0; i < 3; ++i) {
    connection.send(toRequestText(call, server.port()));
    EXPECT_EQ(connection.read().status, 429);
  }
}

TEST(LimitsTest, WhatAnAnswerUsedCountsWhoeverItWasStreamedToAndHoweverItEnded) {
  TestServer server(limitedTo({}, 10, {}));  // one answer of the fake uses 8
  auto reply = post(server.port(), "/v1/chat/completions", kQuestion);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.at("x-ratelimit-limit-tokens"), "10");
  EXPECT_EQ(post(server.port(), "/v1/chat/completions", kQuestion).status, 200) << "2 are left: enough to begin";
  reply = post(server.port(), "/v1/chat/completions", kQuestion);
  EXPECT_EQ(reply.status, 429) << "6 are owed";
  EXPECT_GE(std::stoi(reply.headers.at("retry-after")), 30);
  WsClient client(server.port());
  client.start("a", "hi");
  EXPECT_EQ(client.readUntil("chat.error").at("error").at("code").as_string(), "rate_limit_exceeded");
  EXPECT_EQ(post(server.port(), "/v1/search", R"({"query":"x"})").status, 200) << "searching asks no model";
}

TEST(LimitsTest, SoManyAnswersAtOnceForOneKeyOverHttpAndWebSocketTogether) {
  TestServer server(limitedTo({}, {}, 2));
  const Held first(server);
  WsClient client(server.port());
  client.start("a", "hold");
  client.readUntil("chat.delta");
  EXPECT_EQ(post(server.port(), "/v1/chat/completions", kQuestion).status, 429);
  client.start("b", "hi");
  EXPECT_EQ(client.readUntil("chat.error").at("id").as_string(), "b");
  client.send({{"type", "chat.cancel"}, {"id", "a"}});
  client.readUntil("chat.done");
  EXPECT_EQ(post(server.port(), "/v1/chat/completions", kQuestion).status, 200) << "a place came back";
}

TEST(LimitsTest, AboveTheInFlightLimitWorkIsShedAtOnceAndProbesAnswer) {
  TestServer server(limitedTo({}, {}, {}, 2));
  const Held first(server);
  WsClient client(server.port());
  client.start("a", "hold");
  client.readUntil("chat.delta");
  const auto reply = post(server.port(), "/v1/search", R"({"query":"x"})");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.headers.at("retry-after"), "1");
  HttpCall large;
  large.method = "POST";
  large.target = "/v1/documents";
  large.headers.emplace_back("Content-Length", "1000000");
  EXPECT_EQ(request(server.port(), large).status, 503) << "without waiting for a large body";
  client.start("b", "hi");
  EXPECT_EQ(client.readUntil("chat.error").at("error").at("code").as_string(), "unavailable");
  for (const auto port : {server.port(), server.internalPort()}) EXPECT_EQ(get(port, "/health/ready").status, 200);
  EXPECT_EQ(get(server.internalPort(), "/metrics").status, 200);
  EXPECT_TRUE(server.metricBecomes(R"(http_requests_total{endpoint="/v1/search",method="POST",status="503"})", 1));
  server.pipeline.release();
  client.readUntil("chat.done");
  EXPECT_EQ(post(server.port(), "/v1/search", R"({"query":"x"})").status, 200);
}

TEST(LimitsTest, AHeaderThatDripsIsCut) {
  net::ConnectionLimits limits;
  limits.header = milliseconds(200);
  TestServer server({}, limits);
  RawConnection slow(server.port());
  slow.send("GET /v1/models HTTP/1.1\r\nHo");
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(slow.closed());
  EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds(190));
  EXPECT_EQ(get(server.port(), "/v1/models").status, 200);
}

TEST(LimitsTest, ABodyThatDripsIsCutThoughItNeverStalls) {
  net::ConnectionLimits limits;
  limits.bodyStall = milliseconds(300);
  TestServer server({}, limits);
  RawConnection slow(server.port());
  slow.send("POST /v1/search HTTP/1.1\r\nHost: localhost:" + std::to_string(server.port()) +
            "\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n");
  const auto began = std::chrono::steady_clock::now();
  // A byte every 20 ms until the server has enough of it.
  while (slow.send(" ") && std::chrono::steady_clock::now() - began < std::chrono::seconds(20)) {
    std::this_thread::sleep_for(milliseconds(20));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
  EXPECT_EQ(get(server.port(), "/v1/models").status, 200);
}

TEST(LimitsTest, AnIdleConnectionIsClosedInItsTime) {
  net::ConnectionLimits limits;
  limits.idle = milliseconds(100);
  TestServer server({}, limits);
  RawConnection connection(server.port());
  HttpCall call;
  call.target = "/v1/models";
  connection.send(toRequestText(call, server.port()));
  EXPECT_EQ(connection.read().status, 200);
  EXPECT_TRUE(connection.closed());
}

TEST(LimitsTest, AReaderOfAStreamThatTakesNothingIsDroppedAndItsModelStops) {
  net::ConnectionLimits limits;
  limits.write = milliseconds(300);
  TestServer server({}, limits);
  RawConnection connection(server.port());
  connection.setReceiveBuffer(4096);
  HttpCall call;
  call.method = "POST";
  call.target = "/v1/chat/completions";
  call.body = R"({"model":"extractive","stream":true,"messages":[{"role":"user","content":"flood"}]})";
  connection.send(toRequestText(call, server.port()));
  EXPECT_TRUE(server.pipeline.cancelled.wait());
  EXPECT_TRUE(server.metricBecomes("http_requests_in_flight", 0));
}

TEST(LimitsTest, AReaderOfAWebSocketThatTakesNothingIsDroppedAndItsModelStops) {
  TestServer server({}, {}, milliseconds(300), milliseconds(100));
  WsClient client(server.port());
  client.start("a", "flood");
  client.readUntil("chat.delta");
  EXPECT_TRUE(server.pipeline.cancelled.wait());
  EXPECT_TRUE(server.metricBecomes("http_requests_in_flight", 0));
}

}  // namespace
}  // namespace vigie::test
