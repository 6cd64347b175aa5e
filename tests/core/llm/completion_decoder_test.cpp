#include "core/llm/completion_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace vigie {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(CompletionDecoderTest, ReadsADelta) {
  CompletionDecoder decoder;
  const auto piece = decoder.chunk(R"({"model":"m","choices":[{"delta":{"content":"h\u00e9"},"finish_reason":null}]})");
  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->text, "hé");
  EXPECT_EQ(piece->model, "m");
  EXPECT_EQ(piece->finishReason, "");
  EXPECT_FALSE(piece->usage);
}

TEST(CompletionDecoderTest, ReadsTheEndAndTheUsage) {
  CompletionDecoder decoder;
  EXPECT_EQ(decoder.chunk(R"({"choices":[{"delta":{},"finish_reason":"length"}]})")->finishReason, "length");
  const auto last = decoder.chunk(R"({"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":34}})");
  ASSERT_TRUE(last && last->usage);
  EXPECT_EQ(last->usage->promptTokens, 12);
  EXPECT_EQ(last->usage->completionTokens, 34);
  EXPECT_FALSE(last->usage->estimated);
}

TEST(CompletionDecoderTest, ReadsAWholeCompletion) {
  CompletionDecoder decoder;
  const auto piece =
      decoder.whole(R"({"choices":[{"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]})");
  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->text, "Hi");
  EXPECT_EQ(piece->finishReason, "stop");
}

TEST(CompletionDecoderTest, TakesWhatIsMissingOrOddForNothing) {
  CompletionDecoder decoder;
  for (const char* text :
       {R"({})", R"({"choices":[]})", R"({"choices":[{}]})", R"({"choices":[{"delta":null}]})", R"({"choices":[7]})",
        R"({"choices":[{"delta":{"content":null}}]})", R"({"choices":[{"delta":{"content":["x"]}}]})",
        R"({"choices":{},"usage":null,"error":null,"model":3})"}) {
    const auto piece = decoder.chunk(text);
    ASSERT_TRUE(piece) << text;
    EXPECT_EQ(piece->text, "") << text;
  }
}

TEST(CompletionDecoderTest, RefusesWhatIsNotAnObject) {
  CompletionDecoder decoder;
  for (const char* text : {"", "{", "null", "[]", "\"x\"", "<html>", "{\"a\":1} {",
                           "{\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}"}) {
    const auto piece = decoder.chunk(text);
    ASSERT_FALSE(piece) << text;
    EXPECT_EQ(piece.error().code, ErrorCode::kUpstreamFailed);
    EXPECT_THAT(piece.error().message, Not(HasSubstr("html"))) << "upstream's text is not quoted";
  }
  EXPECT_TRUE(decoder.chunk("{}")) << "goes on after a refusal";
}

TEST(CompletionDecoderTest, ReadsAnyNumberOfPiecesLargerThanItsArena) {
  CompletionDecoder decoder;
  const std::string large(100'000, 'x');
  for (int i = 0; i < 100; ++i) {
    const auto piece = decoder.chunk(R"({"choices":[{"delta":{"content":")" + large + R"("}}]})");
    ASSERT_TRUE(piece);
    EXPECT_EQ(piece->text, large);
  }
}

TEST(CompletionDecoderTest, ReadsErrorsWithinTheStream) {
  CompletionDecoder decoder;
  const auto overloaded = decoder.chunk(R"({"error":{"message":"The server is overloaded","type":"server_error"}})");
  ASSERT_FALSE(overloaded);
  EXPECT_EQ(overloaded.error().code, ErrorCode::kUpstreamFailed);
  EXPECT_THAT(overloaded.error().message, HasSubstr("The server is overloaded"));
  EXPECT_EQ(decoder.chunk(R"({"error":{"code":"rate_limit_exceeded"}})").error().code, ErrorCode::kRateLimited);
  EXPECT_EQ(decoder.chunk(R"({"error":"model crashed"})").error().code, ErrorCode::kUpstreamFailed);
  EXPECT_EQ(decoder.chunk(R"({"error":17})").error().code, ErrorCode::kUpstreamFailed);
}

}  // namespace
}  // namespace vigie
