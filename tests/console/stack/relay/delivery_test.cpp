#include "console/stack/relay/delivery.h"

#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

using namespace std::chrono_literals;
using Fate = Delivery::Fate;

Delivery judged(int status, const QByteArray& retryAfter = {}, const QByteArray& body = {}) {
  DiscordAnswer answer;
  answer.status = status;
  answer.retryAfter = retryAfter;
  answer.body = body;
  answer.failure = status == 0 ? "no connection" : "";
  return judge(answer);
}

TEST(DeliveryTest, TakesAnyTwoHundredForPosted) {
  EXPECT_EQ(judged(200).fate, Fate::kPosted);
  EXPECT_EQ(judged(204).fate, Fate::kPosted);
}

TEST(DeliveryTest, WaitsAsLongAsALimitSaysAndNeverLess) {
  EXPECT_EQ(judged(429, "3").wait, 3s);
  EXPECT_EQ(judged(429, "1", R"({"retry_after": 1.4567})").wait, 1'457ms);
  EXPECT_EQ(judged(429, {}, R"({"retry_after": 0.3})").wait, 300ms);
  EXPECT_EQ(judged(429).wait, 5s) << "a limit without a time";
  EXPECT_EQ(judged(503, "7").wait, 7s);
  EXPECT_EQ(judged(429).fate, Fate::kLater);
}

TEST(DeliveryTest, PausesBeforeAnAllowanceIsOverdrawn) {
  DiscordAnswer answer;
  answer.status = 200;
  answer.limitRemaining = "0";
  answer.limitResetAfter = "1.5";
  EXPECT_EQ(judge(answer).wait, 1'500ms);
  answer.limitRemaining = "3";
  EXPECT_EQ(judge(answer).wait, 0ms);
}

TEST(DeliveryTest, TellsFailuresOfDiscordFromThoseOfTheWebhookAndOfTheMessage) {
  for (const int status : {0, 408, 425, 429, 500, 502, 503, 504, 301}) {
    EXPECT_EQ(judged(status).fate, Fate::kLater) << status;
  }
  for (const int status : {401, 403, 404}) {
    EXPECT_EQ(judged(status).fate, Fate::kBlocked) << status;
    EXPECT_TRUE(judged(status).why.contains("DISCORD_WEBHOOK_URL"));
  }
  for (const int status : {400, 413, 415}) {
    EXPECT_EQ(judged(status).fate, Fate::kRefused) << status;
  }
}

TEST(DeliveryTest, NamesTheKindOfFailure) {
  EXPECT_EQ(judged(200).failure, Failure::kNone);
  EXPECT_EQ(judged(0).failure, Failure::kUnreachable);
  EXPECT_EQ(judged(429).failure, Failure::kLimited);
  for (const int status : {301, 408, 500, 503}) {
    EXPECT_EQ(judged(status).failure, Failure::kDiscord) << status;
  }
  EXPECT_EQ(judged(404).failure, Failure::kWebhook);
  EXPECT_EQ(judged(400).failure, Failure::kMessage);
  for (const Failure failure : {Failure::kNone, Failure::kLimited, Failure::kDiscord, Failure::kUnreachable,
                                Failure::kWebhook, Failure::kMessage}) {
    EXPECT_EQ(failureFrom(toString(failure)), failure);
  }
}

TEST(DeliveryTest, SaysWhatDiscordSaid) {
  EXPECT_EQ(judged(400, {}, R"({"message": "Invalid\nForm Body", "code": 50035})").why,
            "Discord answered 400: Invalid Form Body");
  EXPECT_EQ(judged(502, {}, "<html>").why, "Discord answered 502");
  EXPECT_EQ(judged(0).why, "no connection");
}

TEST(DeliveryTest, GrowsThePauseUpToAMinuteAndVariesIt) {
  EXPECT_EQ(pauseAfter(1, 0), 1s);
  EXPECT_EQ(pauseAfter(2, 0), 2s);
  EXPECT_EQ(pauseAfter(5, 0), 16s);
  EXPECT_EQ(pauseAfter(7, 0), 60s);
  EXPECT_EQ(pauseAfter(1'000'000, 0), 60s);
  EXPECT_EQ(pauseAfter(3, 0.5), 3s);
  EXPECT_GE(pauseAfter(3, 0.999), 2s);
}

}  // namespace
}  // namespace vigie::stack
