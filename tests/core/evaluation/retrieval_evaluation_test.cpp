#include "core/evaluation/retrieval_evaluation.h"

#include "core/retrieval/local_hash_embedder.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie {
namespace {

Collection smallCollection() {
  Collection out;
  out.name = "small";
  out.documents = {{"pumps", "Pumps", "Restart pump two before pump one."},
                   {"valves", "Valves", "Open the valve slowly."},
                   {"source", "Pump question", "Which pump is restarted first? Pump, pump, pump."},
                   {"empty", "Only a title", ""}};
  out.queries = {{"q1", "which pump first"}, {"q2", "open a valve"}, {"q3", "nothing is judged"}, {"q4", "zebra"}};
  out.judgements = {
      {"q1", {{"pumps", 2}, {"source", -1}}}, {"q2", {{"valves", 1}}}, {"q3", {{"pumps", 0}}}, {"q4", {{"absent", 1}}}};
  return out;
}

TEST(RetrievalEvaluationTest, ScoresEveryModeAsTheServiceSearches) {
  LocalHashEmbedder embedder;
  const auto report = evaluateRetrieval(smallCollection(), embedder);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->documents, 4U);
  EXPECT_EQ(report->passages, 4U);
  EXPECT_EQ(report->queries, 3U) << "q3 has nothing to find";
  ASSERT_EQ(report->modes.size(), 4U);
  EXPECT_EQ(report->modes[3].mode, "rrf");
  for (const auto& mode : report->modes) {
    EXPECT_NEAR(mode.ndcg10, 2.0 / 3, 1e-9) << mode.mode << ": two of three are found at the top, one is not there";
    EXPECT_NEAR(mode.mrr, 2.0 / 3, 1e-9) << mode.mode;
    EXPECT_EQ(mode.ndcgOfQueries.size(), 3U);
  }
  ASSERT_TRUE(report->hybridOverLexical);
  EXPECT_EQ(report->hybridOverLexical->low, 0);
}

TEST(RetrievalEvaluationTest, RunsOnlyTheModesThatAreAskedFor) {
  LocalHashEmbedder embedder;
  EvaluationOptions options;
  options.modes = {wire::SearchMode::kLexical};
  options.depths = {1};
  const auto report = evaluateRetrieval(smallCollection(), embedder, options);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->modes.size(), 1U);
  EXPECT_FALSE(report->hybridOverLexical);
  EXPECT_NEAR(report->modes[0].sweep.at(0).recall, 2.0 / 3, 1e-9);
}

TEST(RetrievalEvaluationTest, ReportsForPeopleAndForPrograms) {
  LocalHashEmbedder embedder;
  const auto report = evaluateRetrieval(smallCollection(), embedder);
  ASSERT_TRUE(report);
  const auto table = toTable(*report);
  for (const char* part : {"small: 4 documents", "lexical", "hybrid", "rrf", "hybrid - lexical, nDCG@10: +0.0000"}) {
    EXPECT_THAT(table, testing::HasSubstr(part));
  }
  const auto json = toJson(*report);
  EXPECT_NEAR(json.at("modes").at("hybrid").at("ndcg_at_10").as_double(), 2.0 / 3, 1e-9);
  EXPECT_EQ(json.at("hybrid_minus_lexical").at("high").as_double(), 0);
  EXPECT_EQ(json.at("modes").at("lexical").at("sweep").as_array().size(), 6U);
}

}  // namespace
}  // namespace vigie
