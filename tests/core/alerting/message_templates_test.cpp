#include "core/alerting/message_templates.h"

#include <gtest/gtest.h>

namespace vigie::alerting {
namespace {

constexpr const char* kPoints = R"(apiVersion: 1
contactPoints:
  - name: discord-default
    receivers:
      - uid: d
        type: discord
        settings:
          url: $DISCORD_WEBHOOK_URL
          title: 'the title'
          message: 'the message'
)";
constexpr const char* kTemplates = R"(apiVersion: 1
templates:
  - name: vigie
    template: '{{ define "x" }}{{ end }}'
)";

TEST(MessageTemplatesTest, ReadsTitleMessageAndDefinitions) {
  const auto read = readMessageTemplates(kPoints, kTemplates);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->title, "the title");
  EXPECT_EQ(read->message, "the message");
  EXPECT_EQ(read->definitions, R"({{ define "x" }}{{ end }})");
}

TEST(MessageTemplatesTest, NamesFileAndLineOfWhatIsWrong) {
  std::string other = kPoints;
  other.replace(other.find("type: discord"), 13, "type: slack");
  EXPECT_EQ(readMessageTemplates(other, kTemplates).error().message,
            "contact-points.yaml, line 6: the receiver must be discord");
  const auto broken = readMessageTemplates(kPoints, "templates: [");
  ASSERT_FALSE(broken.has_value());
  EXPECT_EQ(broken.error().message.rfind("templates.yaml, line ", 0), 0U) << broken.error().message;
}

TEST(MessageTemplatesTest, ReplacesVariablesAsGrafanaDoes) {
  const std::map<std::string, std::string> values{{"ROLE", "<@&1>"}};
  EXPECT_EQ(expandVariables("a $ROLE/b $$5 {{ .X }}$UNSET.", values), "a <@&1>/b $5 {{ .X }}.");
  EXPECT_EQ(expandVariables("$ROLE", values), "<@&1>");
  EXPECT_EQ(expandVariables("ends with $", values), "ends with ");
}

}  // namespace
}  // namespace vigie::alerting
