#include "core/wire/chat.h"

#include <gtest/gtest.h>

namespace vigie::wire {
namespace {

Result<ChatRequest> read(std::string_view text) { return chatRequestFromJson(parseJson(text).value()); }

TEST(ChatRequestTest, ReadsAPlainOpenAiRequest) {
  const auto request = read(R"({"model":"m","messages":[{"role":"user","content":"Hello"}],"temperature":0.2,
                               "stream":true,"stream_options":{"include_usage":true}})")
                           .value();
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
      [{"type":"text","text":"one"},{"type":"text","text":"two"}]}]})")
                           .value();
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
                   "messages.0.content.0.image_url"},
        BadRequest{R"({"model":"m","messages":[{"role":"user","content":[{"type":"smell"}]}]})",
                   "messages.0.content.0.type"},
        BadRequest{R"({"model":"m","messages":[{"role":"system","content":[{"type":"image_url","image_url":{}}]}]})",
                   "messages.0.content.0.type"},
        BadRequest{R"({"model":"m","messages":[{"role":"assistant"}]})", "messages.0.content"},
        BadRequest{R"({"model":"m","messages":[{"role":"user","content":"x","mood":"good"}]})", "messages.0.mood"},
        BadRequest{R"({"model":"m","messages":[{"role":"user","content":"x","tool_calls":[{}]}]})",
                   "messages.0.tool_calls"},
        BadRequest{R"({"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"c"}]}]})",
                   "messages.0.tool_calls.0.function"},
        BadRequest{R"({"model":"m","messages":[{"role":"tool","content":"7"}]})", "messages.0.tool_call_id"},
        BadRequest{R"({"model":"m","messages":[{"role":"user","content":"x","tool_call_id":"c"}]})",
                   "messages.0.tool_call_id"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"stream":"yes"})", "stream"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"stream_options":{}})", "stream_options"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"temperature":9})", "temperature"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"n":2})", "n"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"stop":[1]})", "stop"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"max_tokens":0})", "max_tokens"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"frobnicate":1})", "frobnicate"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"tools":[]})", "tools"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"tools":[{"type":"function"}]})", "tools.0.function"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"tool_choice":"auto"})", "tool_choice"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"parallel_tool_calls":true})", "parallel_tool_calls"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"response_format":{"type":"yaml"}})", "response_format.type"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"response_format":{"type":"json_schema"}})",
                   "response_format.json_schema"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"logprobs":true})", "logprobs"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"logit_bias":{"7":101}})", "logit_bias.7"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"metadata":{"a":1}})", "metadata.a"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"modalities":["audio"]})", "modalities"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"functions":[]})", "functions"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"stream":true,"stream_options":{"speed":1}})",
                   "stream_options.speed"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":{"retrival":{}}})", "vigie.retrival"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":{"retrieval":{"top":1}}})", "vigie.retrieval.top"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":[]})", "vigie"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":{"conversation_id":"7"}})", "vigie.conversation_id"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":{"retrieval":{"k":0}}})", "vigie.retrieval.k"},
        BadRequest{R"({"model":"m",)" VIGIE_USER R"(,"vigie":{"retrieval":{"mode":"magic"}}})",
                   "vigie.retrieval.mode"}));

TEST(ChatRequestTest, KeepsWhatOnlyAModelUnderstandsAsItWasGiven) {
  const auto body = parseJson(R"({"model":"m","messages":[
      {"role":"developer","content":"Be brief.","name":"ops"},
      {"role":"user","content":[{"type":"text","text":"What is this?"},
                                {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]},
      {"role":"assistant","content":null,"refusal":null,"annotations":[],
       "tool_calls":[{"id":"c1","type":"function","function":{"name":"look_up","arguments":"{}"}}]},
      {"role":"tool","tool_call_id":"c1","content":"7"}],
      "tools":[{"type":"function","function":{"name":"look_up","parameters":{"type":"object"}}}],
      "tool_choice":"required","parallel_tool_calls":false,"response_format":{"type":"json_object"},
      "logit_bias":{"50256":-100},"metadata":{"team":"ops"},"user":"u1","reasoning_effort":"low","seed":7,"top_p":0.5,
      "presence_penalty":1,"frequency_penalty":-1,"max_completion_tokens":9,"stop":["a","b"],"logprobs":false,
      "modalities":["text"],"service_tier":"auto"})")
                        .value();
  const auto request = chatRequestFromJson(body).value();
  const json::object out = toJson(request);
  const auto& messages = out.at("messages").as_array();
  EXPECT_EQ(messages[0].at("name"), "ops");
  EXPECT_EQ(messages[1].at("content"), body.at("messages").at(1).at("content"));
  EXPECT_EQ(lastUserText(request), "What is this?");
  EXPECT_TRUE(messages[2].at("content").is_null());
  EXPECT_EQ(messages[2].at("tool_calls"), body.at("messages").at(2).at("tool_calls"));
  EXPECT_FALSE(messages[2].as_object().contains("annotations")) << "that is for answers only";
  EXPECT_EQ(messages[3].at("tool_call_id"), "c1");
  for (const char* const key : {"tools", "tool_choice", "parallel_tool_calls", "response_format", "logit_bias",
                                "metadata", "user", "reasoning_effort", "seed", "top_p", "presence_penalty",
                                "frequency_penalty", "max_completion_tokens", "stop", "service_tier"}) {
    ASSERT_TRUE(request.parameters.contains(key)) << key;
    EXPECT_EQ(request.parameters.at(key), body.at(key)) << key;
  }
  EXPECT_FALSE(request.parameters.contains("logprobs"));
}

TEST(ChatRequestTest, NullSaysNothing) {
  const auto request = read(R"({"model":"m","tools":null,"stop":null,"audio":null,"invented":null,"messages":[
      {"role":"assistant","content":"Hi.","function_call":null,"audio":null,"tool_calls":null},
      {"role":"user","content":"x","name":null}]})");
  ASSERT_TRUE(request) << "generated clients send a null for each field of theirs: " << request.error().message;
  EXPECT_TRUE(request->parameters.empty());
  EXPECT_TRUE(isPlain(request->messages[0]));
}

TEST(ChatRequestTest, ReadsEveryOptionOfRetrieval) {
  const auto request = read(R"({"model":"m",)" VIGIE_USER R"(,"vigie":{"retrieval":
      {"enabled":false,"k":2,"mode":"lexical","min_score":0.5}}})");
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_FALSE(request->vigie.retrieval.enabled);
  EXPECT_EQ(request->vigie.retrieval.minScore, 0.5);
}

TEST(ChatMessageTest, SeveralSurviveTheTextTheyAreKeptAs) {
  using namespace std::string_literals;
  std::vector<ChatMessage> messages(2);
  messages[0].role = "assistant";
  messages[0].more["tool_calls"] =
      parseJson(R"([{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}])").value();
  messages[1].role = "tool";
  messages[1].content = "a\0é"s;
  messages[1].more["tool_call_id"] = "c1";
  const auto again = chatMessagesFromText(toText(messages));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(toText(*again), toText(messages));
  EXPECT_EQ(again->at(1).content, messages[1].content);
  EXPECT_FALSE(chatMessagesFromText("{}"));
}

TEST(ChatRequestTest, SurvivesItsOwnJson) {
  auto request = read(R"({"model":"m",)" VIGIE_USER R"(,"stream":true,"seed":7,"store":false,
      "vigie":{"conversation_id":"00000000-0000-4000-8000-000000000000","retrieval":{"k":9,"mode":"vector"}}})")
                     .value();
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

TEST(ChatResultTest, HasToolCallsInThePlaceOfText) {
  ChatResult result;
  result.finishReason = "tool_calls";
  result.toolCalls =
      parseJson(R"([{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}])").value().as_array();
  const json::object out = toJson(result);
  const auto& message = out.at("choices").at(0).at("message");
  EXPECT_TRUE(message.at("content").is_null());
  EXPECT_EQ(message.at("tool_calls").at(0).at("id"), "c1");
}

}  // namespace
}  // namespace vigie::wire
