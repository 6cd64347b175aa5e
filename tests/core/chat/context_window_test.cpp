#include "core/chat/context_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

wire::ChatMessage message(const char* role, std::size_t tokens, char letter) {
  wire::ChatMessage out;
  out.role = role;
  out.content = std::string(tokens * 4, letter);
  return out;
}

/// Two exchanges of 100 tokens a turn.
std::vector<wire::ChatMessage> history() {
  return {message("user", 100, 'a'), message("assistant", 100, 'b'), message("user", 100, 'c'),
          message("assistant", 100, 'd')};
}

std::string letters(const std::vector<wire::ChatMessage>& messages) {
  std::string out;
  for (const auto& one : messages) out += one.content.front();
  return out;
}

TEST(ContextWindowTest, KeepsAllThatFits) { EXPECT_EQ(letters(fitHistory(history(), {}, {}, 1'000)), "abcd"); }

TEST(ContextWindowTest, DropsTheOldestAndNeverBeginsWithAnAnswer) {
  EXPECT_EQ(letters(fitHistory(history(), {}, {}, 330)), "cd") << "three turns would fit, the first of them an answer";
  EXPECT_EQ(letters(fitHistory(history(), {}, {}, 208)), "cd");
  EXPECT_THAT(fitHistory(history(), {}, {}, 207), IsEmpty());
}

TEST(ContextWindowTest, WhatIsSentAnywayCountsFirst) {
  EXPECT_EQ(letters(fitHistory(history(), {message("user", 100, 'q')}, {}, 320)), "cd");
  wire::Citation passage;
  passage.quote = std::string(400, 'p');
  EXPECT_THAT(fitHistory(history(), {}, {passage}, 320), IsEmpty());
  EXPECT_THAT(fitHistory(history(), {message("user", 5'000, 'q')}, {}, 320), IsEmpty())
      << "the newest turn is sent whatever its length; that it is too long the model will say";
}

TEST(ContextWindowTest, AResultOfAToolKeepsItsCallAndItsQuestionWhateverTheirSize) {
  auto round = history();
  round.push_back(message("user", 500, 'e'));
  round.push_back(message("assistant", 500, 'f'));
  EXPECT_EQ(letters(fitHistory(round, {message("tool", 5, 'r')}, {}, 320)), "ef") << "upstream refuses a lone result";
  EXPECT_EQ(letters(fitHistory(round, {message("system", 5, 's'), message("tool", 5, 'r')}, {}, 320)), "ef");
  EXPECT_THAT(fitHistory(round, {message("user", 5, 'q')}, {}, 320), IsEmpty());
}

TEST(ContextWindowTest, NeverBeginsWithAResultOfATool) {
  auto round = history();
  round[2].role = "tool";
  EXPECT_THAT(fitHistory(round, {}, {}, 330), IsEmpty());
}

TEST(ContextWindowTest, CallsAndPartsThatAreNoTextCountToo) {
  auto seen = history();
  seen[2].parts = boost::json::array{boost::json::object{{"type", "image_url"}}};
  EXPECT_EQ(letters(fitHistory(seen, {}, {}, 1'000)), "") << "an image is about a thousand tokens";
  auto called = history();
  called[3].more["tool_calls"] = boost::json::array{boost::json::object{{"id", std::string(4'000, 'x')}}};
  EXPECT_EQ(letters(fitHistory(called, {}, {}, 1'000)), "");
}

}  // namespace
}  // namespace vigie
