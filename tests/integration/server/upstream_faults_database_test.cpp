// What a real server over a real PostgreSQL keeps of an answer, whatever its upstream does.
#include "tests/support/http_client.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/server_process.h"
#include "tests/support/socket_queue.h"
#include "tests/support/upstream_faults.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <thread>

namespace vigie::test {
namespace {

namespace json = boost::json;
using Ending = UpstreamFault::Ending;

class UpstreamFaultsDatabaseTest : public testing::Test {
 protected:
  UpstreamFaultsDatabaseTest()
      : server_(Environment{{"DATABASE_URL", PostgresCluster::shared().createDatabase()},
                            {"OPENAI_BASE_URL", upstream_.baseUrl()},
                            {"OPENAI_MODEL", "mock-model"},
                            {"OPENAI_TIMEOUT_SECONDS", "2"}}) {
    server_.waitForPorts();
    EXPECT_TRUE(server_.waitForReadiness("ready")) << server_.output();
  }

  static std::string question(const std::string& text, bool stream) {
    return json::serialize(json::object{
        {"model", "mock-model"}, {"stream", stream}, {"messages", {{{"role", "user"}, {"content", text}}}}});
  }

  /// The one kept answer of the conversation that began with this question, once it is no longer being made.
  json::object kept(const std::string& text) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < end) {
      const auto list = json::parse(get(server_.port(), "/v1/conversations?limit=100").body);
      for (const json::value& conversation : list.at("data").as_array()) {
        if (conversation.at("title").as_string() != json::string_view(text)) continue;
        const std::string id(conversation.at("id").as_string());
        const auto messages = json::parse(get(server_.port(), "/v1/conversations/" + id + "/messages").body);
        const auto& answer = messages.at("data").at(1);
        if (answer.at("status") != "running") return answer.as_object();
      }
    }
    return {};
  }

  MockUpstream upstream_;
  ServerProcess server_;
};

TEST_F(UpstreamFaultsDatabaseTest, KeepsEachAnswerAsWhatItWas) {
  for (const char* const name : {"400", "429", "500", "close_mid_stream", "reset_mid_stream", "end_without_finish",
                                 "hang_mid_stream", "page_with_200", "finish_null_and_done", "utf8_split", "no_text"}) {
    for (const bool stream : {true, false}) {
      const UpstreamFault& fault = upstreamFault(name);
      // Healthy answers in between keep the circuit closed.
      upstream_.setDefault(Script::answer({"Healthy"}));
      for (int i = 0; i < 4; ++i) post(server_.port(), "/v1/chat/completions", question("In between", false));
      upstream_.setDefault(fault.script);
      const std::string text = std::string(name) + (stream ? " streamed" : " whole");
      const auto reply = post(server_.port(), "/v1/chat/completions", question(text, stream));
      const bool begun = stream && fault.ending == Ending::kPartial;
      EXPECT_EQ(reply.status, begun ? 200 : fault.status) << text << ": " << reply.body;
      const auto answer = kept(text);
      ASSERT_FALSE(answer.empty()) << text << " is not kept";
      EXPECT_EQ(answer.at("status"), fault.ending == Ending::kComplete  ? "complete"
                                     : fault.ending == Ending::kPartial ? "partial"
                                                                        : "failed")
          << text;
      EXPECT_EQ(std::string(answer.at("content").as_string()), fault.text) << text;
    }
  }
}

TEST_F(UpstreamFaultsDatabaseTest, AClientThatLeavesLeavesACancelledAnswer) {
  upstream_.setDefault(Script().streamHead().delta("Half").hang());
  RawConnection client(server_.port());
  HttpCall call;
  call.method = "POST";
  call.target = "/v1/chat/completions";
  call.body = question("I will not wait", true);
  client.send(toRequestText(call, server_.port()));
  client.readUntil("Half");
  client.close();
  EXPECT_TRUE(upstream_.waitForDisconnects(1));
  const auto answer = kept("I will not wait");
  ASSERT_FALSE(answer.empty());
  EXPECT_EQ(answer.at("status"), "cancelled");
  EXPECT_EQ(answer.at("content"), "Half");
}

// kMostUnsentBytes of server/net/http_connection.cpp.
constexpr std::uint32_t kMostUnsentBytes = 128 * 1024;

/// Waits until the server may write nothing more for this client: from then on it waits for one who takes nothing.
bool serverWaitsFor(const RawConnection& client, std::uint16_t serverPort) {
  sockaddr_in own{};
  socklen_t size = sizeof own;
  getsockname(client.descriptor(), reinterpret_cast<sockaddr*>(&own), &size);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < deadline) {
    if (unsentBytes(serverPort, ntohs(own.sin_port)) >= kMostUnsentBytes) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST(UpstreamFaultsShutdownTest, AnAnswerWhoseReaderTakesNothingIsKeptWhenTheServerEnds) {
  MockUpstream upstream;
  const std::string event =
      R"(data: {"choices":[{"index":0,"delta":{"content":")" + std::string(1000, 'x') + "\"}}]}\n\n";
  std::array<char, 16> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", event.size());
  upstream.setDefault(Script().streamHead().delta("It begins").flood(size.data() + event + "\r\n"));
  const std::string database = PostgresCluster::shared().createDatabase();
  ServerProcess server({{"DATABASE_URL", database},
                        {"OPENAI_BASE_URL", upstream.baseUrl()},
                        {"OPENAI_MODEL", "mock-model"},
                        {"VIGIE_DRAIN_SECONDS", "0"}});
  server.waitForPorts();
  ASSERT_TRUE(server.waitForReadiness("ready")) << server.output();
  RawConnection client(server.port());
  client.setReceiveBuffer(4096);
  HttpCall call;
  call.method = "POST";
  call.target = "/v1/chat/completions";
  call.body = R"({"model":"mock-model","stream":true,"messages":[{"role":"user","content":"I take nothing"}]})";
  client.send(toRequestText(call, server.port()));
  ASSERT_TRUE(serverWaitsFor(client, server.port()));
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(std::chrono::seconds(25)), 0) << server.output();
  EXPECT_EQ(queryValue(database, "SELECT status FROM messages WHERE role = 'assistant'"), "cancelled");
  EXPECT_EQ(queryValue(database, "SELECT left(content, 9) FROM messages WHERE role = 'assistant'"), "It begins");
}

}  // namespace
}  // namespace vigie::test
