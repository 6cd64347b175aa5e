#include "console/alerts/discord_text.h"

#include <QDateTime>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

const QDateTime kNow = QDateTime::fromSecsSinceEpoch(1'700'000'130);

QString html(const char* text) {
  const DiscordColours colours{QStringLiteral("#1"), QStringLiteral("#2"), QStringLiteral("#3"), QStringLiteral("#4")};
  return discordHtml(QString::fromUtf8(text), colours, kNow, QLocale::c());
}

TEST(DiscordTextTest, DrawsWhatDiscordDraws) {
  EXPECT_EQ(html("a **b** c\nd"), QStringLiteral("a <b>b</b> c<br>d"));
  EXPECT_TRUE(html("run `ls -l`").contains(QStringLiteral("&nbsp;ls -l&nbsp;</code>")));
  EXPECT_TRUE(
      html("[Panel](<http://h.x/d?a=1&b=2>)").contains(QStringLiteral("href='http://h.x/d?a=1&amp;b=2'>Panel<")));
  EXPECT_TRUE(
      html("see <https://h.x/a.md>.").contains(QStringLiteral("href='https://h.x/a.md'>https://h.x/a.md</a>.")));
  EXPECT_EQ(html("the *Error Rate*, 2 * 3 * 4"), QStringLiteral("the <i>Error Rate</i>, 2 * 3 * 4"));
  EXPECT_TRUE(html("<@&123> look").contains(QStringLiteral("@role")));
}

TEST(DiscordTextTest, TellsMomentsInTheReadersTime) {
  EXPECT_TRUE(html("<t:1700000000:R>").contains(QStringLiteral("2 min 10 s ago")));
  const QString clock = QDateTime::fromSecsSinceEpoch(1'700'000'000).time().toString(QStringLiteral("HH:mm:ss"));
  EXPECT_TRUE(html("since <t:1700000000:T>").contains(clock));
}

TEST(DiscordTextTest, LetsNothingOfATextBecomeHtml) {
  EXPECT_EQ(html("<script>alert(1)</script> & <b>"),
            QStringLiteral("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;"));
  EXPECT_FALSE(html("[x](javascript:alert(1))").contains(QStringLiteral("href")));
  EXPECT_FALSE(html("[x](<https://h.x/'onclick='y>)").contains(QStringLiteral("'onclick")));
  EXPECT_TRUE(html("`<img src=x>`").contains(QStringLiteral("&lt;img")));
}

}  // namespace
}  // namespace vigie::console
