#include "core/retrieval/graph_file.h"

#include "tests/support/clustered_passages.h"

#include <boost/asio/thread_pool.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace vigie {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t kLength = 16;  ///< of the vectors

class GraphFileTest : public testing::Test {
 protected:
  GraphFileTest() {
    pinMathLibrariesToOneThread();
    std::string pattern = (fs::temp_directory_path() / "vigie-graph-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    maker.model = "clusters";
    maker.dimension = kLength;
    for (std::int64_t i = 1; i <= 40; ++i) {
      changes.push_back(passages_.document(i, "name" + std::to_string(i), 2, "Secret words."));
    }
    index = load(changes, std::nullopt);
    const auto& large = index->snapshot()->largest();
    index->use(VectorGraph::build({large.segment, &large.segment->vectors()}, [] { return false; }), large.segment);
  }
  ~GraphFileTest() override {
    pool_.join();
    fs::remove_all(directory_);
  }

  std::shared_ptr<SearchIndex> load(const std::vector<IndexChange>& what, const std::optional<StoredGraph>& graph) {
    auto out = SearchIndex::create(kLength, pool_.get_executor());
    out->beginLoad();
    out->apply(what);
    out->endLoad(graph);
    return out;
  }
  void write() { ASSERT_TRUE(file().write(maker, kLength, StoredGraph::of(index->snapshot()->largest()))); }
  GraphFile file() const { return GraphFile(path()); }
  StoredGraph stored() {
    auto read = file().read(maker);
    EXPECT_TRUE(read) << read.error().message;
    return read ? *read : StoredGraph();
  }
  std::string refusal() const {
    const auto read = file().read(maker);
    return read ? "none" : read.error().message;
  }
  [[nodiscard]] fs::path path() const { return directory_ / "graph"; }
  [[nodiscard]] std::string content() const {
    std::ostringstream out;
    out << std::ifstream(path(), std::ios::binary).rdbuf();
    return out.str();
  }
  void put(const std::string& bytes) const { std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes; }
  IndexChange changed(std::int64_t sequence, const std::string& id) {
    return passages_.document(sequence, id, 2, "Other words.");
  }

  SnapshotMaker maker;
  std::vector<IndexChange> changes;
  std::shared_ptr<SearchIndex> index;

 private:
  fs::path directory_;
  test::ClusteredPassages passages_{kLength, 8, 6, 4};
  boost::asio::thread_pool pool_{1};
};

TEST_F(GraphFileTest, AnIndexOfTheSameDocumentsTakesTheGraph) {
  write();
  const auto again = load(changes, stored());
  const auto before = index->snapshot()->largest();
  const auto after = again->snapshot()->largest();
  ASSERT_NE(after.graph, nullptr);
  EXPECT_EQ(after.graph->links().neighbours, before.graph->links().neighbours);
  EXPECT_EQ(after.graph->quality().breadth, before.graph->quality().breadth);
  EXPECT_EQ(after.graph->quality().recall, before.graph->quality().recall);
  ASSERT_EQ(after.segment->size(), before.segment->size());
  for (std::size_t i = 0; i < after.segment->size(); ++i) {
    const auto row = after.segment->vectors().row(i);
    EXPECT_TRUE(std::equal(row.begin(), row.end(), before.segment->vectors().row(i).begin())) << i;
  }
}

TEST_F(GraphFileTest, WhatChangedSinceStandsBesideTheGraph) {
  write();
  auto later = changes;
  later[7] = changed(100, later[7].documentId);
  later.erase(later.begin() + 20);
  later.push_back(changed(101, "new"));
  const auto again = load(later, stored());
  const auto snapshot = again->snapshot();
  ASSERT_NE(snapshot->largest().graph, nullptr);
  EXPECT_EQ(snapshot->largest().segment->documents().size(), 38U);
  EXPECT_EQ(snapshot->largest().graph->size(), 76U);
  EXPECT_EQ(snapshot->documents(), 40U);
  EXPECT_EQ(snapshot->passages(), 80U);
}

TEST_F(GraphFileTest, AnIndexOfOtherDocumentsTakesNone) {
  write();
  auto other = changes;
  for (std::size_t i = 0; i < 10; ++i) other[i] = changed(200 + static_cast<std::int64_t>(i), other[i].documentId);
  EXPECT_EQ(load(other, stored())->snapshot()->largest().graph, nullptr) << "a quarter of them changed";
  other = changes;
  for (auto& change : other) change = changed(change.sequence, change.documentId);
  const auto restored = load(other, stored())->snapshot();
  EXPECT_EQ(restored->largest().graph, nullptr) << "a database that was restored has other vectors by these numbers";
  EXPECT_EQ(restored->passages(), 80U);
  other = changes;
  for (std::int64_t i = 0; i < 30; ++i) other.push_back(changed(300 + i, "new" + std::to_string(i)));
  const auto grown = load(other, stored())->snapshot();
  EXPECT_EQ(grown->largest().graph, nullptr) << "it would be made anew at once";
  EXPECT_EQ(grown->passages(), 140U);
}

TEST_F(GraphFileTest, IsPrivateAndHoldsNoWordsNamesOrVectors) {
  write();
  struct stat info {};
  ASSERT_EQ(::stat(path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_THAT(content(), Not(HasSubstr("Secret")));
  EXPECT_THAT(content(), Not(HasSubstr("name1")));
  const auto& vector = changes[3].chunks[0].embedding;
  EXPECT_EQ(content().find(std::string(reinterpret_cast<const char*>(vector.data()), 2 * sizeof(float))),
            std::string::npos);
}

TEST_F(GraphFileTest, DamageOfAnyByteIsFoundAndSoIsAFileCutShort) {
  write();
  const std::string whole = content();
  for (std::size_t at = 0; at < whole.size(); at += at < 300 ? 1 : 41) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    put(bytes);
    ASSERT_NE(refusal(), "none") << "byte " << at << " of " << whole.size();
    put(whole.substr(0, at));
    ASSERT_NE(refusal(), "none") << "of " << at << " bytes";
  }
  put(whole + "x");
  EXPECT_NE(refusal(), "none");
  put(whole);
  EXPECT_EQ(refusal(), "none");
}

TEST_F(GraphFileTest, IsOfNoUseToWhoMakesOtherVectors) {
  EXPECT_EQ(file().read(maker).error().code, ErrorCode::kNotFound);
  write();
  maker.model = "other";
  EXPECT_EQ(refusal(), "another embedding model made it");
  maker.model = "clusters";
  maker.dimension = 12;
  EXPECT_EQ(refusal(), "its vectors are of another length");
  maker.dimension = 0;
  EXPECT_EQ(refusal(), "none") << "an embedder that does not know its dimension yet";
  put("VIGIEGR9" + content().substr(8));
  EXPECT_EQ(refusal(), "it is of another version");
}

TEST_F(GraphFileTest, GoesWithTheFirstDocumentThatIsErased) {
  write();
  GraphFile read = file();
  ASSERT_TRUE(read.read(maker));
  SnapshotFile::State state;
  state.documentId = "name9";
  state.sequence = 9;
  EXPECT_TRUE(read.forget({state}));
  EXPECT_TRUE(fs::exists(path())) << "this is the state it is of";
  state.documentId = "elsewhere";
  state.sequence = 500;
  EXPECT_TRUE(read.forget({state}));
  EXPECT_TRUE(fs::exists(path()));
  state.documentId = "name9";
  EXPECT_TRUE(read.forget({state}));
  EXPECT_FALSE(fs::exists(path()));
  EXPECT_FALSE(read.there());

  IndexChange deletion;
  deletion.sequence = 500;
  deletion.documentId = "name9";
  deletion.deleted = true;
  index->apply({deletion});
  write();
  const auto again = stored();
  EXPECT_EQ(again.documents.size(), 39U) << "what was erased is not written again";
  for (const auto& document : again.documents) EXPECT_NE(document.sequence, 9);
}

TEST_F(GraphFileTest, GoesWhenTheIndexLacksADocumentOfIt) {
  write();
  GraphFile same = file();
  ASSERT_TRUE(same.read(maker));
  EXPECT_TRUE(same.forgetAllBut(*index->snapshot()));
  EXPECT_TRUE(fs::exists(path()));
  auto fewer = changes;
  fewer.pop_back();
  EXPECT_TRUE(same.forgetAllBut(*load(fewer, std::nullopt)->snapshot()));
  EXPECT_FALSE(fs::exists(path()));
}

}  // namespace
}  // namespace vigie
