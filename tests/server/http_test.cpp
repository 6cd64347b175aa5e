// The server over real sockets: what any client meets before a handler, and the plain routes.
#include "core/base/ids.h"
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace vigie::test {
namespace {

namespace json = boost::json;

/// The `code` of an error in OpenAI's shape; empty when the body is not one.
std::string errorCode(const HttpReply& reply) {
  boost::system::error_code ec;
  const auto value = json::parse(reply.body, ec);
  if (ec || !value.is_object() || !value.get_object().contains("error")) return {};
  const auto& error = value.at("error").as_object();
  EXPECT_TRUE(error.at("message").is_string() && error.at("type").is_string() && error.contains("param"));
  return std::string(error.at("code").as_string());
}

HttpReply send(std::uint16_t port, std::string method, std::string target,
               std::vector<std::pair<std::string, std::string>> headers = {}, std::string body = {}) {
  HttpCall call;
  call.method = std::move(method);
  call.target = std::move(target);
  call.headers = std::move(headers);
  call.body = std::move(body);
  return request(port, call);
}

class HttpTest : public testing::Test {
 protected:
  TestServer server_;
};

TEST_F(HttpTest, HealthIsOnBothListeners) {
  for (const auto port : {server_.port(), server_.internalPort()}) {
    EXPECT_EQ(get(port, "/health/live").status, 200);
    const auto ready = get(port, "/health/ready");
    EXPECT_EQ(ready.status, 200);
    const auto body = json::parse(ready.body).as_object();
    EXPECT_EQ(body.at("status").as_string(), "ready");
    EXPECT_EQ(body.at("dependencies").at(0).at("name").as_string(), "postgresql");
  }
}

TEST_F(HttpTest, EveryResponseHasARequestIdAndASaneOneIsTakenOver) {
  const auto own = get(server_.port(), "/v1/models");
  EXPECT_TRUE(isId(own.headers.at("x-request-id")));
  const auto given = send(server_.port(), "GET", "/nowhere", {{"X-Request-Id", "trace-1.2_3"}});
  EXPECT_EQ(given.headers.at("x-request-id"), "trace-1.2_3");
  const auto bad = send(server_.port(), "GET", "/nowhere", {{"X-Request-Id", "a b<script>"}});
  EXPECT_TRUE(isId(bad.headers.at("x-request-id")));
}

TEST_F(HttpTest, AnUnknownPathIs404AndAWrongMethod405WithAllow) {
  const auto missing = get(server_.port(), "/v1/nothing");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(errorCode(missing), "not_found");
  const auto wrong = send(server_.port(), "PUT", "/v1/conversations/x");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(errorCode(wrong), "method_not_allowed");
  EXPECT_EQ(wrong.headers.at("allow"), "GET, PATCH, DELETE");
  EXPECT_EQ(send(server_.port(), "BREW", "/v1/models").status, 405);
}

TEST_F(HttpTest, AModelIsGivenByItsNameHoweverThatIsWritten) {
  for (const char* const target : {"/v1/models/extractive", "/v1/models/extr%61ctive"}) {
    const auto reply = get(server_.port(), target);
    ASSERT_EQ(reply.status, 200) << target;
    EXPECT_EQ(json::parse(reply.body).at("id"), "extractive");
    EXPECT_EQ(json::parse(reply.body).at("object"), "model");
  }
  for (const char* const target : {"/v1/models/none", "/v1/models/%zz", "/v1/models/%2Fextractive"}) {
    const auto reply = get(server_.port(), target);
    EXPECT_EQ(reply.status, 404) << target;
    EXPECT_EQ(json::parse(reply.body).at("error").at("param"), "model");
  }
}

TEST_F(HttpTest, TheDrillRouteIsThereOnlyWithDrills) {
  EXPECT_EQ(post(server_.port(), "/v1/drill", "{}").status, 404);
  EXPECT_EQ(get(server_.internalPort(), "/internal/faults").status, 404);
  Config config;
  config.drills = true;
  const TestServer drilled(config);
  EXPECT_EQ(post(drilled.port(), "/v1/drill", {}).status, 200);
  EXPECT_EQ(get(drilled.internalPort(), "/internal/faults").status, 200);
}

TEST_F(HttpTest, MetricsAndInternalRoutesAreNotOnThePublicListener) {
  EXPECT_EQ(get(server_.port(), "/metrics").status, 404);
  EXPECT_EQ(get(server_.port(), "/internal/faults").status, 404);
  const auto metrics = get(server_.internalPort(), "/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_EQ(metrics.headers.at("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(get(server_.internalPort(), "/v1/models").status, 404);
}

TEST_F(HttpTest, AForeignHostIsRefused) {
  const auto port = std::to_string(server_.port());
  for (const auto& host :
       std::vector<std::string>{"evil.example", "localhost", "localhost:1", "evil.example:" + port, "web:8000"}) {
    const auto reply = send(server_.port(), "GET", "/v1/models", {{"Host", host}});
    EXPECT_EQ(reply.status, 403) << host;
    EXPECT_EQ(errorCode(reply), "forbidden");
  }
  for (const auto& host :
       std::vector<std::string>{"localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port, "LocalHost:" + port}) {
    EXPECT_EQ(send(server_.port(), "GET", "/v1/models", {{"Host", host}}).status, 200) << host;
  }
}

TEST_F(HttpTest, PrometheusMayAskTheInternalListenerByItsComposeName) {
  EXPECT_EQ(send(server_.internalPort(), "GET", "/metrics", {{"Host", "web:8000"}}).status, 200);
  EXPECT_EQ(send(server_.internalPort(), "GET", "/metrics", {{"Host", "evil.example"}}).status, 403);
}

TEST_F(HttpTest, AForeignOriginIsRefusedOnEveryRoute) {
  for (const auto& origin :
       std::vector<std::string>{"https://evil.example", "null", "http://localhost", "http://localhost:1", ""}) {
    EXPECT_EQ(send(server_.port(), "GET", "/v1/models", {{"Origin", origin}}).status, 403) << origin;
    EXPECT_EQ(send(server_.port(), "GET", "/health/live", {{"Origin", origin}}).status, 403) << origin;
  }
  const std::string own = "http://localhost:" + std::to_string(server_.port());
  const auto reply = send(server_.port(), "GET", "/v1/models", {{"Origin", own}});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.at("access-control-allow-origin"), own);
}

TEST_F(HttpTest, AllowListedHostsAndOriginsAreServed) {
  Config config;
  config.allowedHosts = {"vigie.example.org", "10.0.0.5:80"};
  config.allowedOrigins = {"https://console.example.org"};
  const TestServer server(config);
  EXPECT_EQ(send(server.port(), "GET", "/v1/models", {{"Host", "vigie.example.org"}}).status, 200);
  EXPECT_EQ(send(server.port(), "GET", "/v1/models", {{"Host", "10.0.0.5:80"}}).status, 200);
  EXPECT_EQ(send(server.port(), "GET", "/v1/models", {{"Host", "10.0.0.5:81"}}).status, 403);
  const auto preflight = send(server.port(), "OPTIONS", "/v1/search",
                              {{"Origin", "https://console.example.org"}, {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.headers.at("access-control-allow-methods"), "POST");
  EXPECT_EQ(send(server.port(), "GET", "/v1/models", {{"Origin", "https://console.example.org.evil"}}).status, 403);
}

TEST_F(HttpTest, WritesDemandJson) {
  for (const auto& type :
       std::vector<std::string>{"text/plain", "", "application/x-www-form-urlencoded", "application/jsonx"}) {
    const auto reply = send(server_.port(), "POST", "/v1/search", {{"Content-Type", type}}, R"({"query":"x"})");
    EXPECT_EQ(reply.status, 415) << type;
    EXPECT_EQ(errorCode(reply), "unsupported_media_type");
  }
  EXPECT_EQ(send(server_.port(), "POST", "/v1/search", {{"Content-Type", "Application/JSON; charset=utf-8"}},
                 R"({"query":"x"})")
                .status,
            200);
}

TEST_F(HttpTest, MalformedJsonAndWrongTypesNameTheFault) {
  const auto malformed = post(server_.port(), "/v1/chat/completions", R"({"model":)");
  EXPECT_EQ(malformed.status, 400);
  EXPECT_EQ(errorCode(malformed), "invalid_argument");
  const auto wrong = post(server_.port(), "/v1/search", R"({"query": 7})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(json::parse(wrong.body).at("error").at("param").as_string(), "query");
  EXPECT_EQ(post(server_.port(), "/v1/search", "").status, 400);
  EXPECT_EQ(post(server_.port(), "/v1/search", "[]").status, 400);
}

TEST_F(HttpTest, ABodyOverTheLimitIs413AndSeenEvenWhileSending) {
  const std::string big(3 * 1024 * 1024, 'x');
  const auto announced = post(server_.port(), "/v1/search", big);
  EXPECT_EQ(announced.status, 413);
  EXPECT_EQ(errorCode(announced), "too_large");

  RawConnection chunked(server_.port());
  chunked.send("POST /v1/search HTTP/1.1\r\nHost: localhost:" + std::to_string(server_.port()) +
               "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n300000\r\n");
  chunked.send(big);
  chunked.send("\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.read().status, 413);
}

TEST_F(HttpTest, DocumentsMayBeLarger) {
  const std::string text(2 * 1024 * 1024, 'x');
  const auto reply = post(server_.port(), "/v1/documents", R"({"title":"t","text":")" + text + R"("})");
  ASSERT_EQ(reply.status, 202) << reply.body;
  EXPECT_EQ(json::parse(reply.body).at("bytes").as_int64(), 2 * 1024 * 1024);
}

TEST_F(HttpTest, AChunkedBodyIsRead) {
  RawConnection connection(server_.port());
  connection.send("POST /v1/search HTTP/1.1\r\nHost: localhost:" + std::to_string(server_.port()) +
                  "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "6\r\n{\"quer\r\n8;ext=1\r\ny\":\"hi\"}\r\n0\r\nTrailer: dropped\r\n\r\n");
  EXPECT_EQ(connection.read().status, 200);
  connection.send(toRequestText({"GET", "/v1/models", {}, {}}, server_.port()));
  EXPECT_EQ(connection.read().status, 200) << "the connection must stay in step after a chunked body";
}

TEST_F(HttpTest, MalformedChunksAre400AndClose) {
  for (const auto& body :
       std::vector<std::string>{"zz\r\nx\r\n0\r\n\r\n", "-1\r\n", "5\r\nabc\r\n0\r\n\r\n", "ffffffffffffffffff\r\n"}) {
    RawConnection connection(server_.port());
    connection.send("POST /v1/search HTTP/1.1\r\nHost: localhost:" + std::to_string(server_.port()) +
                    "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    EXPECT_EQ(connection.read().status, 400) << body;
    EXPECT_TRUE(connection.closed());
  }
}

TEST_F(HttpTest, ATrailerThatMakesTheParserThrowEndsOneConnectionOnly) {
  RawConnection connection(server_.port());
  connection.send("POST /v1/search HTTP/1.1\r\nHost: localhost:" + std::to_string(server_.port()) +
                  "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nX: " +
                  std::string(70'000, 'x') + "\r\n\r\n");
  EXPECT_EQ(connection.read().status, 400);
  EXPECT_EQ(get(server_.port(), "/health/live").status, 200);
}

TEST_F(HttpTest, ABadFramingIs400AndCloses) {
  RawConnection connection(server_.port());
  connection.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\nGET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto reply = connection.read();
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(errorCode(reply), "invalid_argument");
  EXPECT_EQ(reply.headers.at("connection"), "close");
  EXPECT_TRUE(connection.closed()) << "nothing after a bad framing may be answered";
}

TEST_F(HttpTest, PipelinedRequestsAreAnsweredInOrder) {
  RawConnection connection(server_.port());
  std::string all;
  for (int i = 0; i < 20; ++i) {
    all += toRequestText({"GET", "/v1/models", {}, {{"X-Request-Id", "n" + std::to_string(i)}}}, server_.port());
    all += toRequestText({"POST", "/v1/search", R"({"query":"x"})", {{"X-Request-Id", "s" + std::to_string(i)}}},
                         server_.port());
  }
  connection.send(all);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(connection.read().headers.at("x-request-id"), "n" + std::to_string(i));
    EXPECT_EQ(connection.read().headers.at("x-request-id"), "s" + std::to_string(i));
  }
}

TEST_F(HttpTest, ARequestMayArriveByteByByte) {
  RawConnection connection(server_.port());
  for (const char c : toRequestText({"POST", "/v1/search", R"({"query":"x"})", {}}, server_.port())) {
    ASSERT_TRUE(connection.send(std::string_view(&c, 1)));
  }
  EXPECT_EQ(connection.read().status, 200);
}

TEST_F(HttpTest, ExpectContinueIsAnswered) {
  RawConnection connection(server_.port());
  const std::string body = R"({"query":"x"})";
  connection.send("POST /v1/search HTTP/1.1\r\nHost: localhost:" + std::to_string(server_.port()) +
                  "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: " +
                  std::to_string(body.size()) + "\r\n\r\n");
  EXPECT_EQ(connection.readUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  connection.send(body);
  EXPECT_EQ(connection.read().status, 200);
}

TEST_F(HttpTest, ConnectionCloseIsHonoured) {
  RawConnection connection(server_.port());
  connection.send(toRequestText({"GET", "/v1/models", {}, {{"Connection", "close"}}}, server_.port()));
  EXPECT_EQ(connection.read().headers.at("connection"), "close");
  EXPECT_TRUE(connection.closed());
}

TEST(HttpLimitsTest, SlowHeadersBodiesAndIdleConnectionsAreCut) {
  net::ConnectionLimits limits;
  limits.header = std::chrono::milliseconds(150);
  limits.bodyStall = std::chrono::milliseconds(150);
  limits.idle = std::chrono::milliseconds(150);
  const TestServer server({}, limits);
  RawConnection idle(server.port());
  RawConnection header(server.port());
  header.send("GET / HTT");
  RawConnection body(server.port());
  body.send("POST /v1/search HTTP/1.1\r\nHost: localhost:" + std::to_string(server.port()) +
            "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
  EXPECT_TRUE(idle.closed());
  EXPECT_TRUE(header.closed());
  EXPECT_TRUE(body.closed());
}

TEST_F(HttpTest, ModelsAreListed) {
  const auto body = json::parse(get(server_.port(), "/v1/models").body);
  EXPECT_EQ(body.at("object").as_string(), "list");
  EXPECT_EQ(body.at("data").at(0).at("id").as_string(), "extractive");
}

TEST_F(HttpTest, SearchAnswersHitsAndAModeThatIsNotThereIs501) {
  const auto found = post(server_.port(), "/v1/search", R"({"query":"restart","k":3})");
  EXPECT_EQ(found.status, 200);
  EXPECT_EQ(post(server_.port(), "/v1/search", R"({"query":"x","mode":"lexical"})").status, 501);
  EXPECT_EQ(json::parse(get(server_.port(), "/v1/index").body).at("vectors").as_int64(), 7);
}

TEST_F(HttpTest, DocumentsAreAddedListedReadAndDeleted) {
  const auto added = post(server_.port(), "/v1/documents", R"({"title":"Guide","text":"# Hello"})");
  ASSERT_EQ(added.status, 202) << added.body;
  const std::string id(json::parse(added.body).at("id").as_string());
  EXPECT_EQ(json::parse(get(server_.port(), "/v1/documents?limit=5").body).at("data").as_array().size(), 1U);
  EXPECT_EQ(get(server_.port(), "/v1/documents/" + id).status, 200);
  const auto gone = send(server_.port(), "DELETE", "/v1/documents/" + id);
  EXPECT_EQ(gone.status, 200);
  EXPECT_EQ(json::parse(gone.body).at("object").as_string(), "document.deleted");
  EXPECT_EQ(get(server_.port(), "/v1/documents/" + id).status, 404);
}

TEST_F(HttpTest, ConversationsAreListedReadAndDeleted) {
  const std::string id = server_.conversations.known;
  const auto page = json::parse(get(server_.port(), "/v1/conversations?limit=7&after=c%20d").body);
  EXPECT_EQ(page.at("data").at(0).at("title").as_string(), "7c d");
  EXPECT_EQ(get(server_.port(), "/v1/conversations/" + id).status, 200);
  EXPECT_EQ(get(server_.port(), "/v1/conversations/" + id + "/messages").status, 200);
  EXPECT_EQ(send(server_.port(), "DELETE", "/v1/conversations/" + id).status, 200);
  EXPECT_EQ(get(server_.port(), "/v1/conversations/" + newId()).status, 404);
  EXPECT_EQ(get(server_.port(), "/v1/conversations/not-an-id").status, 404);
}

TEST_F(HttpTest, BadQueriesNameTheirParameter) {
  for (const char* query : {"limit=0", "limit=101", "limit=x", "limit=", "after=%zz"}) {
    const auto reply = get(server_.port(), std::string("/v1/conversations?") + query);
    EXPECT_EQ(reply.status, 400) << query;
    const auto param = json::parse(reply.body).at("error").at("param").as_string();
    EXPECT_TRUE(param == "limit" || param == "after") << query;
  }
}

TEST_F(HttpTest, AStoreThatIsDownIs503) {
  server_.conversations.down = true;
  const auto reply = get(server_.port(), "/v1/conversations");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(errorCode(reply), "unavailable");
}

}  // namespace
}  // namespace vigie::test
