#include "core/wire/feedback_loop.h"

#include <gtest/gtest.h>

namespace vigie::wire {
namespace {

json::value parsed(std::string_view text) { return parseJson(text).value(); }

TEST(FeedbackInputTest, WantsUpOrDownAndKeepsTheRest) {
  const auto input = feedbackInputFromJson(parsed(R"({"rating":"down","reason":"stale","correction":"Use 9090."})"));
  ASSERT_TRUE(input);
  EXPECT_EQ(input->rating, "down");
  EXPECT_EQ(input->reason, "stale");
  EXPECT_EQ(input->correction, "Use 9090.");
  for (const char* body : {"{}", R"({"rating":"meh"})", R"({"rating":1})"}) {
    EXPECT_EQ(feedbackInputFromJson(parsed(body)).error().param, "rating") << body;
  }
  EXPECT_EQ(feedbackInputFromJson(parsed(R"({"rating":"up","stars":5})")).error().param, "stars");
}

TEST(ChangeInputTest, EveryKindReadsBackAndNoOtherDoes) {
  for (const ChangeKind kind : kChangeKinds) EXPECT_EQ(changeKindFromString(toString(kind)), kind);
  const auto input = changeInputFromJson(parsed(
      R"({"kind":"k","summary":"k from 4 to 6","before":{"k":4},"after":{"k":6},"window_seconds":600,
          "happened_at":"2026-03-01T12:00:00Z"})"));
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(input->kind, ChangeKind::kK);
  EXPECT_EQ(input->after.at("k").as_int64(), 6);
  EXPECT_EQ(input->windowSeconds, 600);
  EXPECT_EQ(toIso8601(*input->happenedAt), "2026-03-01T12:00:00.000Z");
  const std::pair<const char*, const char*> kFaults[]{
      {R"({"summary":"x"})", "kind"},
      {R"({"kind":"weather","summary":"x"})", "kind"},
      {R"({"kind":"k"})", "summary"},
      {R"({"kind":"k","summary":"x","before":"4"})", "before"},
      {R"({"kind":"k","summary":"x","window_seconds":0})", "window_seconds"},
      {R"({"kind":"k","summary":"x","happened_at":"now"})", "happened_at"}};
  for (const auto& [body, param] : kFaults) EXPECT_EQ(changeInputFromJson(parsed(body)).error().param, param) << body;
}

TEST(EvaluationSetTest, ReadsQuestionsAndNamesTheFaultyOne) {
  const auto input = evaluationSetInputFromJson(parsed(
      R"({"name":"Runbooks","questions":[{"question":"What now?","expected_documents":["ServiceDown"]},
          {"question":"And then?","expected_documents":["a","b"]}]})"));
  ASSERT_TRUE(input) << input.error().message;
  ASSERT_EQ(input->questions.size(), 2U);
  EXPECT_EQ(input->questions[1].ordinal, 1);
  EXPECT_EQ(input->questions[1].expectedDocuments.size(), 2U);
  const std::pair<const char*, const char*> kFaults[]{
      {R"({"questions":[]})", "name"},
      {R"({"name":"n","questions":[]})", "questions"},
      {R"({"name":"n","questions":["x"]})", "questions.0"},
      {R"({"name":"n","questions":[{"expected_documents":["a"]}]})", "questions.0.question"},
      {R"({"name":"n","questions":[{"question":"q","expected_documents":[]}]})", "questions.0.expected_documents"},
      {R"({"name":"n","questions":[{"question":"q","expected_documents":[1]}]})", "questions.0.expected_documents"},
      {R"({"name":"n","questions":[{"question":"q","expected_documents":["a"],"message_id":"x"}]})",
       "questions.0.message_id"}};
  for (const auto& [body, param] : kFaults) {
    EXPECT_EQ(evaluationSetInputFromJson(parsed(body)).error().param, param) << body;
  }
}

TEST(EvaluationSetTest, AListShowsHowManyAndNotWhich) {
  EvaluationSet set;
  set.questionCount = 2;
  EXPECT_FALSE(toJson(set).contains("questions"));
  set.questions.emplace().resize(2);
  EXPECT_EQ(toJson(set).at("questions").as_array().size(), 2U);
}

}  // namespace
}  // namespace vigie::wire
