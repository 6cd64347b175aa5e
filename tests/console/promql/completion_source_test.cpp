#include "console/promql/completion_source.h"

#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QNetworkAccessManager>
#include <gtest/gtest.h>

namespace vigie::console::promql {
namespace {

using test::FakePrometheus;
using test::waitFor;

QStringList textsOf(const std::vector<Completion>& completions) {
  QStringList texts;
  for (const Completion& completion : completions) texts.append(completion.text);
  return texts;
}

Completion named(const char* text) {
  Completion completion;
  completion.text = QString::fromLatin1(text);
  return completion;
}

TEST(CompletionRankingTest, PutsWhatStartsAlikeInFrontOfWhatHoldsIt) {
  const std::vector<Completion> all = {named("go_http"), named("xhttpx"), named("http_requests"), named("http"),
                                       named("none")};
  EXPECT_EQ(textsOf(ranked(all, QStringLiteral("http"), 10)),
            (QStringList{QStringLiteral("http"), QStringLiteral("http_requests"), QStringLiteral("go_http"),
                         QStringLiteral("xhttpx")}));
  EXPECT_EQ(ranked(all, {}, 2).size(), 2U);
  EXPECT_EQ(textsOf(ranked(all, QStringLiteral("hreq"), 10)), QStringList{QStringLiteral("http_requests")});
}

class CompletionSourceTest : public testing::Test {
 protected:
  CompletionSourceTest() {
    prometheus.respond = [this](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      asked.append(request.path);
      if (request.path == "/api/v1/metadata") {
        return {200, R"({"status":"success","data":{"lat":[{"type":"histogram","help":"How long.","unit":""}]}})"};
      }
      if (request.path == "/api/v1/label/__name__/values") {
        return {200, R"({"status":"success","data":["lat_bucket","up"]})"};
      }
      if (request.path == "/api/v1/label/job/values") return {200, R"({"status":"success","data":["a\"b","c.d"]})"};
      return {200, R"({"status":"success","data":["__name__","instance","job"]})"};
    };
    QObject::connect(&source, &CompletionSource::offered, &source,
                     [this](const CompletionContext&, const std::vector<Completion>& completions, const QString& why) {
                       offered = completions;
                       problem = why;
                       ++offers;
                     });
  }
  bool complete(const char* text) {
    const int before = offers;
    source.complete(QString::fromLatin1(text), static_cast<qsizetype>(qstrlen(text)));
    return waitFor([this, before] { return offers > before; });
  }
  const Completion* find(const char* text) const {
    for (const Completion& completion : offered) {
      if (completion.text == QLatin1String(text)) return &completion;
    }
    return nullptr;
  }

  FakePrometheus prometheus;
  QNetworkAccessManager network;
  MetadataClient metadata{network, prometheus.url()};
  CompletionSource source{metadata};
  std::vector<Completion> offered;
  QString problem;
  int offers = 0;
  QList<QByteArray> asked;
};

TEST_F(CompletionSourceTest, OffersMetricsWithTheirTypeAndHelpBesideFunctions) {
  ASSERT_TRUE(complete("l"));
  ASSERT_TRUE(waitFor([this] { return !source.metadataOf(QStringLiteral("lat_bucket")).type.isEmpty(); }));
  ASSERT_TRUE(complete("la"));
  ASSERT_TRUE(find("lat_bucket"));
  EXPECT_EQ(find("lat_bucket")->type, QStringLiteral("histogram"));
  EXPECT_EQ(find("lat_bucket")->help, QStringLiteral("How long."));
  ASSERT_TRUE(find("label_replace"));
  EXPECT_EQ(find("label_replace")->insertion, QStringLiteral("label_replace()"));
  EXPECT_EQ(find("label_replace")->stepsBack, 1);
  EXPECT_EQ(asked.count("/api/v1/label/__name__/values"), 1) << "what is known is not asked again";
}

TEST_F(CompletionSourceTest, OffersLabelsWithoutTheMetricsName) {
  ASSERT_TRUE(complete("up{"));
  EXPECT_EQ(textsOf(offered), (QStringList{QStringLiteral("instance"), QStringLiteral("job")}));
  EXPECT_EQ(offered.front().insertion, QStringLiteral("instance=\"\""));
}

TEST_F(CompletionSourceTest, QuotesValues) {
  ASSERT_TRUE(complete("up{job="));
  EXPECT_EQ(offered.front().insertion, QStringLiteral("\"a\\\"b\""));
  ASSERT_TRUE(complete("up{job=~\"c"));
  EXPECT_EQ(offered.front().insertion, QStringLiteral("c\\\\.d")) << "a point means itself in a regular expression";
}

TEST_F(CompletionSourceTest, OffersTheLanguageWhilePrometheusIsAway) {
  prometheus.stop();
  ASSERT_TRUE(complete("ra"));
  EXPECT_TRUE(find("rate"));
  EXPECT_FALSE(problem.isEmpty());
}

}  // namespace
}  // namespace vigie::console::promql
