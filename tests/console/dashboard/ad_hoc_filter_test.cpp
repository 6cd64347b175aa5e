// Ad-hoc filters as PromQL, as people read them and as Grafana's links carry them.
#include "console/dashboard/ad_hoc_filter.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

TEST(AdHocFilterTest, BecomesAMatcher) {
  EXPECT_EQ(filterMatcher({q("job"), q("="), q("api")}), q("job=\"api\""));
  EXPECT_EQ(filterMatcher({q("path"), q("!~"), q("a\\.b\"")}), q(R"(path!~"a\\.b\"")"));
  EXPECT_EQ(filterMatcher({q("pod"), q("=|"), q("a.1"), {q("a.1"), q("b|2")}}), q(R"(pod=~"a\\.1|b\\|2")"))
      << "one of means these texts, whatever they hold";
  EXPECT_EQ(filterMatcher({q("pod"), q("!=|"), q("a"), {q("a")}}), q("pod!~\"a\""));
}

TEST(AdHocFilterTest, SelectsWhatTheFiltersLetThrough) {
  EXPECT_EQ(filterSelector({}), QString());
  EXPECT_EQ(filterSelector({{q("job"), q("!="), q("a")}}), q("{__name__=~\".+\",job!=\"a\"}"))
      << "Prometheus refuses a selector that matches nothing as well";
  EXPECT_EQ(filterSelector({{q("n"), q("<"), q("3")}, {q(""), q("="), q("x")}}), QString())
      << "what Prometheus does not know, or is half written, narrows nothing";
}

TEST(AdHocFilterTest, GoesThroughALinkUnchanged) {
  const std::vector<AdHocFilter> filters = {{q("job"), q("="), q("api")},
                                            {q("path"), q("=~"), q("/a|/b,c#d")},
                                            {q("empty"), q("!="), QString()},
                                            {q("pod"), q("=|"), q("x|y"), {q("x|y"), q("z")}}};
  for (const AdHocFilter& filter : filters) {
    const auto read = filterFromLink(filterInLink(filter));
    ASSERT_TRUE(read) << filterInLink(filter).toStdString();
    EXPECT_EQ(*read, filter) << filterInLink(filter).toStdString();
  }
}

// As Grafana writes them (grafana/scenes, AdHocFiltersVariable.test.tsx).
TEST(AdHocFilterTest, ReadsGrafanasLinks) {
  EXPECT_EQ(filterInLink({q("path"), q("=~"), q("a|b")}), q("path|=~|a__gfp__b"));
  EXPECT_EQ(filterInLink({q("pod"), q("=|"), q("x"), {q("x"), q("y")}}), q("pod|=__gfp__|x|y"));
  EXPECT_EQ(filterFromLink(q("cluster,Cluster label|=|1,One")), (AdHocFilter{q("cluster"), q("="), q("1")}))
      << "labels for people are left out";
  EXPECT_EQ(filterFromLink(q("a|=|b\\c\\=\\dashboards")), (AdHocFilter{q("a"), q("="), q("b")}));
  EXPECT_FALSE(filterFromLink(q("invalid")));
  EXPECT_FALSE(filterFromLink(QString()));
  EXPECT_FALSE(filterFromLink(q("|=|b")));
}

TEST(AdHocFilterTest, SaysItselfInWords) {
  EXPECT_EQ(filterWords({q("job"), q("!="), q("api")}), q("job != api"));
  EXPECT_EQ(filterWords({q("job"), q("="), QString()}), q("job = \"\""));
}

}  // namespace
}  // namespace vigie::console
