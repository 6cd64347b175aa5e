// chat.resume: an answer whose socket was lost goes on where it was, with nothing lost and nothing twice.
#include "server/auth/key_file.h"
#include "tests/server/resilience/size.h"
#include "tests/server/support/test_server.h"
#include "tests/server/support/ws_client.h"
#include "tests/support/http_client.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

namespace vigie::test {
namespace {

const std::string kAnswer = "Hello, \"world\"\né✓";

/// Takes the frames of one chat over several sockets.
class Listener {
 public:
  /// The type of the next frame; checks that each delta is the next one.
  std::string read(WsClient& client) {
    const auto frame = client.read();
    const std::string type(frame.at("type").as_string());
    if (type == "chat.delta") {
      EXPECT_EQ(frame.at("seq").as_int64(), ++seq);
      text += std::string(frame.at("text").as_string());
    } else if (type == "chat.error") {
      error = std::string(frame.at("error").at("code").as_string());
    } else if (type == "chat.done") {
      finishReason = std::string(frame.at("finish_reason").as_string());
    }
    return type;
  }
  void readToTheEnd(WsClient& client) {
    for (;;) {
      const std::string type = read(client);
      if (type == "chat.done" || type == "chat.error") return;
    }
  }
  void resume(WsClient& client, const std::string& id) const {
    client.send({{"type", "chat.resume"}, {"id", id}, {"after", seq}});
  }

  std::int64_t seq = 0;
  std::string text;
  std::string error;
  std::string finishReason;
};

/// The connection breaks: no close frame.
void lose(std::unique_ptr<WsClient>& client) { client.reset(); }

TEST(WsResumeTest, AnAnswerGoesOnOnAnotherSocketWhereItWas) {
  TestServer server;
  Listener listener;
  auto first = std::make_unique<WsClient>(server.port());
  first->start("a", "hold");
  while (listener.seq < 1) listener.read(*first);
  lose(first);
  WsClient second(server.port());
  listener.resume(second, "a");
  EXPECT_EQ(listener.read(second), "chat.started") << "so that the client knows that it was heard";
  EXPECT_EQ(listener.read(second), "chat.citations");
  server.pipeline.release();
  listener.readToTheEnd(second);
  EXPECT_EQ(listener.text, kAnswer);
  EXPECT_EQ(listener.finishReason, "stop");
  EXPECT_TRUE(server.metricBecomes(R"(http_requests_total{endpoint="/ws/chat",method="WS",status="200"})", 1));
}

TEST(WsResumeTest, WhatWasSaidWhileNobodyListenedIsThere) {
  TestServer server;
  Listener listener;
  auto first = std::make_unique<WsClient>(server.port());
  first->start("a", "hold");
  while (listener.seq < 1) listener.read(*first);
  lose(first);
  server.pipeline.release();
  // The answer ends alone, and is kept.
  ASSERT_TRUE(server.metricBecomes(R"(http_requests_total{endpoint="/ws/chat",method="WS",status="200"})", 1));
  WsClient second(server.port());
  listener.resume(second, "a");
  listener.readToTheEnd(second);
  EXPECT_EQ(listener.text, kAnswer);
}

TEST(WsResumeTest, AnEndThatWasLostWithItsSocketCanBeHeardAgain) {
  TestServer server;
  auto first = std::make_unique<WsClient>(server.port());
  first->start("a", "hi");
  first->readUntil("chat.done");
  lose(first);
  WsClient second(server.port());
  Listener listener;
  listener.resume(second, "a");
  listener.readToTheEnd(second);
  EXPECT_EQ(listener.text, kAnswer);
}

TEST(WsResumeTest, ANewSocketTakesTheChatOverFromOneThatIsStillThere) {
  TestServer server;
  Listener listener;
  WsClient first(server.port());
  first.start("a", "hold");
  while (listener.seq < 1) listener.read(first);
  WsClient second(server.port());
  listener.resume(second, "a");
  EXPECT_EQ(listener.read(second), "chat.started");
  server.pipeline.release();
  listener.readToTheEnd(second);
  EXPECT_EQ(listener.text, kAnswer);
  first.start("b", "hi");
  EXPECT_EQ(first.read().at("id").as_string(), "b") << "the first socket gets nothing more of it";
}

TEST(WsResumeTest, AfterTheWindowTheChatIsCancelledAndThenForgotten) {
  TestServer server({}, {}, std::chrono::seconds(30), std::chrono::milliseconds(100));
  auto first = std::make_unique<WsClient>(server.port());
  first->start("a", "hold");
  first->readUntil("chat.delta");
  lose(first);
  EXPECT_TRUE(server.pipeline.cancelled.wait());
  EXPECT_TRUE(server.metricBecomes(R"(http_requests_total{endpoint="/ws/chat",method="WS",status="499"})", 1));
  WsClient second(server.port());
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  Listener listener;
  do {
    listener = {};
    listener.resume(second, "a");
    listener.readToTheEnd(second);
  } while (listener.error != "not_found" && std::chrono::steady_clock::now() < deadline);
  EXPECT_EQ(listener.error, "not_found");
}

TEST(WsResumeTest, AChatThatIsNotThereOrAPlaceThatIsNotReachedIsAnError) {
  TestServer server;
  auto first = std::make_unique<WsClient>(server.port());
  first->start("a", "hi");
  first->readUntil("chat.done");
  WsClient second(server.port());
  second.send({{"type", "chat.resume"}, {"id", "b"}, {"after", 0}});
  auto fault = second.read();
  EXPECT_EQ(fault.at("id").as_string(), "b");
  EXPECT_EQ(fault.at("error").at("code").as_string(), "not_found");
  second.send({{"type", "chat.resume"}, {"id", "a"}, {"after", 4}});
  fault = second.read();
  EXPECT_EQ(fault.at("error").at("code").as_string(), "invalid_argument");
  EXPECT_EQ(fault.at("error").at("param").as_string(), "after");
}

TEST(WsResumeTest, AnotherOwnersChatIsNotThere) {
  std::string pattern = testing::TempDir() + "vigie-keys-XXXXXX";
  const std::string folder = mkdtemp(pattern.data());
  Config config;
  config.apiKeysFile = folder + "/keys";
  const std::string alice = auth::addKey(config.apiKeysFile, "alice", SystemTime{}).value();
  const std::string alices = auth::addKey(config.apiKeysFile, "alice", SystemTime{}).value();
  const std::string bob = auth::addKey(config.apiKeysFile, "bob", SystemTime{}).value();
  TestServer server(config);
  auto first = std::make_unique<WsClient>(server.port(), std::string(), alice);
  first->start("a", "hold");
  first->readUntil("chat.delta");
  lose(first);
  WsClient stranger(server.port(), {}, bob);
  stranger.send({{"type", "chat.resume"}, {"id", "a"}, {"after", 0}});
  EXPECT_EQ(stranger.read().at("error").at("code").as_string(), "not_found");
  WsClient second(server.port(), {}, alices);
  second.send({{"type", "chat.resume"}, {"id", "a"}, {"after", 0}});
  EXPECT_EQ(second.read().at("type").as_string(), "chat.started") << "another key of the same name is the same owner";
  server.pipeline.release();
  second.readUntil("chat.done");
  std::filesystem::remove_all(folder);
}

TEST(WsResumeTest, AnAnswerWithoutAListenerIsFinishedWhenTheServerDrains) {
  TestServer server;
  auto first = std::make_unique<WsClient>(server.port());
  first->start("a", "hold");
  first->readUntil("chat.delta");
  lose(first);
  auto over = server.shutDown(std::chrono::seconds(20));
  EXPECT_EQ(over.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  server.pipeline.release();
  EXPECT_EQ(over.wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_FALSE(server.pipeline.cancelled.wait(1, std::chrono::milliseconds(0)));
}

TEST(WsResumeTest, AfterTheWindowAnAnswerWhoseNameWasTakenAnewIsEndedToo) {
  TestServer server;
  auto first = std::make_unique<WsClient>(server.port());
  first->start("a", "hold");
  first->readUntil("chat.delta");
  lose(first);
  WsClient second(server.port());
  second.start("a", "hold");
  second.readUntil("chat.delta");
  auto over = server.shutDown(std::chrono::milliseconds(0));
  EXPECT_EQ(second.readUntil("chat.error").at("error").at("code").as_string(), "unavailable");
  ASSERT_EQ(over.wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_TRUE(server.pipeline.cancelled.wait(2, std::chrono::milliseconds(0)));
}

TEST(WsResumeTest, WhereverItBreaksNothingIsLostAndNothingComesTwice) {
  std::vector<std::string> deltas;
  std::string whole;
  for (int i = 0; i < 400; ++i) {
    deltas.push_back("piece " + std::to_string(i) + std::string(200, 'x') + "é\n");
    whole += deltas.back();
  }
  std::mt19937 random(9112);
  std::unique_ptr<TestServer> fresh;
  for (int round = 0; round < sized(25, 1'000); ++round) {
    if (round % 25 == 0) {  // what ended answers may hold is bounded
      fresh = std::make_unique<TestServer>();
      fresh->pipeline.deltas = deltas;
    }
    TestServer& server = *fresh;
    const std::string id = "chat-" + std::to_string(round);
    Listener listener;
    auto client = std::make_unique<WsClient>(server.port());
    client->start(id, "hi");
    while (listener.finishReason.empty() && listener.error.empty()) {
      const auto frames = std::uniform_int_distribution<int>(0, 200)(random);
      for (int i = 0; i < frames && listener.finishReason.empty() && listener.error.empty(); ++i) {
        listener.read(*client);
      }
      if (!listener.finishReason.empty() || !listener.error.empty()) break;
      lose(client);
      client = std::make_unique<WsClient>(server.port());
      // The start itself may have been lost: then there is no such chat, and asking again is right.
      listener.resume(*client, id);
      if (listener.read(*client) == "chat.error" && listener.error == "not_found" && listener.seq == 0) {
        listener = {};
        client->start(id, "hi");
      }
    }
    ASSERT_EQ(listener.error, "") << round;
    ASSERT_EQ(listener.text, whole) << round;
  }
}

}  // namespace
}  // namespace vigie::test
