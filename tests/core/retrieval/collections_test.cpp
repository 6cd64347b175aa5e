// Retrieval on judged collections that live outside the repository. Registered only where they are.
#include "core/retrieval/local_hash_embedder.h"
#include "core/retrieval/search_index.h"
#include "core/retrieval/spelling.h"

#include <boost/asio/thread_pool.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace vigie {
namespace {

struct Collection {
  std::map<std::string, std::string> queries;
  std::map<std::string, std::map<std::string, int>> judgements;
  std::vector<IndexChange> documents;
};

std::string field(const boost::json::object& object, const char* name) { return object.at(name).as_string().c_str(); }

Collection readCollection(const std::string& name) {
  const std::string base = std::string(VIGIE_RETRIEVAL_COLLECTIONS) + "/" + name + "/";
  Collection out;
  std::string line;
  std::ifstream corpus(base + "corpus.jsonl");
  while (std::getline(corpus, line)) {
    const auto json = boost::json::parse(line).as_object();
    IndexChange change;
    change.sequence = static_cast<std::int64_t>(out.documents.size()) + 1;
    change.documentId = field(json, "_id");
    change.title = field(json, "title");
    StoredChunk chunk;
    chunk.text = field(json, "text");
    chunk.embedding = LocalHashEmbedder::passage(passageForEmbedding(change.title, "", chunk.text));
    change.chunks.push_back(std::move(chunk));
    out.documents.push_back(std::move(change));
  }
  std::ifstream queries(base + "queries.jsonl");
  while (std::getline(queries, line)) {
    const auto json = boost::json::parse(line).as_object();
    out.queries[field(json, "_id")] = field(json, "text");
  }
  std::ifstream qrels(base + "qrels.tsv");
  std::getline(qrels, line);
  while (std::getline(qrels, line)) {
    std::istringstream in(line);
    std::string query;
    std::string document;
    int gain = 0;
    in >> query >> document >> gain;
    out.judgements[query][document] = gain;
  }
  return out;
}

struct Measures {
  double ndcg10 = 0;
  double recall10 = 0;
  double mrr = 0;
};

Measures measure(const Collection& collection, const IndexSnapshot& snapshot, wire::SearchMode mode) {
  Measures sum;
  double count = 0;
  for (const auto& [id, judged] : collection.judgements) {
    PreparedQuery query;
    const auto text = withSlipsMended(collection.queries.at(id), snapshot);
    const auto analysis = text::analyse(text);
    query.language = analysis.language;
    query.terms = queryTerms(analysis);
    query.embedding = LocalHashEmbedder::query(text, &snapshot);
    std::vector<int> gains;
    for (const auto& hit : snapshot.search(query, 100, mode)) {
      const auto gain = judged.find(hit.documentId);
      if (gain != judged.end() && gain->second < 0) continue;  // the query's own source: taken out of the ranking
      gains.push_back(gain == judged.end() ? 0 : gain->second);
    }
    std::vector<int> ideal;
    for (const auto& [document, gain] : judged) {
      if (gain > 0) ideal.push_back(gain);
    }
    if (ideal.empty()) continue;
    std::sort(ideal.rbegin(), ideal.rend());
    const auto dcg = [](const std::vector<int>& list) {
      double value = 0;
      for (std::size_t i = 0; i < std::min<std::size_t>(10, list.size()); ++i) {
        value += list[i] / std::log2(static_cast<double>(i) + 2);
      }
      return value;
    };
    sum.ndcg10 += dcg(gains) / dcg(ideal);
    const auto top = gains.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(10, gains.size()));
    sum.recall10 += static_cast<double>(std::count_if(gains.begin(), top, [](int g) { return g > 0; })) /
                    static_cast<double>(ideal.size());
    const auto first = std::find_if(gains.begin(), gains.end(), [](int g) { return g > 0; });
    if (first != gains.end()) sum.mrr += 1.0 / (1.0 + static_cast<double>(first - gains.begin()));
    ++count;
  }
  return {sum.ndcg10 / count, sum.recall10 / count, sum.mrr / count};
}

class CollectionsTest : public testing::Test {
 protected:
  void compare(const std::string& name) {
    auto collection = readCollection(name);
    ASSERT_FALSE(collection.queries.empty());
    boost::asio::thread_pool pool(1);
    const auto index = SearchIndex::create(LocalHashEmbedder::kDimension, pool.get_executor(), {.mostDelta = 100'000});
    index->apply(std::move(collection.documents));
    for (const auto mode : {wire::SearchMode::kVector, wire::SearchMode::kLexical, wire::SearchMode::kHybrid}) {
      results_[mode] = measure(collection, *index->snapshot(), mode);
      const auto& [ndcg, recall, mrr] = results_[mode];
      std::printf("%-14s %-8s nDCG@10 %.4f  Recall@10 %.4f  MRR %.4f\n", name.c_str(),
                  std::string(wire::toString(mode)).c_str(), ndcg, recall, mrr);
    }
    pool.join();
  }

  std::map<wire::SearchMode, Measures> results_;
};

// The floors are plain BM25's published figures for the same collections.
TEST_F(CollectionsTest, FindsEnglishAbstracts) {
  compare("cranfield");
  EXPECT_GT(results_[wire::SearchMode::kHybrid].ndcg10, 0.386);
}

TEST_F(CollectionsTest, FindsFrenchParagraphs) {
  compare("piaf-fr-dev");
  EXPECT_GT(results_[wire::SearchMode::kHybrid].ndcg10, 0.79);
}

}  // namespace
}  // namespace vigie
