// POST /v1/chat/completions with an Idempotency-Key, over real sockets.
#include "tests/server/support/test_server.h"
#include "tests/support/http_client.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace vigie::test {
namespace {

namespace json = boost::json;

class IdempotencyTest : public testing::Test {
 protected:
  HttpCall call(std::string_view text, bool stream, const std::string& key = "k-1") {
    HttpCall call;
    call.method = "POST";
    call.target = "/v1/chat/completions";
    json::object body{
        {"model", "extractive"}, {"stream", stream}, {"messages", {{{"role", "user"}, {"content", text}}}}};
    if (stream) body["stream_options"] = {{"include_usage", true}};
    call.body = json::serialize(body);
    call.headers.emplace_back("Idempotency-Key", key);
    return call;
  }
  HttpReply ask(std::string_view text, bool stream, const std::string& key = "k-1") {
    return request(server_.port(), call(text, stream, key));
  }
  static std::string code(const HttpReply& reply) {
    return std::string(json::parse(reply.body).at("error").at("code").as_string());
  }
  TestServer server_;
};

TEST_F(IdempotencyTest, AWholeAnswerIsGivenAgainByteForByte) {
  const auto first = ask("hi", false);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_FALSE(first.headers.contains("idempotency-replayed"));
  for (int i = 0; i < 10; ++i) {
    const auto again = ask("hi", false);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  }
  EXPECT_EQ(server_.pipeline.runs, 1) << "the model is asked once";
  EXPECT_EQ(ask("hi", false, "k-2").status, 200);
  EXPECT_EQ(server_.pipeline.runs, 2) << "another key is another request";
}

TEST_F(IdempotencyTest, AStreamIsGivenAgainWithItsTextItsUsageAndItsEnd) {
  const auto first = sseEvents(ask("hi", true).body);
  const auto again = ask("hi", true);
  EXPECT_EQ(again.headers.at("content-type"), "text/event-stream");
  EXPECT_TRUE(again.complete);
  const auto events = sseEvents(again.body);
  ASSERT_EQ(events.size(), 5U);  // role, the text, last, usage, [DONE]
  EXPECT_EQ(events.front(), first.front());
  EXPECT_EQ(json::parse(events[1]).at("choices").at(0).at("delta").at("content").as_string(), "Hello, \"world\"\né✓");
  for (std::size_t i = 1; i <= 3; ++i) EXPECT_EQ(events[events.size() - i], first[first.size() - i]);
  EXPECT_EQ(server_.pipeline.runs, 1);
}

TEST_F(IdempotencyTest, AStreamThatCallsAToolIsGivenAgainWithItsCall) {
  const auto first = sseEvents(ask("call a tool", true).body);
  EXPECT_EQ(sseEvents(ask("call a tool", true).body), first);
  EXPECT_EQ(server_.pipeline.runs, 1);
}

TEST_F(IdempotencyTest, TheSameKeyWithAnotherBodyIs422) {
  ASSERT_EQ(ask("hi", false).status, 200);
  for (const auto& [text, stream] : {std::pair{"other", false}, std::pair{"hi", true}}) {
    const auto reply = ask(text, stream);
    EXPECT_EQ(reply.status, 422) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("error").at("param").as_string(), "Idempotency-Key");
  }
  EXPECT_EQ(server_.pipeline.runs, 1);
}

TEST_F(IdempotencyTest, WhileTheFirstRunsTheSecondIs409WithRetryAfter) {
  RawConnection connection(server_.port());
  connection.send(toRequestText(call("hold", true), server_.port()));
  ASSERT_TRUE(server_.pipeline.held.wait());
  const auto second = ask("hold", true);
  EXPECT_EQ(second.status, 409) << second.body;
  EXPECT_EQ(second.headers.at("retry-after"), "1");
  server_.pipeline.release();
  connection.readUntil("[DONE]");
  EXPECT_EQ(ask("hold", true).status, 200);
  EXPECT_EQ(server_.pipeline.runs, 1);
}

TEST_F(IdempotencyTest, ADefectDoesNotHoldTheKeyForEver) {
  EXPECT_EQ(ask("throw", false).status, 500);
  EXPECT_EQ(ask("throw", false).status, 500) << "not 409: nothing runs under the key";
  EXPECT_EQ(server_.pipeline.runs, 2);
  for (int i = 0; i < 2; ++i) {
    const auto reply = ask("throw after", true, "k-2");
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.complete) << "the stream's framing is whole";
    const auto events = sseEvents(reply.body);
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(json::parse(events.back()).at("error").at("code").as_string(), "internal");
  }
  EXPECT_EQ(server_.pipeline.runs, 4);
}

TEST_F(IdempotencyTest, AFailureIsNotKeptAndTheNextTryIsTheSameTurn) {
  EXPECT_EQ(ask("fail before", false).status, 502);
  EXPECT_EQ(ask("fail before", false).status, 502);
  EXPECT_EQ(server_.pipeline.runs, 2);
}

TEST_F(IdempotencyTest, AClientThatLeftMayComeBack) {
  {
    RawConnection connection(server_.port());
    connection.send(toRequestText(call("hold", true), server_.port()));
    ASSERT_TRUE(server_.pipeline.held.wait());
  }
  ASSERT_TRUE(server_.pipeline.cancelled.wait());
  server_.pipeline.release();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  HttpReply reply;
  do {
    reply = ask("hold", true);
  } while (reply.status == 409 && std::chrono::steady_clock::now() < deadline);
  EXPECT_EQ(reply.status, 200) << "the key of an answer that nobody waited for is free again";
  EXPECT_FALSE(reply.headers.contains("idempotency-replayed"));
}

TEST_F(IdempotencyTest, AKeyThatCannotBeHonouredIsRefused) {
  EXPECT_EQ(ask("hi", false, "a key").status, 400);
  EXPECT_EQ(ask("hi", false, std::string(256, 'k')).status, 400);
  HttpCall unkept = call("hi", false);
  unkept.body = R"({"model":"extractive","store":false,"messages":[{"role":"user","content":"hi"}]})";
  const auto reply = request(server_.port(), unkept);
  EXPECT_EQ(reply.status, 400) << "what is not kept cannot be given again";
  server_.idempotency.down = true;
  EXPECT_EQ(ask("hi", false).status, 503) << "whether it was answered nobody knows";
  EXPECT_EQ(server_.pipeline.runs, 0);
}

}  // namespace
}  // namespace vigie::test
