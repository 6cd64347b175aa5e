#include "core/wire/ws.h"

#include <gtest/gtest.h>

namespace vigie::wire {
namespace {

TEST(ClientFrameTest, ReadsStartAndCancel) {
  const auto start = clientFrameFromText(
      R"({"type":"chat.start","id":"1","model":"m","messages":[{"role":"user","content":"x"}]})").value();
  EXPECT_EQ(std::get<ChatStart>(start).request.model, "m");
  EXPECT_EQ(std::get<ChatCancel>(clientFrameFromText(R"({"type":"chat.cancel","id":"1"})").value()).id, "1");
}

TEST(ClientFrameTest, KeepsTheIdOfAFaultyFrame) {
  const auto frame = clientFrameFromText(R"({"type":"chat.start","id":"7","model":"m"})");
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().id, "7");
  EXPECT_EQ(frame.error().error.param, "messages");
}

TEST(ClientFrameTest, RefusesWhatIsNotAFrame) {
  for (const char* text : {"", "[]", "{}", R"({"id":"1"})", R"({"type":"chat.cancel"})",
                           R"({"type":"chat.cancel","id":""})", R"({"type":"chat.dance","id":"1"})",
                           R"({"type":"chat.cancel","id":"a b"})"}) {
    EXPECT_FALSE(clientFrameFromText(text)) << text;
  }
}

TEST(ServerFrameTest, SurvivesItsOwnText) {
  ChatDone done;
  done.id = "1";
  done.finishReason = "stop";
  done.usage = {5, 6, true};
  done.vigie.conversationId = "c";
  const auto read = std::get<ChatDone>(serverFrameFromText(toText(ServerFrame(done))).value());
  EXPECT_EQ(read.usage.completionTokens, 6);
  EXPECT_EQ(read.vigie.conversationId, "c");

  const auto delta = std::get<ChatDelta>(serverFrameFromText(toText(ServerFrame(ChatDelta{"1", 3, "é"}))).value());
  EXPECT_EQ(delta.seq, 3);
  EXPECT_EQ(delta.text, "é");

  const ChatFailed failed{"1", Error(ErrorCode::kTimeout, "too late", "model")};
  EXPECT_EQ(std::get<ChatFailed>(serverFrameFromText(toText(ServerFrame(failed))).value()).error, failed.error);
}

}  // namespace
}  // namespace vigie::wire
