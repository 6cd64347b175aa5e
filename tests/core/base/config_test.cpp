#include "core/base/config.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

namespace vigie {
namespace {

using Environment = std::map<std::string, std::string>;

Result<ConfigOutcome> read(std::vector<std::string> arguments, const Environment& environment = {}) {
  return readConfig(arguments, [&environment](const std::string& name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    if (found == environment.end()) return std::nullopt;
    return found->second;
  });
}

struct TempFile {
  explicit TempFile(const std::string& text) {
    char name[] = "/tmp/vigie-config-XXXXXX";
    const int fd = mkstemp(name);
    path = name;
    std::ofstream(path) << text;
    if (fd >= 0) std::fclose(fdopen(fd, "r"));
  }
  ~TempFile() { std::filesystem::remove(path); }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  std::string path;
};

TEST(ConfigTest, HasTheDocumentedDefaults) {
  const auto outcome = read({});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->action, ConfigOutcome::Action::kRun);
  EXPECT_EQ(outcome->config.listen, (Endpoint{"127.0.0.1", 8001}));
  EXPECT_EQ(outcome->config.internalListen, (Endpoint{"127.0.0.1", 8000}));
  EXPECT_EQ(outcome->config.openaiTimeout, std::chrono::seconds(60));
  EXPECT_EQ(outcome->config.drain, std::chrono::seconds(10));
  EXPECT_EQ(outcome->config.embeddingModel, "local-hash");
  EXPECT_FALSE(outcome->config.hasUpstream());
  EXPECT_FALSE(outcome->config.drills);
}

TEST(ConfigTest, ReadsTheEnvironment) {
  const auto outcome = read({}, {{"OPENAI_MODEL", "m"},
                                 {"OPENAI_BASE_URL", "http://127.0.0.1:11434/v1/"},
                                 {"OPENAI_API_KEY", "sk-1"},
                                 {"OPENAI_FALLBACK_MODELS", "a, b"},
                                 {"OPENAI_TIMEOUT_SECONDS", "2.5"},
                                 {"DATABASE_URL", "postgresql:///vigie"},
                                 {"VIGIE_LISTEN", "[::1]:0"},
                                 {"VIGIE_ALLOWED_HOSTS", "Vigie.example.org,10.0.0.5:80"},
                                 {"VIGIE_ALLOWED_ORIGINS", "https://console.example.org"},
                                 {"VIGIE_DRILLS", "1"},
                                 {"VIGIE_COST_BUDGET_USD_PER_HOUR", "2.5"},
                                 {"VIGIE_LOG_LEVEL", "debug"}});
  ASSERT_TRUE(outcome) << outcome.error().message;
  const Config& config = outcome->config;
  EXPECT_EQ(config.openaiModel, "m");
  EXPECT_EQ(config.openaiBaseUrl, "http://127.0.0.1:11434/v1");
  EXPECT_EQ(config.openaiApiKey.reveal(), "sk-1");
  EXPECT_EQ(config.openaiFallbackModels, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(config.openaiTimeout, std::chrono::milliseconds(2500));
  EXPECT_EQ(config.databaseUrl.reveal(), "postgresql:///vigie");
  EXPECT_EQ(config.listen, (Endpoint{"::1", 0}));
  EXPECT_EQ(config.allowedHosts, (std::vector<std::string>{"vigie.example.org", "10.0.0.5:80"}));
  EXPECT_EQ(config.allowedOrigins, (std::vector<std::string>{"https://console.example.org"}));
  EXPECT_TRUE(config.drills);
  EXPECT_EQ(config.costBudgetUsdPerHour, 2.5);
  EXPECT_EQ(config.logLevel, LogLevel::kDebug);
}

TEST(ConfigTest, AFlagWinsOverTheEnvironment) {
  const auto outcome = read({"--listen", "127.0.0.1:9001", "--drills", "--openai-timeout-seconds=5"},
                            {{"VIGIE_LISTEN", "127.0.0.1:1"}, {"OPENAI_TIMEOUT_SECONDS", "7"}});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->config.listen.port, 9001);
  EXPECT_TRUE(outcome->config.drills);
  EXPECT_EQ(outcome->config.openaiTimeout, std::chrono::seconds(5));
}

TEST(ConfigTest, AnEmptyVariableCountsAsNotSet) {
  const auto outcome = read({}, {{"OPENAI_API_KEY", ""}, {"VIGIE_LISTEN", ""}, {"OPENAI_BASE_URL", ""}});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->config.listen.port, 8001);
}

TEST(ConfigTest, AKeyAloneMeansOpenAi) {
  const auto outcome = read({}, {{"OPENAI_API_KEY", "sk-1"}, {"OPENAI_MODEL", "gpt-4o-mini"}});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->config.openaiBaseUrl, "https://api.openai.com/v1");
}

TEST(ConfigTest, ReadsSecretsFromFiles) {
  const TempFile file("sk-from-file\n");
  const auto outcome = read({}, {{"OPENAI_API_KEY_FILE", file.path}, {"OPENAI_MODEL", "m"}});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->config.openaiApiKey.reveal(), "sk-from-file");
  const TempFile database("host=/tmp dbname=vigie");
  const auto flagged = read({"--database-url-file", database.path});
  ASSERT_TRUE(flagged) << flagged.error().message;
  EXPECT_EQ(flagged->config.databaseUrl.reveal(), "host=/tmp dbname=vigie");
}

TEST(ConfigTest, HelpListsEveryVariableWithItsFlag) {
  const auto outcome = read({"--help"});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->action, ConfigOutcome::Action::kShow);
  for (const auto& name : configVariableNames()) {
    EXPECT_NE(outcome->text.find(name), std::string::npos) << name << " is not in --help";
  }
  EXPECT_NE(outcome->text.find("--openai-model VALUE"), std::string::npos);
  EXPECT_EQ(outcome->text.find("--openai-api-key VALUE"), std::string::npos) << "a secret must have no flag";
}

TEST(ConfigTest, VersionAndCheckAreActions) {
  EXPECT_EQ(read({"--version"})->text, "vigie-server " VIGIE_VERSION "\n");
  EXPECT_EQ(read({"--check-config"})->action, ConfigOutcome::Action::kCheck);
}

TEST(ConfigTest, ANonLoopbackListenerNeedsKeys) {
  EXPECT_FALSE(read({"--listen", "0.0.0.0:8001"}));
  EXPECT_TRUE(read({"--listen", "0.0.0.0:8001"}, {{"VIGIE_PUBLISHED_ON_LOOPBACK", "1"}}));
  const TempFile keys("x");
  EXPECT_TRUE(read({"--listen", "0.0.0.0:8001", "--api-keys-file", keys.path}));
  EXPECT_TRUE(read({"--internal-listen", "0.0.0.0:8000"})) << "the internal listener is never published";
}

TEST(ConfigTest, AnEmbeddingModelNeedsAServer) {
  EXPECT_TRUE(read({}, {{"EMBEDDING_MODEL", "m"}, {"EMBEDDING_BASE_URL", "http://127.0.0.1:11434/v1"}}));
  EXPECT_TRUE(read({}, {{"EMBEDDING_MODEL", "m"}, {"OPENAI_BASE_URL", "http://127.0.0.1:11434/v1"}}));
}

struct BadValue {
  const char* name;
  const char* value;
};

class ConfigBadValueTest : public testing::TestWithParam<BadValue> {};

TEST_P(ConfigBadValueTest, StopsWithOneLineThatNamesVariableFaultAndExample) {
  Environment environment{{GetParam().name, GetParam().value}};
  const auto outcome = read({}, environment);
  ASSERT_FALSE(outcome) << GetParam().name << "=" << GetParam().value << " was accepted";
  const std::string& message = outcome.error().message;
  EXPECT_TRUE(message.starts_with(GetParam().name)) << message;
  EXPECT_NE(message.find("an example: "), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  EXPECT_EQ(message.find("hunter2"), std::string::npos) << "a secret is in: " << message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, ConfigBadValueTest,
    testing::Values(
        BadValue{"OPENAI_API_KEY", "hunter2 with a space"}, BadValue{"OPENAI_API_KEY", "hunter2\nx"},
        BadValue{"OPENAI_API_KEY_FILE", "/does/not/exist"}, BadValue{"OPENAI_API_KEY_FILE", "/"},
        BadValue{"OPENAI_MODEL", "a model"}, BadValue{"OPENAI_BASE_URL", "localhost:11434"},
        BadValue{"OPENAI_BASE_URL", "ftp://host/v1"}, BadValue{"OPENAI_BASE_URL", "http://"},
        BadValue{"OPENAI_BASE_URL", "http://host:0/"}, BadValue{"OPENAI_BASE_URL", "http://host:99999/v1"},
        BadValue{"OPENAI_BASE_URL", "http://user:hunter2@host/v1"}, BadValue{"OPENAI_BASE_URL", "http://ho st/v1"},
        BadValue{"OPENAI_BASE_URL", "http://host/v1?key=hunter2"}, BadValue{"OPENAI_FALLBACK_MODELS", "a,b c"},
        BadValue{"OPENAI_TIMEOUT_SECONDS", "soon"}, BadValue{"OPENAI_TIMEOUT_SECONDS", "0"},
        BadValue{"OPENAI_TIMEOUT_SECONDS", "-1"}, BadValue{"OPENAI_TIMEOUT_SECONDS", "nan"},
        BadValue{"OPENAI_TIMEOUT_SECONDS", "60s"}, BadValue{"EMBEDDING_MODEL", "text-embedding-3-small"},
        BadValue{"EMBEDDING_BASE_URL", "nowhere"}, BadValue{"DATABASE_URL", "mysql://root:hunter2@host/db"},
        BadValue{"DATABASE_URL", "hunter2"}, BadValue{"DATABASE_URL_FILE", "/does/not/exist"},
        BadValue{"VIGIE_LISTEN", "8001"}, BadValue{"VIGIE_LISTEN", ":8001"}, BadValue{"VIGIE_LISTEN", "127.0.0.1"},
        BadValue{"VIGIE_LISTEN", "127.0.0.1:65536"}, BadValue{"VIGIE_LISTEN", "127.0.0.1:-1"},
        BadValue{"VIGIE_LISTEN", "example.org:80"}, BadValue{"VIGIE_LISTEN", "::1:8001"},
        BadValue{"VIGIE_LISTEN", "[::1:8001"}, BadValue{"VIGIE_LISTEN", "0.0.0.0:8001"},
        BadValue{"VIGIE_INTERNAL_LISTEN", "127.0.0.1:8001"}, BadValue{"VIGIE_INTERNAL_LISTEN", "x"},
        BadValue{"VIGIE_API_KEYS_FILE", "/does/not/exist"}, BadValue{"VIGIE_ALLOWED_HOSTS", "http://host"},
        BadValue{"VIGIE_ALLOWED_HOSTS", "*"}, BadValue{"VIGIE_ALLOWED_ORIGINS", "*"},
        BadValue{"VIGIE_ALLOWED_ORIGINS", "https://host/path"}, BadValue{"VIGIE_PUBLISHED_ON_LOOPBACK", "maybe"},
        BadValue{"VIGIE_REQUESTS_PER_MINUTE", "-1"}, BadValue{"VIGIE_TOKENS_PER_MINUTE", "many"},
        BadValue{"VIGIE_STREAMS_PER_KEY", "1.5"}, BadValue{"VIGIE_MAX_IN_FLIGHT", "0"},
        BadValue{"VIGIE_RETENTION_DAYS", "-1"}, BadValue{"VIGIE_RETENTION_DAYS", "1.5"},
        BadValue{"VIGIE_DRAIN_SECONDS", "forever"}, BadValue{"VIGIE_DRILLS", "2"},
        BadValue{"VIGIE_COST_BUDGET_USD_PER_HOUR", "0"}, BadValue{"VIGIE_COST_BUDGET_USD_PER_HOUR", "2 USD"},
        BadValue{"VIGIE_KNOWLEDGE_DIR", "/does/not/exist"},
        BadValue{"VIGIE_LOG_LEVEL", "verbose"}, BadValue{"VIGIE_LOG_LEVEL", "x\nforged"}));

TEST(ConfigTest, BadCommandLinesAreOneLine) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"--no-such-flag"}, {"--listen"}, {"stray"}, {"--openai-api-key", "hunter2"}, {"--listen=nowhere"}}) {
    const auto outcome = read(arguments);
    ASSERT_FALSE(outcome) << arguments.front();
    EXPECT_EQ(outcome.error().message.find('\n'), std::string::npos) << outcome.error().message;
    EXPECT_EQ(outcome.error().message.find("hunter2"), std::string::npos) << outcome.error().message;
    EXPECT_NE(outcome.error().message.find("an example: "), std::string::npos) << outcome.error().message;
  }
}

TEST(ConfigTest, ASecretAndItsFileTogetherAreRefused) {
  const TempFile file("x");
  const auto outcome = read({}, {{"DATABASE_URL", "host=a"}, {"DATABASE_URL_FILE", file.path}});
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().message.find("set one of them"), std::string::npos);
}

TEST(ConfigTest, AnUpstreamHasADefaultModel) {
  const auto outcome = read({}, {{"OPENAI_BASE_URL", "http://127.0.0.1:11434/v1"}});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->config.openaiModel, "gpt-4o-mini");
}

}  // namespace
}  // namespace vigie
