#include "console/settings/render_options.h"

#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

class RenderOptionsTest : public testing::Test {
 protected:
  RenderOptionsTest() {
    QFile file(dashboard);
    file.open(QIODevice::WriteOnly);
    file.write("{}");
  }
  Result<RenderOptionsOutcome> read(const QStringList& flags, const QMap<QString, QString>& environment = {}) {
    return readRenderOptions(QStringList{dashboard} + flags, environment);
  }
  static QStringList words(const char* text) {
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
  }

  QTemporaryDir folder;
  QString dashboard = folder.filePath(QStringLiteral("dashboard.json"));
};

TEST_F(RenderOptionsTest, ReadsEveryFlag) {
  const auto outcome =
      read(words("--out o --prometheus http://p:9090/x/ --from now-6h --to now --var a=1 --var a=2=3 --var b=All "
                 "--size 800x600 --theme dark --panel 7 --scrape-interval 10s --timeout 5"));
  ASSERT_TRUE(outcome) << outcome.error().message;
  const RenderOptions& o = outcome->options;
  EXPECT_EQ(o.prometheus, QUrl(QStringLiteral("http://p:9090/x")));
  EXPECT_EQ(o.variables.value(QStringLiteral("a")), (QStringList{QStringLiteral("1"), QStringLiteral("2=3")}));
  EXPECT_EQ(o.size, QSize(800, 600));
  EXPECT_TRUE(o.dark);
  EXPECT_EQ(o.panel, 7);
  EXPECT_EQ(o.scrapeMs, 10'000);
  EXPECT_EQ(o.timeoutSeconds, 5);
}

TEST_F(RenderOptionsTest, TakesPrometheusFromTheEnvironmentWhenNoFlagSaysOtherwise) {
  const QMap<QString, QString> environment{{QStringLiteral("PROMETHEUS_URL"), QStringLiteral("http://e:1")}};
  EXPECT_EQ(read(words("--out o"), environment)->options.prometheus, QUrl(QStringLiteral("http://e:1")));
  EXPECT_EQ(read(words("--out o --prometheus http://f:2"), environment)->options.prometheus,
            QUrl(QStringLiteral("http://f:2")));
}

TEST_F(RenderOptionsTest, NamesTheFlagThatIsWrong) {
  for (const auto& [flags, named] :
       std::vector<std::pair<const char*, const char*>>{{"", "--out"},
                                                        {"--out o --size 5x5", "--size"},
                                                        {"--out o --from yesterday", "--from"},
                                                        {"--out o --var x", "--var"},
                                                        {"--out o --theme blue", "--theme"},
                                                        {"--out o --panel x", "--panel"},
                                                        {"--out o --prometheus ftp://x", "--prometheus"},
                                                        {"--out o --timeout 0", "--timeout"},
                                                        {"--out o --scrape-interval soon", "--scrape-interval"},
                                                        {"--out o extra.json", "one dashboard"},
                                                        {"--nonsense", "nonsense"}}) {
    const auto outcome = read(words(flags));
    ASSERT_FALSE(outcome) << flags;
    EXPECT_NE(outcome.error().message.find(named), std::string::npos) << outcome.error().message;
  }
}

}  // namespace
}  // namespace vigie::console
