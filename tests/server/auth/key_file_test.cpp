// The file of API keys as an operator and several programs at once change it.
#include "server/auth/key_file.h"

#include "server/auth/keys_command.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace vigie::auth {
namespace {

class KeyFileTest : public testing::Test {
 protected:
  KeyFileTest() {
    std::string pattern = testing::TempDir() + "vigie-keys-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ + "/keys";
  }
  ~KeyFileTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string text() const {
    std::ifstream file(path_);
    std::stringstream out;
    out << file.rdbuf();
    return out.str();
  }
  void write(const std::string& text) const { std::ofstream(path_) << text; }
  [[nodiscard]] std::size_t filesBeside() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {})) - 1;
  }
  [[nodiscard]] std::vector<KeyEntry> keys() const { return readKeyFile(path_).value().keys; }

  std::string folder_;
  std::string path_;
  SystemTime now_{std::chrono::hours(24 * 365 * 50)};
};

TEST_F(KeyFileTest, ANewKeyIs256RandomBitsAndOnlyItsHashIsKept) {
  const auto key = addKey(path_, "alice", now_);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->size(), 6 + 64U);
  EXPECT_TRUE(key->starts_with("vigie-"));
  EXPECT_EQ(text().find(key->substr(6)), std::string::npos);
  ASSERT_EQ(keys().size(), 1U);
  EXPECT_EQ(keys()[0].owner, "alice");
  EXPECT_EQ(keys()[0].digest, digestOf(*key));
  EXPECT_EQ(keys()[0].created, toIso8601(now_));
  EXPECT_NE(*addKey(path_, "alice", now_), *key);
}

TEST_F(KeyFileTest, OnlyItsOwnerMayReadTheFileAndNothingIsLeftBesideIt) {
  const mode_t before = umask(0);
  ASSERT_TRUE(addKey(path_, "alice", now_));
  umask(before);
  struct stat about {};
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_EQ(filesBeside(), 0U);
}

TEST_F(KeyFileTest, AGroupThatMayReadItStillMayAfterwards) {
  ASSERT_TRUE(addKey(path_, "alice", now_));
  ASSERT_EQ(chmod(path_.c_str(), 0640), 0);
  ASSERT_TRUE(addKey(path_, "bob", now_));
  struct stat about {};
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0640U);
}

TEST_F(KeyFileTest, CommentsOrderAndForeignLinesStay) {
  const std::string hash = toHex(digestOf("x"));
  write("# ours\n\nbob sha256:" + hash + "\nwhat is this\n  # theirs\ncarol sha256:" + hash + " 2026-01-01T00:00:00Z");
  ASSERT_TRUE(addKey(path_, "alice", now_));
  EXPECT_EQ(*revokeKeys(path_, "bob", ""), 1U);
  const std::string now = text();
  EXPECT_TRUE(now.starts_with("# ours\n\nwhat is this\n  # theirs\ncarol sha256:" + hash +
                              " 2026-01-01T00:00:00Z\nalice sha256:"))
      << now;
}

TEST_F(KeyFileTest, OneKeyOfANameIsRevokedByItsIdAllByTheName) {
  const std::string first = *addKey(path_, "alice", now_);
  const std::string second = *addKey(path_, "alice", now_);
  ASSERT_TRUE(addKey(path_, "bob", now_));
  EXPECT_EQ(*revokeKeys(path_, "alice", keys()[0].id()), 1U);
  ASSERT_EQ(keys().size(), 2U);
  EXPECT_EQ(keys()[0].digest, digestOf(second));
  EXPECT_EQ(*revokeKeys(path_, "alice", ""), 1U);
  EXPECT_EQ(keys()[0].owner, "bob");
  EXPECT_EQ(revokeKeys(path_, "alice", "").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(revokeKeys(path_, "bob", "00000000").error().code, ErrorCode::kNotFound);
}

TEST_F(KeyFileTest, WritersAtOnceLoseNothing) {
  std::vector<std::thread> writers;
  for (int w = 0; w < 4; ++w) {
    writers.emplace_back([this, w] {
      for (int i = 0; i < 10; ++i) EXPECT_TRUE(addKey(path_, "w" + std::to_string(w), now_));
    });
  }
  for (auto& writer : writers) writer.join();
  std::set<std::string> ids;
  for (const auto& key : keys()) ids.insert(key.id());
  EXPECT_EQ(ids.size(), 40U);
  EXPECT_EQ(filesBeside(), 0U);
}

TEST_F(KeyFileTest, ALinkStaysALink) {
  const std::string real = folder_ + "/real";
  ASSERT_TRUE(addKey(real, "alice", now_));
  ASSERT_EQ(symlink(real.c_str(), path_.c_str()), 0);
  ASSERT_TRUE(addKey(path_, "bob", now_));
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
  EXPECT_EQ(readKeyFile(real)->keys.size(), 2U);
}

TEST_F(KeyFileTest, ANameThatIsNoneIsRefusedAndMakesNoFile) {
  for (const std::string& name : {std::string(), std::string("a b"), std::string("#a"), std::string("a\nb"),
                                  std::string("é"), std::string(65, 'a')}) {
    EXPECT_EQ(addKey(path_, name, now_).error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(KeyFileTest, ABrokenLineIsNoKeyAndSaysWhereItIs) {
  const std::string hash = toHex(digestOf("x"));
  const auto file = parseKeys("alice sha256:" + hash + "\n\nbob " + hash + "\ncarol sha256:" + hash.substr(1) +
                              "\ndave sha256:" + hash + " 2026 more\n");
  ASSERT_EQ(file.keys.size(), 1U);
  EXPECT_EQ(file.brokenLines, (std::vector<std::size_t>{3, 4, 5}));
}

TEST_F(KeyFileTest, AFileThatEverybodyMayWriteIsRefused) {
  ASSERT_TRUE(addKey(path_, "alice", now_));
  ASSERT_EQ(chmod(path_.c_str(), 0666), 0);
  EXPECT_EQ(readKeyFile(path_).error().code, ErrorCode::kForbidden);
}

class KeysCommandTest : public KeyFileTest {
 protected:
  int run(const std::vector<std::string>& arguments) {
    out_.str({});
    err_.str({});
    return runKeysCommand(
        arguments,
        [this](const std::string& name) {
          return name == "VIGIE_API_KEYS_FILE" ? std::optional(path_) : std::optional<std::string>();
        },
        now_, out_, err_);
  }
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(KeysCommandTest, AddPrintsTheKeyAloneListShowsNoneAndRevokeEndsIt) {
  ASSERT_EQ(run({"add", "alice"}), 0) << err_.str();
  const std::string key = out_.str().substr(0, out_.str().size() - 1);
  EXPECT_EQ(out_.str(), key + "\n");
  EXPECT_EQ(keys()[0].digest, digestOf(key));
  EXPECT_EQ(err_.str().find(key), std::string::npos);

  ASSERT_EQ(run({"list"}), 0);
  EXPECT_EQ(out_.str(), "alice\t" + keys()[0].id() + "\t" + toIso8601(now_) + "\n");

  EXPECT_EQ(run({"revoke", "alice"}), 0);
  EXPECT_TRUE(keys().empty());
  EXPECT_EQ(run({"revoke", "alice"}), 1);
}

TEST_F(KeysCommandTest, AnotherFileCanBeNamedAndAWrongCommandShowsTheUsage) {
  const std::string other = folder_ + "/other";
  EXPECT_EQ(run({"add", "alice", "--api-keys-file", other}), 0) << err_.str();
  EXPECT_EQ(readKeyFile(other)->keys.size(), 1U);
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{}, {"add"}, {"destroy"}, {"add", "a", "b"}}) {
    EXPECT_EQ(run(wrong), 2);
    EXPECT_TRUE(err_.str().starts_with("Usage: ")) << err_.str();
    EXPECT_EQ(out_.str(), "");
  }
  EXPECT_EQ(run({"--help"}), 0);
}

}  // namespace
}  // namespace vigie::auth
