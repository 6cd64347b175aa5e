#include "console/stack/relay/webhook_setting.h"

#include <QTemporaryFile>
#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

Result<WebhookSetting> settingOf(std::initializer_list<std::pair<QString, QString>> variables) {
  QProcessEnvironment environment;
  for (const auto& [name, value] : variables) {
    environment.insert(name, value);
  }
  return webhookSetting(environment);
}

TEST(WebhookSettingTest, IsEmptyWhereNothingOrTheSentinelIsSet) {
  EXPECT_TRUE(settingOf({}).value().url.isEmpty());
  EXPECT_TRUE(settingOf({{"DISCORD_WEBHOOK_URL", " "}}).value().url.isEmpty());
  EXPECT_TRUE(settingOf({{"DISCORD_WEBHOOK_URL", "https://discord.invalid/not-configured"}}).value().url.isEmpty());
}

TEST(WebhookSettingTest, TakesTheAddressFromAFile) {
  QTemporaryFile file;
  ASSERT_TRUE(file.open());
  file.write("https://discord.com/api/webhooks/1/x\n");
  file.flush();
  EXPECT_EQ(settingOf({{"DISCORD_WEBHOOK_URL_FILE", file.fileName()}}).value().url,
            QUrl("https://discord.com/api/webhooks/1/x"));
}

TEST(WebhookSettingTest, NamesTheVariableAndNeverTheValue) {
  for (const char* wrong :
       {"discord.com/secret", "ftp://discord.com/secret", "http://discord.com/secret", "https:///secret"}) {
    const auto setting = settingOf({{"DISCORD_WEBHOOK_URL", wrong}});
    ASSERT_FALSE(setting.has_value()) << wrong;
    EXPECT_NE(setting.error().message.find("DISCORD_WEBHOOK_URL"), std::string::npos);
    EXPECT_EQ(setting.error().message.find("secret"), std::string::npos);
  }
  EXPECT_FALSE(settingOf({{"DISCORD_WEBHOOK_URL_FILE", "/nonexistent"}}).has_value());
}

TEST(WebhookSettingTest, AllowsPlainHttpOnThisMachineOnly) {
  EXPECT_FALSE(settingOf({{"DISCORD_WEBHOOK_URL", "http://127.0.0.1:8080/api/webhooks/1/x"}}).value().url.isEmpty());
}

TEST(WebhookSettingTest, TakesRunbooksWithoutTheSlashAtTheEnd) {
  EXPECT_EQ(settingOf({{"VIGIE_RUNBOOK_BASE_URL", "https://wiki.example.org/runbooks//"}}).value().runbooks,
            "https://wiki.example.org/runbooks");
}

}  // namespace
}  // namespace vigie::stack
