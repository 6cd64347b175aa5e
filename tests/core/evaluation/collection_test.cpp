#include "core/evaluation/collection.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace vigie {
namespace {

class CollectionTest : public testing::Test {
 protected:
  CollectionTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vigie-collection-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    write("corpus.jsonl", R"({"_id": "d1", "title": "T", "text": "words"})"
                          "\n"
                          R"({"_id": 2, "text": "more"})"
                          "\r\n\n");
    write("queries.jsonl", R"({"_id": "q1", "text": "which words"})"
                           "\n");
    write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\t2\t-1\n");
  }
  ~CollectionTest() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  std::string faultOf(const std::string& name, const std::string& text) {
    write(name, text);
    const auto read = readCollection(folder_);
    return read ? "none" : read.error().message;
  }

  std::filesystem::path folder_;
};

TEST_F(CollectionTest, ReadsTheThreeFiles) {
  const auto collection = readCollection(folder_);
  ASSERT_TRUE(collection) << collection.error().message;
  EXPECT_EQ(collection->name, folder_.filename().string());
  ASSERT_EQ(collection->documents.size(), 2U);
  EXPECT_EQ(collection->documents[1].id, "2") << "a number is an id, too";
  EXPECT_EQ(collection->documents[1].title, "");
  EXPECT_EQ(collection->queries.at("q1"), "which words");
  EXPECT_EQ(collection->judgements.at("q1"), (Judgements{{"d1", 2}, {"2", -1}}));
  write("qrels.tsv", "q1\td1\t2\n");
  EXPECT_EQ(readCollection(folder_)->judgements.at("q1").size(), 1U) << "without a header";
}

TEST_F(CollectionTest, SaysWhichLineIsWrong) {
  EXPECT_EQ(faultOf("corpus.jsonl", R"({"_id": "d1", "text": "x"})"
                                    "\nnonsense"),
            "corpus.jsonl, line 2: is not a JSON object");
  EXPECT_EQ(faultOf("corpus.jsonl", R"({"text": "x"})"), "corpus.jsonl, line 1: has no '_id'");
  write("corpus.jsonl", R"({"_id": "d1", "text": "x"})");
  EXPECT_EQ(faultOf("qrels.tsv", "q1\td1\t1\nq1\td2\tmuch"), "qrels.tsv, line 2: the score is not a whole number");
  EXPECT_EQ(faultOf("qrels.tsv", "q1 d1 1"),
            "qrels.tsv, line 1: must hold query id, document id and score, with tabs between");
  EXPECT_NE(faultOf("qrels.tsv", "").find("empty"), std::string::npos);
  std::filesystem::remove(folder_ / "queries.jsonl");
  EXPECT_NE(readCollection(folder_).error().message.find("queries.jsonl"), std::string::npos);
}

}  // namespace
}  // namespace vigie
