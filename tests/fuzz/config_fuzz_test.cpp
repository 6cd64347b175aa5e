#include "core/base/config.h"
#include "tests/fuzz/fuzz.h"

#include <gtest/gtest.h>

#include <map>

namespace vigie::fuzz {
namespace {

constexpr std::string_view kSecret = "canary-8d1f";

/// Lines "NAME=value" are the environment, the others are arguments.
TEST(ConfigFuzzTest, FlagsAndEnvironment) {
  Corpus corpus{{"VIGIE_LISTEN=127.0.0.1:8001\nVIGIE_RETENTION_DAYS=30\nOPENAI_MODEL=m", "--listen\n[::1]:0\n--help",
                 "--check-config\n--model\nm",
                 "DATABASE_URL=postgresql://u:canary-8d1f@127.0.0.1:5432/vigie\nOPENAI_API_KEY=canary-8d1f"},
                {"\n", "=", "--", "-", ":", "[", "]", "65536", "-1", "1e9", "99999999999999999999", "0.0.0.0",
                 "\xC3\xA9", "\xFF", "true", "%", "@", "/"}};
  const std::vector<std::string> names = configVariableNames();
  for (const auto& name : names) corpus.words.emplace_back(name);
  run("config", corpus, [](std::string_view input) {
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment;
    while (!input.empty()) {
      const auto line = input.substr(0, input.find('\n'));
      input.remove_prefix(std::min(input.size(), line.size() + 1));
      const auto equals = line.find('=');
      // A …_FILE names a file to read: not one that the dice choose.
      if (line.find("FILE") != std::string_view::npos || line.find("file") != std::string_view::npos) continue;
      if (equals == std::string_view::npos || line.starts_with('-')) {
        arguments.emplace_back(line);
      } else {
        environment.emplace(line.substr(0, equals), line.substr(equals + 1));
      }
    }
    const auto read = readConfig(arguments, [&environment](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      if (found == environment.end()) return std::nullopt;
      return found->second;
    });
    if (read) return;
    EXPECT_FALSE(read.error().message.empty());
    EXPECT_EQ(read.error().message.find('\n'), std::string::npos) << "more than one line";
    EXPECT_TRUE(!environment.contains("OPENAI_API_KEY") || environment["OPENAI_API_KEY"] != kSecret ||
                read.error().message.find(kSecret) == std::string::npos)
        << "a secret is in the message";
  });
}

}  // namespace
}  // namespace vigie::fuzz
