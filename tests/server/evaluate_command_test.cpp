// vigie-server evaluate, over a collection of three documents.
#include "server/evaluate_command.h"

#include "tests/support/fake_embedding_server.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

namespace vigie::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;

class EvaluateCommandTest : public testing::Test {
 protected:
  EvaluateCommandTest() {
    std::string pattern = (fs::temp_directory_path() / "vigie-collection-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    std::ofstream(folder_ / "corpus.jsonl") << R"({"_id":"a","title":"Pumps","text":"Restart pump 2 before pump 1."}
{"_id":"b","title":"Valves","text":"Open the valve slowly."}
{"_id":"c","title":"Lamps","text":"Change the lamp by night."}
)";
    std::ofstream(folder_ / "queries.jsonl") << R"({"_id":"q","text":"restart the pump"})"
                                                "\n";
    std::ofstream(folder_ / "qrels.tsv") << "q\ta\t1\n";
  }
  ~EvaluateCommandTest() override { fs::remove_all(folder_); }

  int run() {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code =
        evaluateCommand({folder_.string(), "--json"}, [this](const std::string& name) -> std::optional<std::string> {
          const auto found = environment_.find(name);
          return found == environment_.end() ? std::nullopt : std::optional(found->second);
        });
    output_ = testing::internal::GetCapturedStdout();
    errors_ = testing::internal::GetCapturedStderr();
    return code;
  }
  std::string model() const { return std::string(json::parse(output_).at("embedding_model").as_string()); }

  fs::path folder_;
  std::map<std::string, std::string> environment_;
  std::string output_;
  std::string errors_;
};

TEST_F(EvaluateCommandTest, EmbedsByItselfWithoutSettings) {
  ASSERT_EQ(run(), 0) << errors_;
  EXPECT_EQ(model(), "local-hash");
}

TEST_F(EvaluateCommandTest, EmbedsByTheServerThatTheSettingsName) {
  FakeEmbeddingServer server;
  environment_ = {{"EMBEDDING_MODEL", "other-model"}, {"EMBEDDING_BASE_URL", server.baseUrl()}};
  ASSERT_EQ(run(), 0) << errors_;
  EXPECT_EQ(model(), "other-model");
  EXPECT_EQ(server.textsSeen(), 4U) << "three documents and a question";
}

TEST_F(EvaluateCommandTest, SaysWhichSettingIsWrong) {
  environment_ = {{"EMBEDDING_MODEL", "other-model"}};
  EXPECT_EQ(run(), 2);
  EXPECT_THAT(errors_, HasSubstr("EMBEDDING_BASE_URL"));
}

}  // namespace
}  // namespace vigie::test
