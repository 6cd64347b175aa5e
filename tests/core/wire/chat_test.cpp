#include "core/wire/chat.h"

#include <gtest/gtest.h>

namespace vigie::wire {
namespace {

Result<ChatRequest> read(std::string_view text) { return chatRequestFromJson(parseJson(text).value()); }

TEST(ChatRequestTest, ReadsAPlainOpenAiRequest) {
  const auto request = read(R"({"model":"m","messages":[{"role":"user","content":"Hello"}],"temperature":0.2,
                               "stream":true,"stream_options":{"include_usage":true}})").value();
  EXPECT_EQ(request.model, "m");
  EXPECT_EQ(lastUserText(request), "Hello");
  EXPECT_TRUE(request.stream);
  EXPECT_TRUE(request.includeUsage);
  EXPECT_TRUE(request.store);
  EXPECT_EQ(request.parameters.at("temperature"), json::value(0.2));
  EXPECT_TRUE(request.vigie.retrieval.enabled);
  EXPECT_EQ(request.vigie.retrieval.k, 4);
}

TEST(ChatRequestTest, JoinsTextParts) {
  const auto request = read(R"({"model":"m","messages":[{"role":"user","content":
      [{"type":"text","text":"one"},{"type":"text","text":"two"}]}]})").value();
  EXPECT_EQ(request.messages.front().content, "one\ntwo");
}

struct BadRequest {
  const char* body;
  const char* param;
};

class BadChatRequestTest : public testing::TestWithParam<BadRequest> {};

TEST_P(BadChatRequestTest, IsRefusedWithTheFieldNamed) {
  const auto request = read(GetParam().body);
  ASSERT_FALSE(request) << GetParam().body;
  EXPECT_EQ(request.error().param, GetParam().param) << request.error().message;
}

#define VIGIE_USER R"("messages":[{"role":"user","content":"x"}])"
INSTANTIATE_TEST_SUITE_P(
    All, BadChatRequestTest,
    testing::Values(
        BadRequest{R"({"messages":[]})", "model"}, BadRequest{R"({"model":7})", "model"},
        BadRequest{R"({"model":""})", "model"}, BadRequest{R"({"model":"m"})", "messages"},
        BadRequest{R"({"model":"m","messages":{}})", "messages"},
        BadRequest{R"({"model":"m","messages":[]})", "messages"},
        BadRequest{R"({"model":"m","messages":["x"]})", "messages.0"},
        BadRequest{R"({"model":"m","messages":[{"content":"x"}]})", "messages.0.role"},
        BadRequest{R"({"model":"m","messages":[{"role":"boss","content":"x"}]})", "messages.0.role"},
        BadRequest{R"({"model":"m","messages":[{"role":"user"}]})", "messages.0.content"},
        BadRequest{R"({"model":"m","messages":[{"role":"user","content":5}]})", "messages.0.content"},
        BadRequest{R"({"model":"m","messages":[{"role":"user","content":[{"type":"image_url"}]}]})",
                   "messages.0.content.0.type"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"stream":"yes"})", "stream"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"stream_options":{}})", "stream_options"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"temperature":9})", "temperature"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"n":2})", "n"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"stop":[1]})", "stop"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"max_tokens":0})", "max_tokens"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"frobnicate":1})", "frobnicate"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"tools":[]})", "tools"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":[]})", "vigie"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":{"conversation_id":"7"}})", "vigie.conversation_id"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":{"retrieval":{"k":0}}})", "vigie.retrieval.k"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":{"retrieval":{"mode":"magic"}}})",
                   "vigie.retrieval.mode"}));

TEST(ChatRequestTest, SurvivesItsOwnJson) {
  auto request = read(R"({"model":"m",)" VIGIE_USER R"(,"stream":true,"seed":7,"store":false,
      "vigie":{"conversation_id":"00000000-0000-4000-8000-000000000000","retrieval":{"k":9,"mode":"vector"}}})").value();
  const auto again = chatRequestFromJson(toJson(request)).value();
  EXPECT_EQ(toJson(again), toJson(request));
  EXPECT_FALSE(again.store);
  EXPECT_EQ(again.vigie.retrieval.k, 9);
}

TEST(ChatResultTest, IsAnOpenAiCompletionWithTheExtension) {
  ChatResult result;
  result.id = "chatcmpl-1";
  result.model = "m";
  result.content = "Hello";
  result.finishReason = "stop";
  result.usage = {3, 1, false};
  result.vigie.citations.push_back({"d", "Title", 2, 0.5, "quote"});
  const json::object out = toJson(result);
  EXPECT_EQ(out.at("object"), "chat.completion");
  EXPECT_EQ(out.at("choices").at(0).at("message").at("content"), "Hello");
  EXPECT_EQ(out.at("usage").at("total_tokens"), 4);
  const auto vigie = vigieResponseFromJson(out.at("vigie")).value();
  ASSERT_EQ(vigie.citations.size(), 1U);
  EXPECT_EQ(vigie.citations.front().chunk, 2);
}

}  // namespace
}  // namespace vigie::wire
