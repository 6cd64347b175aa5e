#include "core/retrieval/search_index.h"

#include "core/retrieval/local_hash_embedder.h"
#include "core/retrieval/spelling.h"
#include "tests/support/fakes_retrieval.h"

#include <boost/asio/thread_pool.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <thread>

namespace vigie {
namespace {

using test::waitFor;

IndexChange document(std::int64_t sequence, const std::string& id, const std::vector<std::string>& texts) {
  IndexChange change;
  change.sequence = sequence;
  change.documentId = id;
  change.title = "Title of " + id;
  for (const auto& text : texts) {
    change.chunks.push_back({static_cast<int>(change.chunks.size()), "", text,
                             LocalHashEmbedder::passage(passageForEmbedding(change.title, "", text))});
  }
  return change;
}

IndexChange deletion(std::int64_t sequence, const std::string& id) {
  IndexChange change;
  change.sequence = sequence;
  change.documentId = id;
  change.deleted = true;
  return change;
}

std::vector<wire::Citation> find(const IndexSnapshot& snapshot, const std::string& question,
                                 wire::SearchMode mode = wire::SearchMode::kHybrid, std::size_t k = 4) {
  PreparedQuery query;
  const auto analysis = text::analyse(question);
  query.language = analysis.language;
  query.terms = queryTerms(analysis);
  query.embedding = LocalHashEmbedder::query(question, &snapshot);
  return snapshot.search(query, k, mode);
}

class SearchIndexTest : public testing::Test {
 protected:
  ~SearchIndexTest() override { pool_.join(); }

  std::shared_ptr<SearchIndex> make(std::size_t mostDelta = 512) {
    return SearchIndex::create(LocalHashEmbedder::kDimension, pool_.get_executor(), {.mostDelta = mostDelta});
  }

  boost::asio::thread_pool pool_{1};
};

TEST_F(SearchIndexTest, AnOwnerFindsTheirOwnDocumentsAndEverybodysButNobodyElses) {
  const auto index = make(1);  // compacted at once: the main segment keeps owners apart as the delta does
  auto alices = document(1, "alices", {"Restart the cooling pump of Alice."});
  alices.owner = "alice";
  auto bobs = document(2, "bobs", {"Restart the cooling pump of Bob."});
  bobs.owner = "bob";
  index->apply({std::move(alices), std::move(bobs), document(3, "guide", {"Restart the cooling pump."})});
  const auto seenBy = [&](const std::string& owner, wire::SearchMode mode) {
    PreparedQuery query;
    const auto snapshot = index->snapshot();
    const auto analysis = text::analyse("how do I restart the cooling pump");
    query.language = analysis.language;
    query.terms = queryTerms(analysis);
    query.embedding = LocalHashEmbedder::query("how do I restart the cooling pump", snapshot.get());
    query.owner = owner;
    std::vector<std::string> ids;
    for (const auto& hit : snapshot->search(query, 10, mode)) ids.push_back(hit.documentId);
    return ids;
  };
  for (int round = 0; round < 2; ++round) {
    for (const auto mode : {wire::SearchMode::kVector, wire::SearchMode::kLexical, wire::SearchMode::kHybrid}) {
      EXPECT_THAT(seenBy("alice", mode), testing::UnorderedElementsAre("alices", "guide"));
      EXPECT_THAT(seenBy("bob", mode), testing::UnorderedElementsAre("bobs", "guide"));
      EXPECT_THAT(seenBy("", mode), testing::UnorderedElementsAre("guide"));
    }
    ASSERT_TRUE(waitFor([&] { return !index->compacting(); }));
  }
  EXPECT_EQ(index->snapshot()->largest().segment->size(), 3U) << "the second round searched the main segment";
}

TEST_F(SearchIndexTest, FindsNothingWhenEmpty) {
  const auto index = make();
  EXPECT_TRUE(find(*index->snapshot(), "anything").empty());
  EXPECT_EQ(index->snapshot()->passages(), 0U);
}

TEST_F(SearchIndexTest, FindsAPassageInEveryModeWithAScoreUpToOne) {
  const auto index = make();
  index->apply({document(1, "pump", {"Restart the cooling pump."}), document(2, "cake", {"Bake the chocolate cake."})});
  for (const auto mode : {wire::SearchMode::kVector, wire::SearchMode::kLexical, wire::SearchMode::kHybrid}) {
    const auto hits = find(*index->snapshot(), "how do I restart the pump", mode);
    ASSERT_FALSE(hits.empty());
    EXPECT_EQ(hits[0].documentId, "pump");
    EXPECT_EQ(hits[0].quote, "Restart the cooling pump.");
    EXPECT_GT(hits[0].score, 0.2);
    EXPECT_LE(hits[0].score, 1.0);
    for (std::size_t i = 1; i < hits.size(); ++i) EXPECT_LE(hits[i].score, hits[i - 1].score);
  }
}

TEST_F(SearchIndexTest, ReplacesAndDeletes) {
  const auto index = make();
  index->apply({document(1, "a", {"alpha words"}), document(2, "b", {"beta words"})});
  const auto before = index->snapshot();
  index->apply({document(3, "a", {"gamma words", "delta words"}), deletion(4, "b")});
  EXPECT_EQ(index->snapshot()->passages(), 2U);
  EXPECT_TRUE(find(*index->snapshot(), "beta", wire::SearchMode::kLexical).empty());
  EXPECT_EQ(find(*index->snapshot(), "gamma", wire::SearchMode::kLexical).at(0).documentId, "a");
  EXPECT_EQ(find(*before, "beta", wire::SearchMode::kLexical).at(0).documentId, "b") << "a snapshot never changes";
}

TEST_F(SearchIndexTest, KeepsTheNewestStateWhateverTheOrder) {
  const auto index = make();
  index->apply({deletion(7, "a")});
  index->apply({document(5, "a", {"old words"})});
  EXPECT_EQ(index->snapshot()->passages(), 0U);
  index->apply(std::vector<IndexChange>(), 7);
  index->apply({document(6, "a", {"late words"})});
  EXPECT_EQ(index->snapshot()->passages(), 0U) << "a change older than what was seen brought a document back";
  index->apply({document(8, "a", {"new words"})}, 8);
  EXPECT_EQ(index->snapshot()->passages(), 1U);
  EXPECT_EQ(index->snapshot()->sequence(), 8);
}

TEST_F(SearchIndexTest, PrefersTheLanguageOfTheQuestion) {
  const auto index = make();
  index->apply({document(1, "en", {"The alert ServiceDown is about the server that does not answer."}),
                document(2, "fr", {"L'alerte ServiceDown parle du serveur qui ne répond pas."})});
  EXPECT_EQ(find(*index->snapshot(), "What is the alert ServiceDown?").at(0).documentId, "en");
  EXPECT_EQ(find(*index->snapshot(), "Que dit l'alerte ServiceDown ?").at(0).documentId, "fr");
}

TEST_F(SearchIndexTest, LetsAnotherDocumentInBeforeAFurtherPassageOfTheSame) {
  const auto index = make();
  index->apply({document(1, "long",
                         {"Restart the cooling pump slowly.", "Restart the cooling pump gently.",
                          "Restart the cooling pump now."}),
                document(2, "short", {"Restart the cooling pump, and wait."}),
                document(3, "cake", {"Bake the chocolate cake."})});
  const auto hits = find(*index->snapshot(), "restart the cooling pump");
  ASSERT_GE(hits.size(), 4U) << "what is discounted still fills the places that are left";
  EXPECT_NE(hits[0].documentId, hits[1].documentId);
  EXPECT_EQ(hits[2].documentId, "long");
  for (std::size_t i = 1; i < hits.size(); ++i) EXPECT_LE(hits[i].score, hits[i - 1].score);
}

TEST_F(SearchIndexTest, CompactsInTheBackgroundWithoutChangingResults) {
  const auto index = make(20);
  for (int i = 0; i < 200; ++i) {
    index->apply({document(i + 1, "d" + std::to_string(i % 90),
                           {"passage number" + std::to_string(i), "filler of round" + std::to_string(i / 90)})},
                 i + 1);
  }
  index->apply({deletion(201, "d5")}, 201);
  ASSERT_TRUE(waitFor([&] { return !index->compacting(); }));
  const auto snapshot = index->snapshot();
  EXPECT_GT(snapshot->largest().segment->size(), 100U);
  EXPECT_LE(snapshot->newest().segment->size(), 40U);
  EXPECT_EQ(snapshot->passages(), 89U * 2);
  EXPECT_EQ(snapshot->sequence(), 201);
  EXPECT_EQ(find(*snapshot, "number150", wire::SearchMode::kLexical).at(0).documentId, "d60");
  EXPECT_TRUE(find(*snapshot, "number60", wire::SearchMode::kLexical).empty()) << "a replaced state is still found";
  EXPECT_TRUE(find(*snapshot, "number185", wire::SearchMode::kLexical).empty()) << "a deleted document is still found";
}

TEST_F(SearchIndexTest, FindsByWordsWhatAnotherEmbedderEmbedded) {
  const auto index = make();
  auto change = document(1, "a", {"the zebra crosses"});
  change.chunks[0].embedding = {1.0F, 0.0F};
  index->apply({std::move(change)});
  EXPECT_EQ(find(*index->snapshot(), "zebra").at(0).documentId, "a");
}

TEST_F(SearchIndexTest, SearchesWhileItIsWritten) {
  const auto index = make(16);
  std::atomic<bool> stop{false};
  std::atomic<int> searches{0};
  index->apply({document(1, "fixed", {"the lighthouse keeps burning"})}, 1);
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 2; ++reader) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto hits = find(*index->snapshot(), "lighthouse burning");
        ASSERT_FALSE(hits.empty());
        ASSERT_EQ(hits[0].documentId, "fixed");
        ++searches;
      }
    });
  }
  std::thread other([&] {  // a second writer, as ingest is beside the follower
    for (int i = 0; i < 60; ++i) index->apply({document(1000 + i, "other", {"something else " + std::to_string(i)})});
  });
  for (int i = 0; i < 60; ++i) {
    index->apply({document(2 + i, "d" + std::to_string(i % 25), {"words of " + std::to_string(i)})});
  }
  other.join();
  ASSERT_TRUE(waitFor([&] { return searches > 20 && !index->compacting(); }));
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(index->snapshot()->passages(), 27U);
}

TEST_F(SearchIndexTest, MendsSlipsInWordsThatNothingKnows) {
  const auto index = make();
  index->apply({document(
      1, "pump",
      {"Restart the thermostat.", "Oil the thermostat.", "Paint the thermostat.", "Replace the thermometer."})});
  const auto snapshot = index->snapshot();
  const auto mend = [&](const char* question) { return withSlipsMended(question, *snapshot); };
  EXPECT_EQ(mend("why is the thermostt loud"), "why is the thermostat loud");    // left out
  EXPECT_EQ(mend("why is the thermmostat loud"), "why is the thermostat loud");  // too many
  EXPECT_EQ(mend("why is the thermustat loud"), "why is the thermostat loud");   // another
  EXPECT_EQ(mend("why is the htremostat loud"), "why is the htremostat loud");   // two slips: left alone
  EXPECT_EQ(mend("why is the thermsotat loud"), "why is the thermostat loud");   // swapped
  EXPECT_EQ(mend("the dashbord shows nothing"), "the dashboard shows nothing");  // concepts and titles count
  EXPECT_EQ(mend("la conversaton d'hier"), "la conversation d'hier");
  EXPECT_EQ(mend("ask Thermostt about it"), "ask Thermostt about it") << "a name";
  EXPECT_EQ(mend("pg_statuss and x9thermostt"), "pg_statuss and x9thermostt") << "identifiers";
  EXPECT_EQ(mend("the thermometre"), "the thermometre") << "too rare to be sure";
  EXPECT_EQ(mend("a lonng way"), "a lonng way") << "too short to be sure";
  EXPECT_EQ(mend(""), "");
}

TEST(LocalHashEmbedderTest, IsDeterministicAndOfUnitLength) {
  const auto a = LocalHashEmbedder::passage("Le serveur ne répond plus, que faire ?");
  const auto b = LocalHashEmbedder::passage("Le serveur ne répond plus, que faire ?");
  EXPECT_EQ(a, b);
  ASSERT_EQ(a.size(), LocalHashEmbedder::kDimension);
  double length = 0;
  for (const float x : a) length += static_cast<double>(x) * static_cast<double>(x);
  EXPECT_NEAR(length, 1.0, 1e-5);
}

TEST(LocalHashEmbedderTest, GivesZeroForATextWithoutContent) {
  for (const auto* text : {"", "   ", "the of and", "!!! ???"}) {
    for (const float x : LocalHashEmbedder::passage(text)) ASSERT_EQ(x, 0.0F) << text;
  }
}

TEST(LocalHashEmbedderTest, PutsRelatedTextsNearer) {
  const auto cosine = [](std::string_view x, std::string_view y) {
    const auto a = LocalHashEmbedder::passage(x);
    const auto b = LocalHashEmbedder::query(y, nullptr);
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
  };
  const auto* passage = "ServiceDown fires when the server cannot be reached";
  EXPECT_GT(cosine(passage, "the site is down"), cosine(passage, "how do I bake bread") + 0.1);
  EXPECT_GT(cosine(passage, "servce down fire"), 0.2) << "a spelling mistake";
  EXPECT_GT(cosine(passage, "le serveur est en panne"), 0.05) << "the other language";
}

TEST(LexicalIndexTest, ScoresRareTermsAndCountsFrequencies) {
  const auto a = passageTerms("", "", "alpha beta");
  const auto b = passageTerms("", "", "alpha gamma gamma");
  const std::vector<const PassageTerms*> all{&a, &b};
  const LexicalIndex index(all);
  const auto alpha = queryTerms(text::analyse("alpha")).at(0).key;
  const auto gamma = queryTerms(text::analyse("gamma")).at(0).key;
  EXPECT_EQ(index.frequency(alpha), 2U);
  EXPECT_EQ(index.frequency(gamma), 1U);
  EXPECT_EQ(index.frequency(42), 0U);
  EXPECT_GT(inverseDocumentFrequency(2, 1), inverseDocumentFrequency(2, 2));
  EXPECT_GT(inverseDocumentFrequency(2, 2), 0);
  std::vector<float> scores(2, 0.0F);
  index.addScores(gamma, 1.0F, 2.5, scores);
  EXPECT_EQ(scores[0], 0.0F);
  EXPECT_GT(scores[1], 0.5F);
}

TEST(VectorIndexTest, GivesTheExactCosines) {
  const std::vector<float> rows{1, 0, 0, 0, 1, 0, 0.6F, 0.8F, 0};
  const VectorIndex index(3, rows);
  ASSERT_EQ(index.size(), 3U);
  const std::vector<float> query{0.6F, 0.8F, 0};
  EXPECT_NEAR(index.cosine(query, 0), 0.6, 1e-6);
  EXPECT_NEAR(index.cosine(query, 1), 0.8, 1e-6);
  EXPECT_NEAR(index.cosine(query, 2), 1.0, 1e-6);
  std::vector<float> bounds(3);
  EXPECT_THROW(index.upperBounds(std::vector<float>{1}, bounds), std::logic_error);
  EXPECT_THROW(static_cast<void>(index.cosine(std::vector<float>{1}, 0)), std::logic_error);
  EXPECT_EQ(VectorIndex(3, std::span<const float>()).size(), 0U);
}

/// Vectors of length 1 around `centres` random ones, as near to them as `spread` is small; some with most of their
/// length in one dimension, some zero.
std::vector<float> clusteredRows(std::mt19937& random, std::size_t count, std::size_t dimension, float spread) {
  std::normal_distribution<float> normal;
  std::vector<std::vector<float>> centres(5, std::vector<float>(dimension));
  for (auto& centre : centres) {
    for (float& x : centre) x = normal(random);
  }
  std::vector<float> out;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<float> row = centres[random() % centres.size()];
    for (float& x : row) x += spread * normal(random);
    if (i % 17 == 3) row[random() % dimension] *= 100;
    float length = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0F));
    if (i % 23 == 5) length = std::numeric_limits<float>::infinity();
    for (const float x : row) out.push_back(x / length);
  }
  return out;
}

TEST(VectorIndexTest, NoCosineIsAboveItsBoundAndFewAreFarBelow) {
  std::mt19937 random(20);
  for (const std::size_t dimension : {1U, 3U, 16U, 100U, 384U, 1024U, 3072U}) {
    for (const float spread : {0.001F, 0.1F, 3.0F}) {
      const auto rows = clusteredRows(random, 200, dimension, spread);
      const VectorIndex index(dimension, rows);
      std::vector<float> bounds(index.size());
      for (int q = 0; q < 20; ++q) {
        const auto query = index.row(random() % index.size());
        index.upperBounds(query, bounds);
        for (std::size_t i = 0; i < index.size(); ++i) {
          const float exact = index.cosine(query, i);
          ASSERT_LE(exact, bounds[i]) << dimension << " dimensions, spread " << spread << ", row " << i;
          ASSERT_GE(exact, bounds[i] - 0.25F) << dimension << " dimensions, spread " << spread << ", row " << i;
        }
      }
    }
  }
}

TEST(VectorIndexTest, ASearchFindsWhatComparingAllFinds) {
  constexpr std::size_t kDimension = 384;
  constexpr std::size_t kRows = 2'000;
  std::mt19937 random(21);
  for (const float spread : {0.01F, 1.0F}) {  // the first: many that hardly differ
    const auto rows = clusteredRows(random, kRows, kDimension, spread);
    boost::asio::thread_pool pool(1);
    const auto index = SearchIndex::create(kDimension, pool.get_executor());
    std::vector<IndexChange> changes(kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
      changes[i].sequence = static_cast<std::int64_t>(i + 1);
      changes[i].documentId = std::to_string(i);
      StoredChunk chunk;
      chunk.text = "A passage.";
      chunk.embedding.assign(rows.begin() + static_cast<std::ptrdiff_t>(i * kDimension),
                             rows.begin() + static_cast<std::ptrdiff_t>((i + 1) * kDimension));
      changes[i].chunks.push_back(std::move(chunk));
    }
    index->apply(std::move(changes), static_cast<std::int64_t>(kRows));
    const VectorIndex all(kDimension, rows);
    for (std::size_t q = 0; q < 50; ++q) {
      PreparedQuery query;
      const auto row = all.row(q * 31);
      query.embedding.assign(row.begin(), row.end());
      std::vector<float> cosines;
      for (std::size_t i = 0; i < kRows; ++i) cosines.push_back(all.cosine(row, i));
      std::sort(cosines.begin(), cosines.end(), std::greater<>());
      const auto hits = index->snapshot()->search(query, 10, wire::SearchMode::kVector);
      if (cosines[0] <= 0.0F) {  // a zero is near to nothing
        EXPECT_TRUE(hits.empty());
        continue;
      }
      ASSERT_EQ(hits.size(), 10U);
      for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_NEAR(hits[i].score, cosines[i], 1e-5) << i;
        EXPECT_NEAR(all.cosine(row, std::stoul(hits[i].documentId)), cosines[i], 1e-5) << i;
      }
    }
    pool.join();
  }
}

}  // namespace
}  // namespace vigie
