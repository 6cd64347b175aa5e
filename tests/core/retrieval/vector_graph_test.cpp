#include "core/retrieval/vector_graph.h"

#include "core/retrieval/analyser.h"
#include "core/retrieval/graph_builder.h"
#include "tests/support/clustered_passages.h"
#include "tests/support/fakes_retrieval.h"

#include <boost/asio/thread_pool.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <set>
#include <thread>

namespace vigie {
namespace {

using test::ClusteredPassages;
using test::waitFor;
using testing::Contains;
using testing::Not;

constexpr std::size_t kDimension = 32;
constexpr std::size_t kRows = 9'000;  ///< the fewest of which a search follows a graph in the width that it needs

const auto kNever = [] { return false; };

/// Rows, and their graph: built once for all tests of it.
struct Built {
  Built() {
    pinMathLibrariesToOneThread();
    ClusteredPassages passages(kDimension, 16, 40, 1);
    for (std::size_t i = 0; i < kRows; ++i) {
      const auto vector = passages.vector(passages.place());
      rows.insert(rows.end(), vector.begin(), vector.end());
    }
    for (int i = 0; i < 100; ++i) questions.push_back(passages.vector(passages.place()));
    index = std::make_shared<const VectorIndex>(kDimension, rows);
    graph = VectorGraph::build(index, kNever);
  }
  std::vector<float> rows;
  std::vector<std::vector<float>> questions;
  std::shared_ptr<const VectorIndex> index;
  std::shared_ptr<const VectorGraph> graph;
};

const Built& built() {
  static const Built one;
  return one;
}

/// The share of each question's ten nearest rows that the graph finds.
double recallOf(const VectorGraph& graph, const VectorIndex& rows, const std::vector<std::vector<float>>& questions) {
  std::size_t found = 0;
  std::vector<VectorGraph::Near> near;
  for (const auto& question : questions) {
    std::vector<std::pair<float, std::uint32_t>> all;
    for (std::uint32_t i = 0; i < rows.size(); ++i) all.emplace_back(-rows.cosine(question, i), i);
    std::partial_sort(all.begin(), all.begin() + 10, all.end());
    graph.nearest(question, graph.quality().breadth, near);
    for (std::size_t i = 0; i < 10; ++i) {
      found += std::any_of(near.begin(), near.end(), [&](const auto& one) { return one.row == all[i].second; }) ? 1 : 0;
    }
  }
  return static_cast<double>(found) / static_cast<double>(10 * questions.size());
}

TEST(VectorGraphTest, FindsNearlyAllOfTheNearestAndGivesTheirExactCosines) {
  const auto& [rows, questions, index, graph] = built();
  ASSERT_NE(graph, nullptr);
  EXPECT_EQ(graph->size(), kRows);
  EXPECT_GE(graph->quality().recall, VectorGraph::kLeastRecall);
  EXPECT_GE(recallOf(*graph, *index, questions), 0.99);
  std::vector<VectorGraph::Near> near;
  graph->nearest(questions[0], 100, near);
  ASSERT_EQ(near.size(), 100U);
  for (std::size_t i = 0; i < near.size(); ++i) {
    EXPECT_EQ(near[i].cosine, index->cosine(questions[0], near[i].row));
    if (i > 0) {
      EXPECT_GE(near[i - 1].cosine, near[i].cosine);
    }
  }
  EXPECT_THROW(graph->nearest(std::vector<float>{1}, 10, near), std::logic_error);
}

TEST(VectorGraphTest, IsOfAnySize) {
  pinMathLibrariesToOneThread();
  std::vector<VectorGraph::Near> near;
  const std::vector<float> rows{1, 0, 0, 1, 0, 0, 0, 1, 1, 0};  // one of them twice, one zero
  for (const std::size_t count : {0U, 1U, 5U}) {
    const auto index = std::make_shared<const VectorIndex>(2, std::span(rows).first(count * 2));
    const auto graph = VectorGraph::build(index, kNever);
    ASSERT_NE(graph, nullptr);
    graph->nearest(std::vector<float>{1, 0}, 10, near);
    ASSERT_EQ(near.size(), count);
    if (count > 0) {
      EXPECT_EQ(near[0].row, 0U);
    }
  }
}

TEST(VectorGraphTest, IsGivenUpWhenToldTo) {
  double done = 0;
  const auto graph = VectorGraph::build(
      built().index, [&done] { return done > 0.2; }, [&done](double share) { done = share; });
  EXPECT_EQ(graph, nullptr);
  EXPECT_LT(done, 0.3) << "it went on";
}

TEST(VectorGraphTest, IsTheSameFromItsLinks) {
  const auto& [rows, questions, index, graph] = built();
  const auto adopted = VectorGraph::adopt(index, graph->links(), graph->quality());
  ASSERT_NE(adopted, nullptr);
  EXPECT_EQ(adopted->bytes(), graph->bytes());
  std::vector<VectorGraph::Near> before;
  std::vector<VectorGraph::Near> after;
  for (const auto& question : questions) {
    graph->nearest(question, 64, before);
    adopted->nearest(question, 64, after);
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(before[i].row, after[i].row);
  }
}

TEST(VectorGraphTest, LinksThatDoNotFitAreRefused) {
  const auto& [rows, questions, index, graph] = built();
  const auto refused = [&, links = graph->links()](const std::function<void(GraphLinks&)>& spoil) {
    GraphLinks spoilt = links;
    spoil(spoilt);
    return VectorGraph::adopt(index, spoilt, graph->quality()) == nullptr;
  };
  EXPECT_FALSE(refused([](GraphLinks&) {}));
  EXPECT_TRUE(refused([](GraphLinks& links) { links.neighbours[40] = static_cast<std::int32_t>(kRows); }));
  EXPECT_TRUE(refused([](GraphLinks& links) { links.neighbours[40] = -2; }));
  EXPECT_TRUE(refused([](GraphLinks& links) { links.neighbours.pop_back(); }));
  EXPECT_TRUE(refused([](GraphLinks& links) { links.levels.pop_back(); }));
  EXPECT_TRUE(refused([](GraphLinks& links) { links.levels[5] = 0; }));
  EXPECT_TRUE(refused([](GraphLinks& links) { links.levels[5] = 200; }));
  EXPECT_TRUE(refused([](GraphLinks& links) {
    const auto high = std::find(links.levels.begin(), links.levels.end(), 2) - links.levels.begin();
    const auto low = std::find(links.levels.begin(), links.levels.end(), 1) - links.levels.begin();
    std::size_t start = 0;
    for (std::ptrdiff_t i = 0; i < high; ++i) start += GraphLinks::places(links.levels[static_cast<std::size_t>(i)]);
    links.neighbours[start + GraphLinks::begin(1)] = static_cast<std::int32_t>(low);
  })) << "a search on a level must not be led to a row that is not on it";
  EXPECT_EQ(VectorGraph::adopt(index, GraphLinks(), graph->quality()), nullptr);
}

TEST(VectorGraphTest, FindsWhatIsLeftWhenRowsGo) {
  const auto& [rows, questions, index, graph] = built();
  std::mt19937 random(3);
  std::vector<bool> gone(kRows);
  std::vector<float> left;
  for (std::size_t i = 0; i < kRows; ++i) {
    gone[i] = i == 0 || random() % 10 == 0;
    if (!gone[i]) left.insert(left.end(), index->row(i).begin(), index->row(i).end());
  }
  const auto leftIndex = std::make_shared<const VectorIndex>(kDimension, left);
  const auto smaller = VectorGraph::adopt(leftIndex, graph->links().without(gone), graph->quality());
  ASSERT_NE(smaller, nullptr);
  EXPECT_EQ(smaller->size(), leftIndex->size());
  EXPECT_GE(recallOf(*smaller, *leftIndex, questions), 0.99);
  EXPECT_EQ(VectorGraph::adopt(leftIndex, graph->links().without(std::vector<bool>(kRows, true)), graph->quality()),
            nullptr);
}

/// An index that has, or is about to have, a graph; and its like without one, which compares all.
class GraphOfIndexTest : public testing::Test {
 protected:
  GraphOfIndexTest() {
    pinMathLibrariesToOneThread();
    std::vector<IndexChange> changes;
    for (std::int64_t i = 1; passagesMade_ < kRows; ++i) {
      const std::size_t passages = 1 + static_cast<std::size_t>(i % 3);
      passagesMade_ += passages;
      const auto words = i % 50 == 0 ? "the lighthouse number" + std::to_string(i) : std::string("some words");
      changes.push_back(passages_.document(i, "d" + std::to_string(i), passages, words));
    }
    sequence_ = static_cast<std::int64_t>(changes.size());
    load(changes);
  }
  ~GraphOfIndexTest() override {
    builder_.stop();
    pool_.join();
  }

  void load(const std::vector<IndexChange>& changes) {
    for (const auto& index : {index_, exact_}) {
      index->beginLoad();
      index->apply(changes);
      index->endLoad();
    }
  }
  void apply(const std::vector<IndexChange>& changes) {
    for (const auto& index : {index_, exact_}) index->apply(changes);
  }
  IndexChange document(std::string id) { return passages_.document(++sequence_, std::move(id), 2, "fresh words"); }
  IndexChange deletion(std::string id) {
    IndexChange change;
    change.sequence = ++sequence_;
    change.documentId = std::move(id);
    change.deleted = true;
    return change;
  }
  [[nodiscard]] bool hasGraph() const { return index_->snapshot()->largest().graph != nullptr; }
  void startGraph() { builder_.searched(*index_->snapshot()); }
  void buildGraph() {
    startGraph();
    ASSERT_TRUE(waitFor([&] { return hasGraph(); }, std::chrono::minutes(4)));
  }

  static PreparedQuery query(std::vector<float> vector, const std::string& owner = "",
                             const std::string& words = "lighthouse") {
    PreparedQuery query;
    query.embedding = std::move(vector);
    query.terms = queryTerms(text::analyse(words));
    query.owner = owner;
    return query;
  }
  static std::vector<std::string> found(const SearchIndex& index, const PreparedQuery& query,
                                        wire::SearchMode mode = wire::SearchMode::kVector) {
    std::vector<std::string> out;
    for (const auto& hit : index.snapshot()->search(query, 10, mode)) {
      out.push_back(hit.documentId + "/" + std::to_string(hit.chunk));
    }
    return out;
  }
  /// The share of what comparing all finds that is found.
  double recall(wire::SearchMode mode, const std::string& owner = "") {
    std::size_t all = 0;
    std::size_t same = 0;
    for (int i = 0; i < 100; ++i) {
      const auto question = query(passages_.vector(passages_.place()), owner);
      const auto right = found(*exact_, question, mode);
      const auto got = found(*index_, question, mode);
      EXPECT_EQ(got.size(), right.size());
      all += right.size();
      for (const auto& one : right) same += std::count(got.begin(), got.end(), one) > 0 ? 1 : 0;
    }
    return static_cast<double>(same) / static_cast<double>(all);
  }

  ClusteredPassages passages_{kDimension, 16, 40, 2};
  std::size_t passagesMade_ = 0;
  std::int64_t sequence_ = 0;
  boost::asio::thread_pool pool_{1};
  std::shared_ptr<SearchIndex> index_ = SearchIndex::create(kDimension, pool_.get_executor(), {.mostDelta = 64});
  std::shared_ptr<SearchIndex> exact_ = SearchIndex::create(kDimension, pool_.get_executor(), {.mostDelta = SIZE_MAX});
  prometheus::Registry registry_;
  RetrievalMetrics metrics_{registry_, "clusters"};
  GraphBuilder builder_{index_, metrics_, {.fromPassages = kRows / 2, .lowPriority = false}};
};

TEST_F(GraphOfIndexTest, FindsWhatComparingAllFinds) {
  EXPECT_EQ(recall(wire::SearchMode::kVector), 1.0) << "before there is a graph";
  buildGraph();
  EXPECT_GE(recall(wire::SearchMode::kVector), 0.99);
  EXPECT_GE(recall(wire::SearchMode::kHybrid), 0.99);
  EXPECT_EQ(recall(wire::SearchMode::kLexical), 1.0);
}

TEST_F(GraphOfIndexTest, IsFollowed) {
  buildGraph();
  // Cut in two, a graph gives only what lies on the side where it is entered: whoever compares all finds the rest.
  const auto large = index_->snapshot()->largest();
  GraphLinks links = large.graph->links();
  const auto middle = static_cast<std::int32_t>(links.levels.size() / 2);
  const auto entry =
      static_cast<std::int32_t>(std::max_element(links.levels.begin(), links.levels.end()) - links.levels.begin());
  for (auto& to : links.neighbours) {
    if (to != GraphLinks::kNone && (to < middle) != (entry < middle)) to = entry;
  }
  ASSERT_TRUE(index_->use(VectorGraph::adopt({large.segment, &large.segment->vectors()}, links, large.graph->quality()),
                          large.segment));
  EXPECT_LT(recall(wire::SearchMode::kVector), 0.9);
}

TEST_F(GraphOfIndexTest, ChangesShowAtOnceWhileItIsBuiltAndAfter) {
  startGraph();
  ASSERT_TRUE(builder_.building());
  for (int round = 0; round < 2; ++round) {
    const auto suffix = std::to_string(round);
    auto added = document("added" + suffix);
    auto replaced = document("d" + std::to_string(30 + round));
    auto gone = passages_.document(++sequence_, "gone" + suffix, 2, "lighthouse");
    apply({added, replaced, gone});
    EXPECT_EQ(found(*index_, query(added.chunks[0].embedding)).at(0), "added" + suffix + "/0");
    EXPECT_THAT(found(*index_, query(replaced.chunks[1].embedding)), Contains(replaced.documentId + "/1"));
    EXPECT_THAT(found(*index_, query(gone.chunks[0].embedding)), Contains("gone" + suffix + "/0"));
    apply({deletion("gone" + suffix)});
    for (const auto mode : {wire::SearchMode::kVector, wire::SearchMode::kHybrid}) {
      EXPECT_THAT(found(*index_, query(gone.chunks[0].embedding), mode), Not(Contains("gone" + suffix + "/0")));
    }
    if (round == 0) {
      ASSERT_TRUE(waitFor([&] { return hasGraph(); }, std::chrono::minutes(4)));
    }
  }
  EXPECT_GE(recall(wire::SearchMode::kVector), 0.99);
}

TEST_F(GraphOfIndexTest, WhatIsDeletedOrReplacedIsNeverFoundAndTheRestIs) {
  buildGraph();
  const auto snapshot = index_->snapshot();
  std::set<std::string> gone;
  std::vector<IndexChange> changes;
  std::vector<std::vector<float>> vectors;
  for (std::size_t i = 0; i < 500; ++i) {
    const auto& id = snapshot->largest().segment->documents()[i * 7]->id;
    const auto row = snapshot->largest().segment->rowsOf(i * 7).first(kDimension);
    vectors.emplace_back(row.begin(), row.end());
    gone.insert(id);
    changes.push_back(deletion(id));
  }
  apply(changes);
  ASSERT_TRUE(waitFor([&] { return !index_->compacting(); }));
  ASSERT_TRUE(hasGraph()) << "a ninth of it is dead";
  for (const auto& vector : vectors) {
    for (const auto& hit : index_->snapshot()->search(query(vector), 10, wire::SearchMode::kVector)) {
      ASSERT_FALSE(gone.contains(hit.documentId));
    }
  }
  EXPECT_GE(recall(wire::SearchMode::kVector), 0.99);
}

TEST_F(GraphOfIndexTest, AnOwnerOfFewPassagesFindsThemAll) {
  std::vector<IndexChange> changes;
  for (int i = 0; i < 4; ++i) {
    changes.push_back(document("alices" + std::to_string(i)));
    changes.back().owner = "alice";
  }
  const auto near = changes[0].chunks[0].embedding;
  const std::int64_t last = sequence_ - 4;
  for (std::int64_t i = 1; i <= last; ++i) {  // all others are somebody else's
    const auto id = "d" + std::to_string(i);
    changes.push_back(passages_.document(++sequence_, id, 2, "words"));
    changes.back().owner = i % 2 == 0 ? "bob" : "carol";
  }
  apply(changes);
  ASSERT_TRUE(waitFor([&] { return !index_->compacting(); }));
  buildGraph();
  const auto hits = found(*index_, query(near, "alice"));
  EXPECT_EQ(hits, found(*exact_, query(near, "alice")));
  EXPECT_EQ(hits.at(0), "alices0/0");
  for (const auto& hit : hits) EXPECT_TRUE(hit.starts_with("alices")) << hit;
  EXPECT_TRUE(found(*index_, query(near, "dora")).empty());
  EXPECT_GE(recall(wire::SearchMode::kVector, "bob"), 0.99) << "of half the passages";
}

TEST_F(GraphOfIndexTest, LastsUntilAFairPartHasChanged) {
  buildGraph();
  const auto large = index_->snapshot()->largest().segment;
  std::vector<std::vector<float>> added;
  std::size_t merges = 0;
  while (index_->snapshot()->largest().segment == large) {
    std::vector<IndexChange> changes;
    for (int i = 0; i < 100; ++i) changes.push_back(document("n" + std::to_string(sequence_)));
    added.push_back(changes.back().chunks[0].embedding);
    apply(changes);
    ASSERT_TRUE(waitFor([&] { return !index_->compacting(); }));
    ++merges;
    ASSERT_LT(merges, 40U) << "the large segment never takes in what came later";
    EXPECT_EQ(found(*index_, query(added.back())), found(*exact_, query(added.back())));
  }
  EXPECT_GT(merges * 200, kRows / 5) << "the graph was thrown away for a few passages";
  EXPECT_FALSE(hasGraph());
  for (const auto& vector : added) EXPECT_EQ(found(*index_, query(vector)), found(*exact_, query(vector)));
  buildGraph();
  EXPECT_GE(recall(wire::SearchMode::kVector), 0.99);
}

TEST_F(GraphOfIndexTest, SearchesGoOnWhileItIsBuilt) {
  const auto fixed = document("fixed");
  apply({fixed});
  std::atomic<bool> stop{false};
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 2; ++reader) {
    readers.emplace_back([&] {
      pinMathLibrariesToOneThread();
      while (!stop) {
        builder_.searched(*index_->snapshot());
        ASSERT_EQ(found(*index_, query(fixed.chunks[0].embedding)).at(0), "fixed/0");
      }
    });
  }
  std::size_t changes = 0;
  EXPECT_TRUE(waitFor(
      [&] {
        apply({document("other" + std::to_string(changes++ % 20))});
        return hasGraph();
      },
      std::chrono::minutes(4)));
  stop = true;
  for (auto& reader : readers) reader.join();
}

TEST_F(GraphOfIndexTest, IsNotBuiltWhereItCouldNotHelp) {
  GraphBuilder never(index_, metrics_, {.fromPassages = 10 * kRows, .lowPriority = false});
  never.searched(*index_->snapshot());
  EXPECT_FALSE(never.building()) << "too few passages";
  std::vector<IndexChange> changes;
  for (int i = 0; i < 200; ++i) {
    changes.push_back(document("u" + std::to_string(i)));
    for (auto& chunk : changes.back().chunks) chunk.embedding.clear();
  }
  apply(changes);
  startGraph();
  EXPECT_FALSE(builder_.building()) << "many have no vectors yet";
}

TEST_F(GraphOfIndexTest, StopsAtOnce) {
  startGraph();
  ASSERT_TRUE(builder_.building());
  builder_.stop();
  EXPECT_FALSE(builder_.building());
  EXPECT_FALSE(hasGraph());
  startGraph();
  EXPECT_FALSE(builder_.building());
}

}  // namespace
}  // namespace vigie
