#include "core/chat/request_turn.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace vigie {
namespace {

namespace json = boost::json;

constexpr const char* kConversation = R"(,"vigie":{"conversation_id":"00000000-0000-4000-8000-000000000000"})";
constexpr const char* kCall =
    R"({"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"add","arguments":"{}"}}]})";

RequestTurn turn(const std::string& messages, const std::string& more = {}) {
  const auto body = wire::parseJson(R"({"model":"m","messages":[)" + messages + "]" + more + "}").value();
  return turnOf(wire::chatRequestFromJson(body).value());
}

std::string roles(const RequestTurn& turn) {
  std::string out;
  for (const auto& message : turn.messages) out += (out.empty() ? "" : " ") + message.role;
  return out;
}

TEST(RequestTurnTest, AQuestionIsItsText) {
  const auto plain = turn(R"({"role":"system","content":"Be brief."},{"role":"user","content":"Why?"})");
  EXPECT_EQ(plain.role, "user");
  EXPECT_EQ(plain.text, "Why?");
  EXPECT_TRUE(plain.messages.empty()) << "there is nothing to it but its text";
}

TEST(RequestTurnTest, AClientsOwnHistoryIsNotPartOfIt) {
  const auto last = turn(
      R"({"role":"user","content":"First?"},{"role":"assistant","content":"Yes."},{"role":"user","content":"Why?"})");
  EXPECT_EQ(last.text, "Why?");
  EXPECT_TRUE(last.messages.empty());
}

TEST(RequestTurnTest, ARoundOfToolsGoesWithItsQuestion) {
  const auto round = turn(std::string(R"({"role":"user","content":"1 + 2?"},)") + kCall +
                          R"(,{"role":"tool","tool_call_id":"c1","content":"3"})");
  EXPECT_EQ(round.role, "user");
  EXPECT_EQ(round.text, "1 + 2?");
  EXPECT_EQ(roles(round), "user assistant tool");
}

TEST(RequestTurnTest, ResultsOfToolsAloneAreATurn) {
  const auto results = turn(R"({"role":"tool","tool_call_id":"c1","content":"3"},
                               {"role":"tool","tool_call_id":"c2","content":"4"})",
                            kConversation);
  EXPECT_EQ(results.role, "tool");
  EXPECT_EQ(results.text, "3\n4");
  EXPECT_EQ(roles(results), "tool tool");
}

TEST(RequestTurnTest, WhatContinuesAConversationIsKeptWhole) {
  const auto both =
      turn(R"({"role":"tool","tool_call_id":"c1","content":"3"},{"role":"user","content":"Sure?"})", kConversation);
  EXPECT_EQ(both.role, "user");
  EXPECT_EQ(both.text, "Sure?");
  EXPECT_EQ(roles(both), "tool user") << "a call without its result could never be continued";
}

TEST(RequestTurnTest, PartsThatAreNoTextAreKeptAsTheyWere) {
  const auto seen = turn(R"({"role":"user","content":[{"type":"text","text":"What is this?"},
                             {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]})");
  EXPECT_EQ(seen.text, "What is this?");
  ASSERT_EQ(seen.messages.size(), 1U);
  EXPECT_EQ(seen.messages.front().parts.size(), 2U);
}

}  // namespace
}  // namespace vigie
