// POST /v1/chat/completions over real sockets: whole and streamed, cut by the client, cut by the server's end.
#include "tests/server/support/test_server.h"
#include "tests/server/support/ws_client.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <future>

namespace vigie::test {
namespace {

namespace json = boost::json;

std::string question(std::string_view text, bool stream, bool usage = false, std::string_view model = "extractive") {
  json::object body{{"model", model}, {"stream", stream}, {"messages", {{{"role", "user"}, {"content", text}}}}};
  if (usage) body["stream_options"] = {{"include_usage", true}};
  return json::serialize(body);
}

std::string chatRequest(const TestServer& server, std::string_view text, bool stream) {
  HttpCall call;
  call.method = "POST";
  call.target = "/v1/chat/completions";
  call.body = question(text, stream);
  return toRequestText(call, server.port());
}

const std::string kCounted = R"(http_requests_total{endpoint="/v1/chat/completions",method="POST",status=")";

class ChatTest : public testing::Test {
 protected:
  HttpReply ask(std::string_view text, bool stream, bool usage = false) {
    return post(server_.port(), "/v1/chat/completions", question(text, stream, usage));
  }
  TestServer server_;
};

TEST_F(ChatTest, AWholeAnswerHasOpenAisShapeAndTheVigieObject) {
  const auto reply = ask("hi", false);
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto body = json::parse(reply.body).as_object();
  EXPECT_EQ(body.at("object").as_string(), "chat.completion");
  EXPECT_EQ(body.at("choices").at(0).at("message").at("content").as_string(), "Hello, \"world\"\né✓");
  EXPECT_EQ(body.at("choices").at(0).at("finish_reason").as_string(), "stop");
  EXPECT_EQ(body.at("usage").at("total_tokens").as_int64(), 8);
  EXPECT_EQ(body.at("vigie").at("request_id").as_string(), reply.headers.at("x-request-id"));
  EXPECT_EQ(body.at("vigie").at("citations").as_array().size(), 1U);
}

TEST_F(ChatTest, AStreamOpensWithTheRoleSendsEachDeltaAloneAndEndsWithDone) {
  const auto reply = ask("hi", true);
  ASSERT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.complete);
  EXPECT_EQ(reply.headers.at("content-type"), "text/event-stream");
  const auto events = sseEvents(reply.body);
  ASSERT_EQ(events.size(), 6U);  // role, three deltas, last, [DONE]
  EXPECT_EQ(json::parse(events[0]).at("choices").at(0).at("delta").at("role").as_string(), "assistant");
  std::string text;
  for (std::size_t i = 1; i <= 3; ++i) {
    const auto chunk = json::parse(events[i]).as_object();
    EXPECT_EQ(chunk.at("object").as_string(), "chat.completion.chunk");
    EXPECT_EQ(chunk.at("id").as_string(), "chatcmpl-1");
    EXPECT_TRUE(chunk.at("choices").at(0).at("finish_reason").is_null());
    text += std::string(chunk.at("choices").at(0).at("delta").at("content").as_string());
  }
  EXPECT_EQ(text, "Hello, \"world\"\né✓");
  const auto last = json::parse(events[4]).as_object();
  EXPECT_EQ(last.at("choices").at(0).at("finish_reason").as_string(), "stop");
  EXPECT_EQ(last.at("vigie").at("saved").as_string(), "yes");
  EXPECT_FALSE(last.contains("usage"));
  EXPECT_EQ(events[5], "[DONE]");
  ASSERT_GE(reply.chunks.size(), 4U);
  EXPECT_EQ(sseEvents(reply.chunks[0]).size(), 2U) << "the role goes out with the first text";
  for (std::size_t i = 1; i < 3; ++i) EXPECT_EQ(sseEvents(reply.chunks[i]).size(), 1U) << "one write an event";
}

TEST_F(ChatTest, UsageComesAsAChunkOfItsOwnWhenAskedFor) {
  const auto events = sseEvents(ask("hi", true, true).body);
  ASSERT_EQ(events.size(), 7U);
  const auto usage = json::parse(events[5]).as_object();
  EXPECT_TRUE(usage.at("choices").as_array().empty());
  EXPECT_EQ(usage.at("usage").at("completion_tokens").as_int64(), 5);
}

TEST_F(ChatTest, CallsOfToolsComeInTheStreamAndInTheWholeMessage) {
  Config config;
  config.tokensPerMinute = 1'000'000;  // whoever is limited gets them too
  TestServer limited(config);
  for (const TestServer* server : {&server_, &limited}) {
    const auto ask = [server](bool stream) {
      return post(server->port(), "/v1/chat/completions", question("call a tool", stream));
    };
    const auto choice = json::parse(ask(false).body).at("choices").at(0);
    EXPECT_TRUE(choice.at("message").at("content").is_null());
    EXPECT_EQ(choice.at("message").at("tool_calls").at(0).at("function").at("name"), "add");
    EXPECT_EQ(choice.at("finish_reason"), "tool_calls");
    const auto events = sseEvents(ask(true).body);
    ASSERT_EQ(events.size(), 4U);  // role, the call, last, [DONE]
    const auto piece = json::parse(events[1]).at("choices").at(0).at("delta").at("tool_calls").at(0);
    EXPECT_EQ(piece.at("index"), 0);
    EXPECT_EQ(piece.at("id"), "call_1");
  }
}

TEST_F(ChatTest, ADeltaArrivesBeforeTheAnswerIsComplete) {
  RawConnection connection(server_.port());
  connection.send(chatRequest(server_, "hold", true));
  const auto early = connection.readUntil(R"("content":"Hello")");
  EXPECT_EQ(early.find("world"), std::string::npos);
  EXPECT_TRUE(server_.pipeline.held.wait());
  server_.pipeline.release();
  EXPECT_NE(connection.readUntil("[DONE]").find("world"), std::string::npos);
}

TEST_F(ChatTest, AFailureBeforeTheFirstByteIsAStatus) {
  for (const bool stream : {false, true}) {
    const auto reply = ask("fail before", stream);
    EXPECT_EQ(reply.status, 502);
    EXPECT_EQ(json::parse(reply.body).at("error").at("code").as_string(), "upstream_failed");
  }
}

TEST_F(ChatTest, AStreamThatFailsBeforeItsFirstTextHasAStatus) {
  const auto reply = ask("fail opened", true);
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.headers.at("retry-after"), "7");
  EXPECT_EQ(reply.headers.at("content-type"), "application/json");
}

TEST_F(ChatTest, AFailureAfterTheFirstByteIsAnEventAndNoDone) {
  const auto reply = ask("fail after", true);
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.complete);
  const auto events = sseEvents(reply.body);
  EXPECT_EQ(json::parse(events.back()).at("error").at("type").as_string(), "api_error");
  EXPECT_EQ(reply.body.find("[DONE]"), std::string::npos);
  EXPECT_TRUE(server_.metricBecomes(kCounted + "502\"}", 1));
}

TEST_F(ChatTest, ADefectIs500WithoutDetails) {
  const auto reply = ask("throw", true);
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.body.find("defect"), std::string::npos);
  EXPECT_EQ(get(server_.port(), "/health/live").status, 200);
}

TEST_F(ChatTest, AnUnknownModelIs404WithItsParam) {
  const auto reply = post(server_.port(), "/v1/chat/completions", question("hi", false, false, "no-such-model"));
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(json::parse(reply.body).at("error").at("param").as_string(), "model");
}

TEST_F(ChatTest, AClientThatLeavesCancelsThePipelineAndCounts499) {
  for (const bool stream : {true, false}) {
    RawConnection connection(server_.port());
    connection.send(chatRequest(server_, "hold", stream));
    ASSERT_TRUE(server_.pipeline.held.wait(stream ? 1 : 2));
    connection.close();
    EXPECT_TRUE(server_.pipeline.cancelled.wait(stream ? 1 : 2)) << "the model goes on for nobody";
  }
  EXPECT_TRUE(server_.metricBecomes(kCounted + "499\"}", 2));
  EXPECT_TRUE(server_.metricBecomes("http_requests_in_flight", 0));
}

TEST_F(ChatTest, ARequestPipelinedBehindAStreamIsAnsweredAfterIt) {
  RawConnection connection(server_.port());
  connection.send(chatRequest(server_, "hold", true));
  connection.readUntil("Hello");
  connection.send(toRequestText({"GET", "/v1/models", {}, {}}, server_.port()));
  server_.pipeline.release();
  EXPECT_TRUE(connection.read().complete);
  EXPECT_EQ(connection.read().status, 200);
  EXPECT_TRUE(server_.metricBecomes(kCounted + "200\"}", 1));
}

TEST(ChatLimitsTest, AReaderThatTakesNothingIsDroppedAndBoundsTheModel) {
  net::ConnectionLimits limits;
  limits.write = std::chrono::milliseconds(200);
  TestServer server({}, limits);
  RawConnection connection(server.port());
  connection.setReceiveBuffer(4096);
  connection.send(chatRequest(server, "flood", true));
  EXPECT_TRUE(server.pipeline.cancelled.wait());
  EXPECT_LT(server.pipeline.floodBytes, 16U * 1024 * 1024) << "the kernel's buffers, no more";
}

TEST(ChatDrainTest, ALiveAnswerFinishesInsideTheWindow) {
  TestServer server;
  RawConnection live(server.port());
  live.send(chatRequest(server, "hold", true));
  live.readUntil("Hello");
  RawConnection idle(server.port());
  idle.send(toRequestText({"GET", "/v1/models", {}, {}}, server.port()));
  EXPECT_EQ(idle.read().status, 200);
  auto over = server.shutDown(std::chrono::seconds(20));
  EXPECT_TRUE(idle.closed());
  const auto ready = get(server.internalPort(), "/health/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_EQ(json::parse(ready.body).at("status").as_string(), "draining");
  EXPECT_THROW(RawConnection{server.port()}, std::runtime_error) << "a stopping server accepts nobody";
  server.pipeline.release();
  const auto reply = live.read();
  EXPECT_TRUE(reply.complete);
  EXPECT_NE(reply.body.find("[DONE]"), std::string::npos);
  EXPECT_EQ(over.wait_for(std::chrono::seconds(20)), std::future_status::ready);
}

TEST(ChatDrainTest, AfterTheWindowAnAnswerEndsWithAnErrorEvent) {
  TestServer server;
  RawConnection live(server.port());
  live.send(chatRequest(server, "hold", true));
  live.readUntil("Hello");
  auto over = server.shutDown(std::chrono::milliseconds(50));
  const auto reply = live.read();
  const auto events = sseEvents(reply.body);
  EXPECT_EQ(json::parse(events.back()).at("error").at("code").as_string(), "unavailable");
  EXPECT_EQ(reply.body.find("[DONE]"), std::string::npos);
  EXPECT_TRUE(server.pipeline.cancelled.wait());
  EXPECT_EQ(over.wait_for(std::chrono::seconds(20)), std::future_status::ready);
}

TEST(ChatDrainTest, ReadersThatTakeNothingDoNotOutliveTheServersEnd) {
  TestServer server;
  RawConnection stream(server.port());
  stream.setReceiveBuffer(4096);
  stream.send(chatRequest(server, "flood", true));
  WsClient socket(server.port());
  socket.stream_.next_layer().set_option(asio::socket_base::receive_buffer_size(4096));
  socket.start("a", "flood");
  ASSERT_TRUE(server.pipeline.started.wait(2));
  ASSERT_TRUE(server.pipeline.floodStalls());
  auto over = server.shutDown(std::chrono::milliseconds(0));
  ASSERT_EQ(over.wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_TRUE(over.get()) << "nothing is left that runs";
  EXPECT_TRUE(server.pipeline.cancelled.wait(2, std::chrono::milliseconds(0))) << "both answers came to an end";
}

}  // namespace
}  // namespace vigie::test
