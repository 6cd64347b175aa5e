#include "console/chat/reconnect_policy.h"

#include "console/chat/server_endpoint.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using namespace std::chrono_literals;

TEST(ReconnectPolicyTest, DoublesUpToTheLongestWait) {
  ReconnectPolicy policy(100ms, 1000ms);
  EXPECT_EQ(policy.next(1.0), 100ms);
  EXPECT_EQ(policy.next(1.0), 200ms);
  EXPECT_EQ(policy.next(1.0), 400ms);
  EXPECT_EQ(policy.next(1.0), 800ms);
  EXPECT_EQ(policy.next(1.0), 1000ms);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(policy.next(1.0), 1000ms);
}

TEST(ReconnectPolicyTest, NeverWaitsLessThanHalf) {
  ReconnectPolicy policy(100ms, 1000ms);
  EXPECT_EQ(policy.next(0.0), 50ms);
  EXPECT_EQ(policy.next(0.5), 150ms);
}

TEST(ReconnectPolicyTest, StartsOverAfterASuccess) {
  ReconnectPolicy policy(100ms, 1000ms);
  policy.next(1.0);
  policy.next(1.0);
  policy.reset();
  EXPECT_EQ(policy.next(1.0), 100ms);
}

TEST(ServerEndpointTest, KeepsThePrefixAndTurnsHttpIntoWs) {
  const ServerEndpoint plain{QUrl(QStringLiteral("http://127.0.0.1:8001")), {}};
  EXPECT_EQ(plain.chatSocket().toString().toStdString(), "ws://127.0.0.1:8001/ws/chat");
  EXPECT_EQ(plain.displayName().toStdString(), "127.0.0.1:8001");
  const ServerEndpoint prefixed{QUrl(QStringLiteral("https://ai.example/vigie/")), {}};
  EXPECT_EQ(prefixed.chatSocket().toString().toStdString(), "wss://ai.example/vigie/ws/chat");
  EXPECT_EQ(prefixed.rest(QStringLiteral("/v1/models")).toString().toStdString(), "https://ai.example/vigie/v1/models");
}

}  // namespace
}  // namespace vigie::console
