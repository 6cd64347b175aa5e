#include "core/store/impl/journal_codec.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace vigie::impl {
namespace {

TEST(JournalCodecTest, ATurnReadsBack) {
  using namespace std::string_literals;
  JournaledTurn write;
  write.replicaId = "r";
  write.turn.owner = "ann";
  write.turn.conversationId = "c";
  write.turn.newConversation = false;
  write.turn.title = "Night \xFF shift";
  write.turn.userMessageId = "q";
  write.turn.parentMessageId = "p";
  write.turn.text = "a\0b"s;
  write.turn.answerId = "a";
  write.turn.model = "m";
  write.turn.requestId = "x";
  write.turn.at = SystemTime(std::chrono::microseconds(1'700'000'000'123'456));
  const auto read = decodeWrite(encodeWrite(write));
  ASSERT_TRUE(read);
  const auto& turn = std::get<JournaledTurn>(*read);
  EXPECT_EQ(turn.replicaId, "r");
  EXPECT_EQ(turn.turn.owner, "ann");
  EXPECT_FALSE(turn.turn.newConversation);
  EXPECT_EQ(turn.turn.title, "Night \uFFFD shift");
  EXPECT_EQ(turn.turn.text, "a\uFFFDb") << "as PostgreSQL would have kept it";
  EXPECT_EQ(turn.turn.parentMessageId, "p");
  EXPECT_EQ(turn.turn.at, write.turn.at);
}

TEST(JournalCodecTest, ToolsReadBackAndAnEntryOfTheFirstVersionHasNone) {
  JournaledTurn write;
  write.turn.role = "tool";
  write.turn.openaiMessages = R"([{"role":"tool","tool_call_id":"c","content":"\u0000"}])";
  const std::string encoded = encodeWrite(write);
  auto read = decodeWrite(encoded);
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<JournaledTurn>(*read).turn.role, "tool");
  EXPECT_EQ(std::get<JournaledTurn>(*read).turn.openaiMessages, write.turn.openaiMessages);

  FinishedAnswer answer;
  answer.openaiMessages = R"([{"role":"assistant","content":"x"}])";
  read = decodeWrite(encodeWrite(answer));
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<FinishedAnswer>(*read).openaiMessages, answer.openaiMessages);

  boost::json::object old = boost::json::parse(encoded).as_object();
  old.erase("role");
  old.erase("openai_messages");
  read = decodeWrite(boost::json::serialize(old));
  ASSERT_TRUE(read) << "a journal that an older server left must not be lost";
  EXPECT_EQ(std::get<JournaledTurn>(*read).turn.role, "user");
  EXPECT_EQ(std::get<JournaledTurn>(*read).turn.openaiMessages, "");
}

TEST(JournalCodecTest, AnAnswerReadsBack) {
  FinishedAnswer answer;
  answer.answerId = "a";
  answer.conversationId = "c";
  answer.content = "é";
  answer.status = "partial";
  answer.usage.emplace();
  answer.usage->completionTokens = 7;
  answer.timings.totalMs = 12.5;
  answer.citations.emplace_back();
  answer.citations[0].quote = "q";
  auto read = decodeWrite(encodeWrite(answer));
  ASSERT_TRUE(read);
  const auto& back = std::get<FinishedAnswer>(*read);
  EXPECT_EQ(back.content, "é");
  EXPECT_EQ(back.status, "partial");
  EXPECT_EQ(back.usage->completionTokens, 7);
  EXPECT_EQ(back.timings.totalMs, 12.5);
  EXPECT_EQ(back.citations.at(0).quote, "q");
  EXPECT_FALSE(back.at);
  answer.usage.reset();
  read = decodeWrite(encodeWrite(answer));
  EXPECT_FALSE(std::get<FinishedAnswer>(*read).usage);
}

TEST(JournalCodecTest, AResponseReadsBack) {
  JournaledResponse kept;
  kept.key.owner = "ann";
  kept.key.key = "k";
  kept.conversationId = "c";
  kept.response = R"({"a":"\u0000"})";
  const auto read = decodeWrite(encodeWrite(kept));
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<JournaledResponse>(*read).key, kept.key);
  EXPECT_EQ(std::get<JournaledResponse>(*read).response, kept.response);
}

TEST(JournalCodecTest, AnythingElseIsAnErrorAndNoCrash) {
  for (const char* text : {"", "x", "[]", "{}", R"({"write":"poem"})", R"({"write":"turn","owner":3})"}) {
    const auto read = decodeWrite(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kInternal);
  }
}

}  // namespace
}  // namespace vigie::impl
