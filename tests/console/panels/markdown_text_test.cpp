// Descriptions in Markdown, as words and as tooltips.
#include "console/panels/markdown_text.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

TEST(MarkdownTextTest, LeavesTheSignsOut) {
  EXPECT_EQ(markdownWords(QStringLiteral("Plain words, and 3 < 4.")), QStringLiteral("Plain words, and 3 < 4."));
  EXPECT_EQ(markdownWords(QStringLiteral("**Errors** of `POST`, see [the runbook](https://x.example).")),
            QStringLiteral("Errors of POST, see the runbook."));
}

TEST(MarkdownTextTest, KeepsWhatIsStrongAndLooksForNoFile) {
  const QString rich = markdownToolTip(QStringLiteral("**Errors** ![a picture](file:///etc/passwd) here"));
  EXPECT_TRUE(rich.contains(QStringLiteral("font-weight"))) << rich.toStdString();
  EXPECT_TRUE(rich.contains(QStringLiteral("a picture")));
  EXPECT_FALSE(rich.contains(QStringLiteral("passwd"))) << rich.toStdString();
}

TEST(MarkdownTextTest, TakesHtmlForText) {
  EXPECT_EQ(markdownToolTip(QStringLiteral("a & b")), QStringLiteral("a &amp; b"));
  const QString rich = markdownToolTip(QStringLiteral("*x* <img src='file:///etc/passwd'>"));
  EXPECT_FALSE(rich.contains(QStringLiteral("<img"))) << rich.toStdString();
}

}  // namespace
}  // namespace vigie::console
