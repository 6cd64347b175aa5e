// Retrieval on judged collections that live outside the repository. Registered only where they are.
#include "core/evaluation/retrieval_evaluation.h"
#include "core/retrieval/local_hash_embedder.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace vigie {
namespace {

class CollectionsTest : public testing::Test {
 protected:
  /// Lexical first, then hybrid.
  static std::pair<ModeReport, ModeReport> evaluate(const std::string& name) {
    const auto collection = readCollection(std::string(VIGIE_RETRIEVAL_COLLECTIONS) + "/" + name);
    EXPECT_TRUE(collection) << collection.error().message;
    LocalHashEmbedder embedder;
    EvaluationOptions options;
    options.modes = {wire::SearchMode::kLexical, wire::SearchMode::kHybrid};
    const auto report = evaluateRetrieval(*collection, embedder, options);
    EXPECT_TRUE(report) << report.error().message;
    std::fputs(toTable(*report).c_str(), stdout);
    return {report->modes.at(0), report->modes.at(1)};
  }
};

// The floors are plain BM25's figures for the same collections, stemming included: docs/retrieval.md.
TEST_F(CollectionsTest, FindsEnglishAbstracts) {
  const auto [lexical, hybrid] = evaluate("cranfield");
  EXPECT_GT(lexical.ndcg10, 0.3861);
  EXPECT_GT(lexical.recall10, 0.3805);
  EXPECT_GT(lexical.mrr, 0.6085);
  EXPECT_GT(hybrid.ndcg10, 0.3861);
}

TEST_F(CollectionsTest, FindsFrenchParagraphs) {
  const auto [lexical, hybrid] = evaluate("piaf-fr-dev");
  EXPECT_GT(lexical.ndcg10, 0.7920);
  EXPECT_GT(lexical.recall10, 0.8934);
  EXPECT_GT(lexical.mrr, 0.7614);
  EXPECT_GT(hybrid.ndcg10, 0.7920);
}

}  // namespace
}  // namespace vigie
