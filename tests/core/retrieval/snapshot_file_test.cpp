#include "core/retrieval/snapshot_file.h"

#include "core/retrieval/local_hash_embedder.h"
#include "core/retrieval/search_index.h"

#include <boost/asio/thread_pool.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace vigie {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

IndexChange document(std::int64_t sequence, const std::string& id, const std::vector<std::string>& texts) {
  IndexChange change;
  change.sequence = sequence;
  change.documentId = id;
  change.owner = "owner-of-" + id;
  change.title = "Title of " + id;
  change.embeddingModel = "local-hash";
  for (const auto& text : texts) {
    change.chunks.push_back({static_cast<int>(change.chunks.size()), "Heading", text,
                             LocalHashEmbedder::passage(passageForEmbedding(change.title, "Heading", text))});
  }
  return change;
}

/// As the store gives it to one who has the embeddings.
AnalysedChange withoutEmbeddings(IndexChange change) {
  for (auto& chunk : change.chunks) chunk.embedding.clear();
  AnalysedChange out;
  out.change = std::move(change);
  return out;
}

std::string bytesOf(const std::vector<float>& vector) {
  std::string out(vector.size() * sizeof(float), '\0');
  std::memcpy(out.data(), vector.data(), out.size());
  return out;
}

class SnapshotFileTest : public testing::Test {
 protected:
  SnapshotFileTest() {
    std::string pattern = (fs::temp_directory_path() / "vigie-snapshot-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    maker.model = "local-hash";
    maker.dimension = LocalHashEmbedder::kDimension;
    index_ = SearchIndex::create(LocalHashEmbedder::kDimension, pool_.get_executor());
    index_->apply({lamp, horn}, 7);
  }
  ~SnapshotFileTest() override {
    pool_.join();
    fs::remove_all(directory_);
  }

  std::unique_ptr<SnapshotFile> write() {
    auto written = SnapshotFile::write(path(), maker, *index_->snapshot(), stop);
    EXPECT_TRUE(written) << written.error().message;
    return std::move(*written);
  }
  Result<std::unique_ptr<SnapshotFile>> open() { return SnapshotFile::open(path(), maker); }
  std::string refusal() {
    const auto opened = open();
    return opened ? "none" : opened.error().message;
  }
  [[nodiscard]] fs::path path() const { return directory_ / "snapshot"; }
  [[nodiscard]] std::string content() const {
    std::ostringstream out;
    out << std::ifstream(path(), std::ios::binary).rdbuf();
    return out.str();
  }
  void put(const std::string& bytes) const { std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes; }

  IndexChange lamp = document(3, "lamp", {"The lamp is trimmed at dusk.", "Paraffin is in the cellar."});
  IndexChange horn = document(5, "horn", {"La corne sonne deux fois par minute."});
  SnapshotMaker maker;
  std::atomic<bool> stop{false};

 private:
  fs::path directory_;
  boost::asio::thread_pool pool_{1};

 protected:
  std::shared_ptr<SearchIndex> index_;
};

TEST_F(SnapshotFileTest, GivesBackWhatWasComputed) {
  write();
  const auto file = open();
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_THAT((*file)->sequencesAfter(0, 10), ElementsAre(3, 5));
  EXPECT_THAT((*file)->sequencesAfter(3, 10), ElementsAre(5));
  EXPECT_THAT((*file)->sequencesAfter(0, 1), ElementsAre(3));
  for (const auto& whole : {lamp, horn}) {
    AnalysedChange change = withoutEmbeddings(whole);
    ASSERT_TRUE((*file)->complete(change)) << whole.documentId;
    ASSERT_EQ(change.known.size(), whole.chunks.size());
    for (std::size_t i = 0; i < whole.chunks.size(); ++i) {
      const auto& chunk = whole.chunks[i];
      EXPECT_EQ(change.change.chunks[i].embedding, chunk.embedding);
      EXPECT_EQ(change.known[i].language, text::detectLanguage(chunk.text));
      const PassageTerms terms = passageTerms(whole.title, chunk.heading, chunk.text);
      EXPECT_EQ(change.known[i].terms.counts, terms.counts);
      EXPECT_EQ(change.known[i].terms.length, terms.length);
    }
  }
}

TEST_F(SnapshotFileTest, IsPrivateAndHoldsNoWordsTitlesOrOwners) {
  write();
  struct stat info {};
  ASSERT_EQ(::stat(path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  for (const char* const word : {"trimmed", "Paraffin", "corne", "Title", "Heading", "owner-of"}) {
    EXPECT_THAT(content(), Not(HasSubstr(word)));
  }
}

TEST_F(SnapshotFileTest, IsOfNoUseToWhoMakesOtherNumbers) {
  EXPECT_EQ(open().error().code, ErrorCode::kNotFound);
  write();
  maker.model = "other";
  EXPECT_EQ(refusal(), "another embedding model made it");
  maker.model = "local-hash";
  maker.dimension = 12;
  EXPECT_EQ(refusal(), "its vectors are of another length");
  maker.dimension = 0;
  EXPECT_EQ(refusal(), "none") << "an embedder that does not know its dimension yet";
  maker.analyser = "another one";
  EXPECT_EQ(refusal(), "another version of Vigie made it");
  put("VIGIEIX9" + content().substr(8));
  EXPECT_EQ(refusal(), "it is of another version");
}

TEST_F(SnapshotFileTest, DamageOfAnyByteIsFound) {
  write();
  const std::string whole = content();
  for (std::size_t at = 0; at < whole.size(); at += at < 1000 ? 1 : 37) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    put(bytes);
    ASSERT_FALSE(open()) << "byte " << at << " of " << whole.size();
  }
}

TEST_F(SnapshotFileTest, AFileCutShortOrTooLongIsFound) {
  write();
  const std::string whole = content();
  for (std::size_t size = 0; size < whole.size(); size += size < 1000 ? 1 : 37) {
    put(whole.substr(0, size));
    ASSERT_FALSE(open()) << "of " << size << " bytes";
  }
  put(whole + "x");
  EXPECT_FALSE(open());
}

TEST_F(SnapshotFileTest, WhatItSaysIsNotBelievedOfAnotherText) {
  write();
  const auto file = open();
  ASSERT_TRUE(file);
  const auto tried = [&file](IndexChange change) {
    AnalysedChange analysed = withoutEmbeddings(std::move(change));
    const bool completed = (*file)->complete(analysed);
    EXPECT_EQ(completed, !analysed.known.empty());
    return completed;
  };
  EXPECT_TRUE(tried(lamp));
  IndexChange other = lamp;
  other.chunks[1].text = "Paraffin is in the attic.";
  EXPECT_FALSE(tried(other)) << "a database that was restored gives the same number to another text";
  other = lamp;
  other.title = "Another title";
  EXPECT_FALSE(tried(other));
  other = lamp;
  other.chunks.pop_back();
  EXPECT_FALSE(tried(other));
  other = lamp;
  other.sequence = 5;
  EXPECT_FALSE(tried(other));
  other = lamp;
  other.documentId = "horn";
  EXPECT_FALSE(tried(other));
}

TEST_F(SnapshotFileTest, ForgetsADocumentToTheLastByte) {
  const auto file = write();
  const std::string vector = bytesOf(lamp.chunks[1].embedding);
  ASSERT_THAT(content(), HasSubstr("lamp"));
  ASSERT_THAT(content(), HasSubstr(vector));
  SnapshotFile::State same;
  same.documentId = "lamp";
  same.sequence = 3;
  ASSERT_TRUE(file->forget({same}));
  EXPECT_THAT(content(), HasSubstr("lamp")) << "this is the state it has";
  same.sequence = 8;
  ASSERT_TRUE(file->forget({same}));
  EXPECT_THAT(content(), Not(HasSubstr("lamp")));
  for (const auto& chunk : lamp.chunks) {
    EXPECT_EQ(content().find(bytesOf(chunk.embedding)), std::string::npos);
  }
  EXPECT_THAT(file->sequencesAfter(0, 10), ElementsAre(5));
  const auto again = open();
  ASSERT_TRUE(again) << again.error().message;
  AnalysedChange rest = withoutEmbeddings(horn);
  EXPECT_TRUE((*again)->complete(rest));
  AnalysedChange gone = withoutEmbeddings(lamp);
  EXPECT_FALSE((*again)->complete(gone));
}

TEST_F(SnapshotFileTest, ForgetsWhatNobodyAskedFor) {
  const auto file = write();
  ASSERT_TRUE(file->forgetAllBut({3}));
  EXPECT_THAT(content(), HasSubstr("lamp"));
  EXPECT_THAT(content(), Not(HasSubstr("horn")));
}

TEST_F(SnapshotFileTest, AnErasureThatACrashCutShortIsDamage) {
  write();
  const std::string whole = content();
  SnapshotFile::State state;
  state.documentId = "horn";
  state.sequence = 9;
  ASSERT_TRUE((*open())->forget({state}));
  const std::string erased = content();
  const auto first =
      static_cast<std::size_t>(std::mismatch(whole.begin(), whole.end(), erased.begin()).first - whole.begin());
  put(erased.substr(0, first + 100) + whole.substr(first + 100));
  EXPECT_EQ(refusal(), "it is damaged");
}

TEST_F(SnapshotFileTest, AWritingThatIsGivenUpLeavesWhatWasThere) {
  write();
  const std::string before = content();
  index_->apply({document(8, "fog", {"Fog comes from the sea."})});
  stop = true;
  const auto written = SnapshotFile::write(path(), maker, *index_->snapshot(), stop);
  EXPECT_EQ(written.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(content(), before);
  EXPECT_FALSE(fs::exists(path().string() + ".new"));
}

}  // namespace
}  // namespace vigie
