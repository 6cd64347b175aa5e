// GET /ws/chat: several chats on one socket, cancel, faults, slow readers, the server's end.
#include "tests/server/support/test_server.h"
#include "tests/server/support/ws_client.h"
#include "tests/support/http_client.h"

#include <gtest/gtest.h>

#include <ctime>
#include <poll.h>
#include <string>
#include <string_view>

namespace vigie::test {
namespace {

namespace json = boost::json;
namespace websocket = boost::beast::websocket;

const std::string kCounted = R"(http_requests_total{endpoint="/ws/chat",method="WS",status=")";

class WsTest : public testing::Test {
 protected:
  TestServer server_;
};

TEST_F(WsTest, AChatIsStartedCitedStreamedAndDone) {
  WsClient client(server_.port());
  EXPECT_FALSE(client.response["X-Request-Id"].empty() && client.response["Sec-WebSocket-Accept"].empty());
  client.start("a", "hi");
  const auto started = client.read();
  EXPECT_EQ(started.at("type").as_string(), "chat.started");
  EXPECT_EQ(started.at("id").as_string(), "a");
  EXPECT_EQ(client.read().at("type").as_string(), "chat.citations");
  std::string text;
  for (std::int64_t sequence = 1; sequence <= 3; ++sequence) {
    const auto delta = client.read();
    EXPECT_EQ(delta.at("type").as_string(), "chat.delta");
    EXPECT_EQ(delta.at("seq").as_int64(), sequence);
    text += std::string(delta.at("text").as_string());
  }
  EXPECT_EQ(text, "Hello, \"world\"\né✓");
  const auto done = client.read();
  EXPECT_EQ(done.at("type").as_string(), "chat.done");
  EXPECT_EQ(done.at("finish_reason").as_string(), "stop");
  EXPECT_EQ(done.at("vigie").at("saved").as_string(), "yes");
  EXPECT_TRUE(server_.metricBecomes(kCounted + "200\"}", 1));
  EXPECT_TRUE(server_.metricBecomes(R"(http_request_duration_seconds_count{endpoint="/ws/chat",method="WS"})", 1));
}

TEST_F(WsTest, SeveralChatsRunAtOnceAndOneIsCancelled) {
  WsClient client(server_.port());
  client.start("a", "hold");
  client.start("b", "hold");
  ASSERT_TRUE(server_.pipeline.held.wait(2));
  client.start("c", "hi");
  EXPECT_EQ(client.readUntil("chat.done").at("id").as_string(), "c");
  client.send({{"type", "chat.cancel"}, {"id", "b"}});
  const auto cancelled = client.readUntil("chat.done");
  EXPECT_EQ(cancelled.at("id").as_string(), "b");
  EXPECT_EQ(cancelled.at("finish_reason").as_string(), "cancelled");
  server_.pipeline.release();
  const auto finished = client.readUntil("chat.done");
  EXPECT_EQ(finished.at("id").as_string(), "a");
  EXPECT_EQ(finished.at("finish_reason").as_string(), "stop");
  EXPECT_TRUE(server_.metricBecomes(kCounted + "499\"}", 1));
}

TEST_F(WsTest, FaultsAreFramesAndTheSocketLives) {
  WsClient client(server_.port());
  client.stream_.write(asio::buffer(std::string("{not json")));
  auto fault = client.read();
  EXPECT_EQ(fault.at("type").as_string(), "chat.error");
  EXPECT_EQ(fault.at("error").at("code").as_string(), "invalid_argument");
  client.send({{"type", "chat.start"}, {"id", "a"}, {"model", "extractive"}, {"messages", 7}});
  fault = client.read();
  EXPECT_EQ(fault.at("id").as_string(), "a");
  EXPECT_EQ(fault.at("error").at("param").as_string(), "messages");
  client.send({{"type", "chat.start"},
               {"id", "a"},
               {"model", "extractive"},
               {"messages", {{{"role", "user"}, {"content", "hi"}}}},
               {"tools", {{{"type", "function"}, {"function", {{"name", "f"}}}}}}});
  EXPECT_EQ(client.read().at("error").at("param"), "tools") << "its calls could not be told";
  client.send({{"type", "chat.resume"}, {"id", "a"}, {"after", 3}});
  EXPECT_EQ(client.read().at("error").at("code").as_string(), "not_found");
  client.start("a", "fail before");
  EXPECT_EQ(client.readUntil("chat.error").at("error").at("code").as_string(), "upstream_failed");
  client.start("a", "throw");
  EXPECT_EQ(client.readUntil("chat.error").at("error").at("code").as_string(), "internal");
  client.start("a", "hi");
  EXPECT_EQ(client.readUntil("chat.done").at("id").as_string(), "a");
  EXPECT_TRUE(server_.metricBecomes(kCounted + "400\"}", 3));
}

TEST_F(WsTest, AnIdThatIsRunningIsNotTakenTwice) {
  WsClient client(server_.port());
  client.start("a", "hold");
  client.readUntil("chat.delta");
  client.start("a", "hi");
  const auto fault = client.read();
  EXPECT_EQ(fault.at("error").at("code").as_string(), "conflict");
  EXPECT_EQ(fault.at("id").as_string(), "") << "the running chat must not look failed";
  server_.pipeline.release();
  EXPECT_EQ(client.readUntil("chat.done").at("finish_reason").as_string(), "stop");
}

TEST_F(WsTest, AClientThatClosesCancelsItsChatsAtOnce) {
  WsClient client(server_.port());
  client.start("a", "hold");
  client.start("b", "hold");
  ASSERT_TRUE(server_.pipeline.held.wait(2));
  boost::system::error_code ec;
  client.stream_.close(websocket::close_code::normal, ec);
  EXPECT_TRUE(server_.pipeline.cancelled.wait(2));
  EXPECT_TRUE(server_.metricBecomes("http_requests_in_flight", 0));
}

TEST_F(WsTest, AReaderThatTakesNothingHoldsTheModelBack) {
  WsClient client(server_.port());
  client.start("a", "flood");
  client.readUntil("chat.delta");
  client.start("b", "flood");  // two that wait must not keep waking each other
  EXPECT_TRUE(server_.pipeline.floodStalls()) << "the sockets' buffers and the queue fill; then the model waits";
  EXPECT_LT(server_.pipeline.floodBytes, 16U * 1024 * 1024);
  const auto used = std::clock();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_LT(static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC, 0.15) << "who waits uses no processor";
  client.send({{"type", "chat.cancel"}, {"id", "a"}});
  client.send({{"type", "chat.cancel"}, {"id", "b"}});
  EXPECT_TRUE(server_.pipeline.cancelled.wait(2));
  EXPECT_EQ(client.readUntil("chat.done").at("finish_reason").as_string(), "cancelled");
}

TEST_F(WsTest, FramesAreTakenOnlyAsFastAsTheirErrorsAreRead) {
  // What is refused at once, and what ends in an error of its own.
  for (const std::string text :
       {R"({})",
        R"({"type":"chat.start","id":"a","model":"m","messages":[{"role":"user","content":"fail before"}]})"}) {
    WsClient client(server_.port());
    asio::ip::tcp::socket& socket = client.stream_.next_layer();
    // Not the receive buffer: a small one keeps its small window after it has grown, and reading takes half a minute.
    socket.set_option(asio::socket_base::send_buffer_size(4096));
    const char head[] = {'\x81', static_cast<char>(0x80 + text.size()), 0, 0, 0, 0};  // text, masked with nothing
    const std::string frame = std::string(head, sizeof head) + text;
    std::string frames;
    for (int i = 0; i < 512; ++i) frames += frame;
    constexpr std::size_t kFarTooMuch = 8U * 1024 * 1024;
    std::size_t sent = 0;
    pollfd writable{socket.native_handle(), POLLOUT, 0};
    while (sent < kFarTooMuch && poll(&writable, 1, 1'000) == 1) {
      const std::string_view rest = std::string_view(frames).substr(sent % frame.size());
      const auto count = ::send(socket.native_handle(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count > 0) sent += static_cast<std::size_t>(count);
    }
    ASSERT_LT(sent, kFarTooMuch) << "the server takes frames whose errors nobody reads: " << text;
    // What was taken is answered, each frame once, when the client reads.
    const std::size_t whole = sent / frame.size();
    std::size_t errors = 0;
    std::string replies;
    while (errors < whole) {
      char piece[64 * 1024];
      const auto count = recv(socket.native_handle(), piece, sizeof piece, 0);  // WsClient's patience bounds it
      ASSERT_GT(count, 0) << errors << " errors for " << whole << " frames";
      replies.append(piece, static_cast<std::size_t>(count));
      constexpr std::string_view kMark = "\"chat.error\"";
      std::size_t from = 0;
      for (auto at = replies.find(kMark); at != std::string::npos; at = replies.find(kMark, from)) {
        ++errors;
        from = at + kMark.size();
      }
      replies.erase(0, from);
    }
  }
}

TEST_F(WsTest, AForeignOriginOrAPlainRequestIsRefused) {
  EXPECT_THROW(WsClient(server_.port(), "https://evil.example"), std::exception);
  EXPECT_NO_THROW(WsClient(server_.port(), "http://localhost:" + std::to_string(server_.port())));
  EXPECT_EQ(get(server_.port(), "/ws/chat").status, 400);
}

TEST_F(WsTest, BinaryFramesCloseTheSocket) {
  WsClient client(server_.port());
  client.stream_.binary(true);
  client.stream_.write(asio::buffer(std::string("{}")));
  EXPECT_EQ(client.readClose(), websocket::close_code::unknown_data);
}

TEST_F(WsTest, AnIdleSocketIsClosedAtOnceWhenTheServerDrainsABusyOneAfterItsChat) {
  WsClient idle(server_.port());
  WsClient busy(server_.port());
  busy.start("a", "hold");
  busy.readUntil("chat.delta");
  auto over = server_.shutDown(std::chrono::seconds(20));
  EXPECT_EQ(idle.readClose(), websocket::close_code::going_away);
  server_.pipeline.release();
  EXPECT_EQ(busy.readUntil("chat.done").at("finish_reason").as_string(), "stop");
  EXPECT_EQ(busy.readClose(), websocket::close_code::going_away);
  EXPECT_EQ(over.wait_for(std::chrono::seconds(20)), std::future_status::ready);
}

TEST_F(WsTest, AfterTheWindowAChatEndsWithAnError) {
  WsClient client(server_.port());
  client.start("a", "hold");
  client.readUntil("chat.delta");
  auto over = server_.shutDown(std::chrono::milliseconds(20));
  EXPECT_EQ(client.readUntil("chat.error").at("error").at("code").as_string(), "unavailable");
  EXPECT_EQ(over.wait_for(std::chrono::seconds(20)), std::future_status::ready);
}

}  // namespace
}  // namespace vigie::test
