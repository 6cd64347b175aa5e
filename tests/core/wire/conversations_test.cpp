#include "core/wire/conversations.h"

#include <gtest/gtest.h>

namespace vigie::wire {
namespace {

json::value parsed(std::string_view text) { return parseJson(text).value(); }

TEST(ConversationInputTest, ATitleIsOptionalAndOneLine) {
  EXPECT_EQ(conversationInputFromJson(parsed("{}"))->title, "");
  EXPECT_EQ(conversationInputFromJson(parsed(R"({"title":"Night shift"})"))->title, "Night shift");
  for (const char* body : {R"({"title":""})", R"({"title":"  "})", R"({"title":"a\nb"})", R"({"title":3})"}) {
    const auto input = conversationInputFromJson(parsed(body));
    ASSERT_FALSE(input) << body;
    EXPECT_EQ(input.error().param, "title") << body;
  }
  const json::value endless{{"title", std::string(501, 'x')}};
  EXPECT_FALSE(conversationInputFromJson(endless));
}

TEST(ConversationInputTest, WhatItDoesNotKnowIsRefusedByName) {
  EXPECT_EQ(conversationInputFromJson(parsed(R"({"titel":"x"})")).error().param, "titel");
  EXPECT_EQ(conversationChangeFromJson(parsed(R"({"title":"x","owner":"y"})")).error().param, "owner");
}

TEST(ConversationChangeTest, ChangesWhatIsThereAndNeedsSomething) {
  const auto change = conversationChangeFromJson(parsed(R"({"status":"completed"})"));
  ASSERT_TRUE(change);
  EXPECT_FALSE(change->title);
  EXPECT_EQ(change->status, "completed");
  EXPECT_FALSE(conversationChangeFromJson(parsed("{}")));
  EXPECT_EQ(conversationChangeFromJson(parsed(R"({"status":"done"})")).error().param, "status");
}

WindowMessage windowMessage() {
  WindowMessage out;
  out.message.id = "m";
  out.message.role = "assistant";
  out.message.content = "words";
  out.message.citations.emplace_back();
  out.message.timings.emplace();
  return out;
}

TEST(WindowMessageTest, ShowsContentOnlyWhereItWasAskedFor) {
  WindowMessage message = windowMessage();
  json::object out = toJson(message);
  EXPECT_FALSE(out.contains("content"));
  EXPECT_FALSE(out.contains("citations")) << "a quote is content too";
  EXPECT_TRUE(out.at("timings").is_object());
  EXPECT_TRUE(out.at("rating").is_null());
  message.withContent = true;
  message.rating = "down";
  out = toJson(message);
  EXPECT_EQ(out.at("content").as_string(), "words");
  EXPECT_EQ(out.at("citations").as_array().size(), 1U);
  EXPECT_EQ(out.at("rating").as_string(), "down");
}

TEST(MessageTest, ATurnThatIsMoreThanItsTextSurvivesItsOwnJson) {
  Message message = windowMessage().message;
  EXPECT_FALSE(toJson(message).contains("openai_messages"));
  message.openaiMessages = parsed(R"([{"role":"tool","tool_call_id":"c1","content":"3"}])").as_array();
  EXPECT_EQ(messageFromJson(toJson(message)).value().openaiMessages, message.openaiMessages);
}

TEST(WindowMessageTest, WhatToolsWereGivenIsContentToo) {
  WindowMessage message = windowMessage();
  message.message.openaiMessages = json::array{json::object{{"role", "tool"}}};
  EXPECT_FALSE(toJson(message).contains("openai_messages"));
  message.withContent = true;
  EXPECT_TRUE(toJson(message).contains("openai_messages"));
}

TEST(ExportTest, MarkdownNamesTheToolsThatWereCalledAndWhatTheyGave) {
  Message answer;
  answer.role = "assistant";
  answer.openaiMessages = parsed(R"([{"role":"assistant","content":null,"tool_calls":[
      {"id":"c1","type":"function","function":{"name":"add","arguments":"{\"a\":1}"}},7]}])")
                              .as_array();
  Message results;
  results.role = "tool";
  results.content = "3";
  const std::string text = exportMarkdown({}, {answer, results});
  EXPECT_NE(text.find("\n- `add` {\"a\":1}\n"), std::string::npos) << text;
  EXPECT_NE(text.find("## Results of tools"), std::string::npos) << text;
}

TEST(ExportTest, MarkdownSaysWhoWroteWhatAndNamesTheSources) {
  Conversation conversation;
  conversation.id = "c";
  conversation.title = "Night shift";
  Message question;
  question.role = "user";
  question.content = "What now?";
  Message answer;
  answer.role = "assistant";
  answer.model = "extractive";
  answer.status = "partial";
  answer.content = "Restart **it**.";
  Citation citation;
  citation.title = "Runbook";
  answer.citations.push_back(citation);
  EXPECT_EQ(exportMarkdown(conversation, {question, answer}),
            "# Night shift\n\nBegun 1970-01-01T00:00:00.000Z, active, conversation `c`.\n"
            "\n## Question, 1970-01-01T00:00:00.000Z\n\nWhat now?\n"
            "\n## Answer, 1970-01-01T00:00:00.000Z, extractive, partial\n\nRestart **it**.\n"
            "\nSources:\n\n1. Runbook\n");
}

TEST(ExportTest, JsonReadsBackAsMessages) {
  Conversation conversation;
  conversation.id = "c";
  Message turn;
  turn.id = "m";
  turn.role = "user";
  turn.content = "é";
  turn.parentId = "p";
  const json::object out = exportJson(conversation, {turn});
  const auto read = messageFromJson(out.at("messages").at(0));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->content, "é");
  EXPECT_EQ(read->parentId, "p");
  EXPECT_EQ(conversationFromJson(out.at("conversation"))->id, "c");
}

}  // namespace
}  // namespace vigie::wire
