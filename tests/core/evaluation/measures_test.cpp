#include "core/evaluation/measures.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace vigie {
namespace {

using Ranking = std::vector<std::string>;

TEST(MeasuresTest, NdcgHasLinearGainsAndALog2Discount) {
  const Judgements judged{{"a", 4}, {"b", 2}, {"c", 1}};
  EXPECT_DOUBLE_EQ(ndcgAt(10, Ranking{"a", "b", "c"}, judged), 1);
  const double ideal = 4 + 2 / std::log2(3.0) + 1 / std::log2(4.0);
  EXPECT_DOUBLE_EQ(ndcgAt(10, Ranking{"x", "b", "a"}, judged), (2 / std::log2(3.0) + 4 / std::log2(4.0)) / ideal);
  EXPECT_DOUBLE_EQ(ndcgAt(1, Ranking{"b", "a"}, judged), 0.5) << "the ideal is cut at k, too";
  EXPECT_DOUBLE_EQ(ndcgAt(10, Ranking{}, judged), 0);
  EXPECT_DOUBLE_EQ(ndcgAt(10, Ranking{"a"}, {}), 0);
}

TEST(MeasuresTest, RecallCountsWhatIsRelevantWhateverItsGain) {
  const Judgements judged{{"a", 4}, {"b", 1}, {"c", 0}, {"s", -1}};
  EXPECT_DOUBLE_EQ(recallAt(10, Ranking{"b", "c"}, judged), 0.5);
  EXPECT_DOUBLE_EQ(recallAt(1, Ranking{"c", "a"}, judged), 0);
}

TEST(MeasuresTest, ReciprocalRankLooksAHundredDeep) {
  Ranking ranking(99, "x");
  ranking.push_back("a");
  EXPECT_DOUBLE_EQ(reciprocalRank(ranking, {{"a", 1}}), 0.01);
  ranking.insert(ranking.begin(), "y");
  EXPECT_DOUBLE_EQ(reciprocalRank(ranking, {{"a", 1}}), 0);
}

TEST(MeasuresTest, AQuestionsOwnSourceIsNeitherFoundNorInTheWay) {
  const Judgements judged{{"source", -1}, {"a", 1}};
  const auto ranking = withoutSources(Ranking{"source", "a"}, judged);
  EXPECT_EQ(ranking, Ranking{"a"});
  EXPECT_DOUBLE_EQ(ndcgAt(10, ranking, judged), 1);
  EXPECT_FALSE(isJudged({{"source", -1}, {"b", 0}}));
  EXPECT_TRUE(isJudged(judged));
}

TEST(BootstrapTest, HoldsTheMeanAndIsTheSameEveryTime) {
  std::vector<double> values;
  for (int i = 0; i < 400; ++i) values.push_back((i % 5) * 0.1);
  const auto interval = bootstrapMean(values);
  EXPECT_NEAR(interval.mean, 0.2, 1e-12);
  // The standard error is .1414 / √400 = .00707, and 1.96 of it either side.
  EXPECT_NEAR(interval.low, 0.2 - 0.01386, 0.0015);
  EXPECT_NEAR(interval.high, 0.2 + 0.01386, 0.0015);
  EXPECT_EQ(bootstrapMean(values).low, interval.low);
  EXPECT_NE(bootstrapMean(values, 2).low, interval.low);
  EXPECT_EQ(bootstrapMean({}).high, 0);
}

TEST(ReciprocalRankFusionTest, PutsWhatBothFindAboveWhatOneFinds) {
  const std::array both{Ranking{"a", "b", "c"}, Ranking{"d", "b"}};
  EXPECT_EQ(reciprocalRankFusion(both), (Ranking{"b", "a", "d", "c"}));
}

}  // namespace
}  // namespace vigie
