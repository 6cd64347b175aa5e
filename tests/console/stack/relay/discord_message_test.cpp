#include "console/stack/relay/discord_message.h"

#include <QJsonArray>
#include <gtest/gtest.h>

namespace vigie::stack {
namespace {

QJsonObject embedOf(const QJsonObject& message) { return message.value("embeds").toArray().first().toObject(); }

TEST(DiscordMessageTest, HasTheTitleInAnEmbedOfTheStatesColour) {
  const QUrl link("http://127.0.0.1:9093/#/alerts");
  const QJsonObject firing = discordMessage({" CRITICAL · ServiceDown:\n down ", "\ncontent\n"}, true, link, {});
  EXPECT_EQ(embedOf(firing).value("title").toString(), "CRITICAL · ServiceDown: down");
  EXPECT_EQ(embedOf(firing).value("color").toInt(), 14037554);
  EXPECT_EQ(embedOf(firing).value("url").toString(), "http://127.0.0.1:9093/#/alerts");
  EXPECT_EQ(firing.value("content").toString(), "content");
  EXPECT_EQ(embedOf(discordMessage({"t", "c"}, false, link, {})).value("color").toInt(), 0x36A64F);
}

TEST(DiscordMessageTest, LeavesOutALinkThatDiscordRefuses) {
  EXPECT_FALSE(embedOf(discordMessage({"t", "c"}, true, QUrl("http://localhost:9093/"), {})).contains("url"));
  EXPECT_FALSE(embedOf(discordMessage({"t", "c"}, true, QUrl("/#/alerts"), {})).contains("url"));
}

TEST(DiscordMessageTest, StaysWithinTheLimits) {
  const QJsonObject message = discordMessage({QString(300, 't'), QString(3'000, 'c')}, true, {}, {});
  EXPECT_EQ(embedOf(message).value("title").toString().size(), 256);
  EXPECT_EQ(message.value("content").toString().size(), 2'000);
  EXPECT_TRUE(message.value("content").toString().endsWith(QChar(0x2026)));
}

TEST(DiscordMessageTest, CutsNoCharacterInHalf) {
  const QString red = QString::fromUtf8("🔴");  // two UTF-16 units
  EXPECT_EQ(cutTo("ab" + red, 4), "ab" + red);
  EXPECT_EQ(cutTo("ab" + red + "c", 4), QString("ab") + QChar(0x2026));
}

TEST(DiscordMessageTest, CallsNobodyButWhoIsConfigured) {
  const auto allowed = [](const QString& mention) {
    return discordMessage({"t", "@everyone <@&9>"}, true, {}, mention).value("allowed_mentions").toObject();
  };
  EXPECT_TRUE(allowed({}).value("parse").toArray().isEmpty());
  EXPECT_TRUE(allowed({}).value("roles").toArray().isEmpty());
  EXPECT_TRUE(allowed("<@&123> <@45>").value("roles").toArray() == QJsonArray{"123"});
  EXPECT_TRUE(allowed("<@&123> <@45>").value("users").toArray() == QJsonArray{"45"});
  EXPECT_TRUE(allowed("@everyone").value("parse").toArray().isEmpty());
}

}  // namespace
}  // namespace vigie::stack
