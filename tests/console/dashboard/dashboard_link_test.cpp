// Links as Grafana writes them, read and written; and the way back through the states they say.
#include "console/dashboard/dashboard_link.h"

#include "console/dashboard/link_history.h"

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

DashboardLink everything() {
  DashboardLink link;
  link.uid = q("ai-api");
  link.range = RawRange{q("now-6h"), q("now")};
  link.zone = q("Europe/Paris");
  link.refresh = q("5s");
  link.variables = {{q("job"), q("a b+c&d=é")}, {q("job"), q("$__all")}, {q("filters"), q("k|=~|x__gfp__y")}};
  link.panelId = 7;
  link.kiosk = true;
  return link;
}

TEST(DashboardLinkTest, ComesBackAsItWasWritten) {
  const QString text = linkText(QUrl(q("https://grafana.example/base/")), everything());
  EXPECT_EQ(text, q("https://grafana.example/base/d/ai-api?from=now-6h&to=now&timezone=Europe%2FParis"
                    "&var-job=a%20b%2Bc%26d%3D%C3%A9&var-job=%24__all&var-filters=k%7C%3D~%7Cx__gfp__y"
                    "&refresh=5s&viewPanel=7&kiosk"));
  EXPECT_EQ(linkText(QUrl(q("https://me:secret@grafana.example/base/?orgId=1")), everything()), text)
      << "no password goes into the clipboard";
  const auto read = readLink(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, everything());
  const auto bare = readLink(linkText({}, everything()));
  ASSERT_TRUE(bare) << bare.error().message;
  EXPECT_EQ(*bare, everything()) << "without a Grafana's address too";
}

// Addresses as Grafana's own bar has them, of several versions.
TEST(DashboardLinkTest, ReadsGrafanasAddresses) {
  const auto read = [](const char* text) {
    const auto link = readLink(q(text));
    EXPECT_TRUE(link) << text << ": " << (link ? "" : link.error().message);
    return link ? *link : DashboardLink();
  };
  DashboardLink link = read(
      "http://localhost:3000/d/abc_D-9/a-slug?orgId=1&from=1700000000000&to=1700003600000&var-instance=web%3A1"
      "&var-instance=web%3A2&refresh=10s&viewPanel=panel-4");
  EXPECT_EQ(link.uid, q("abc_D-9"));
  EXPECT_EQ(link.range, (RawRange{q("1700000000000"), q("1700003600000")}));
  EXPECT_EQ(link.variables, (LinkVariables{{q("instance"), q("web:1")}, {q("instance"), q("web:2")}}));
  EXPECT_EQ(link.refresh, q("10s"));
  EXPECT_EQ(link.panelId, 4);
  EXPECT_FALSE(link.zone);
  EXPECT_FALSE(link.kiosk);
  EXPECT_EQ(read("https://g/grafana/d/x?viewPanel=12&kiosk=tv").panelId, 12);
  EXPECT_TRUE(read("https://g/d/x?kiosk=1").kiosk);
  EXPECT_FALSE(read("https://g/d/x?kiosk=false").kiosk);
  EXPECT_EQ(read("https://g/d-solo/x/y?panelId=3").panelId, 3);
  EXPECT_EQ(read("https://g/d/x?viewPanel=panel-2-clone-1").panelId, 2);
  EXPECT_EQ(read("/d/x?from=2024-01-31T08:00:00.000Z&to=now").range->from, q("2024-01-31T08:00:00.000Z"));
  EXPECT_EQ(read("d/x?from=20240131T080000").range, (RawRange{q("2024-01-31T08:00:00Z"), q("now")}));
  EXPECT_EQ(read("?to=now-1h").range, (RawRange{q("now-6h"), q("now-1h")})) << "the end that is missing is Grafana's";
  EXPECT_EQ(read("from=now-24h&var-a=b+c").variables, (LinkVariables{{q("a"), q("b c")}}));
  EXPECT_EQ(read("https://g/d/x#anchor").uid, q("x"));
  EXPECT_EQ(read("?var-a=").variables, (LinkVariables{{q("a"), QString()}}));
}

TEST(DashboardLinkTest, SaysWhatIsWrong) {
  const auto fault = [](const char* text) {
    const auto link = readLink(q(text));
    return link ? std::string("it was taken") : link.error().message;
  };
  EXPECT_NE(fault("https://g/goto/AbC?orgId=1").find("short link"), std::string::npos);
  EXPECT_NE(fault("https://g/explore?left=x").find("no address of a dashboard"), std::string::npos);
  EXPECT_NE(fault("a shopping list").find("looks like /d/"), std::string::npos);
  EXPECT_NE(fault("?unknown=1").find("says nothing"), std::string::npos);
  EXPECT_NE(fault("  ").find("no link"), std::string::npos);
  EXPECT_NE(fault("?from=a\nto=b").find("several lines"), std::string::npos);
}

TEST(DashboardLinkTest, TellsALinkFromOtherText) {
  for (const char* text : {"https://g/d/x", "/d/x?from=now-1h", "d/x", "?from=now-1h", "var-a=b", "from=now-1h&to=now",
                           "http://h/base/d/x/slug?viewPanel=1"}) {
    EXPECT_TRUE(looksLikeLink(q(text))) << text;
  }
  for (const char* text : {"{\"panels\":[]}", "hello", "", "word and word", "sum(rate(x[5m]))", "a=b"}) {
    EXPECT_FALSE(looksLikeLink(q(text))) << text;
  }
}

TEST(LinkHistoryTest, GoesBackAndForwardAsABrowserDoes) {
  const auto state = [](const char* from) {
    DashboardLink link;
    link.range = RawRange{q(from), q("now")};
    return link;
  };
  LinkHistory history;
  EXPECT_FALSE(history.canStep(-1));
  EXPECT_FALSE(history.canStep(1));
  history.note(state("now-1h"));
  history.note(state("now-1h"));
  EXPECT_FALSE(history.canStep(-1)) << "the same again is no step";
  history.note(state("now-2h"));
  history.note(state("now-3h"));
  EXPECT_EQ(history.step(-1), state("now-2h"));
  EXPECT_EQ(history.step(-1), state("now-1h"));
  EXPECT_EQ(history.step(1), state("now-2h"));
  history.amend(state("now-4h"));
  history.note(state("now-5h"));
  EXPECT_FALSE(history.canStep(1)) << "what was ahead is gone";
  EXPECT_EQ(history.step(-1), state("now-4h")) << "as it settled";
}

}  // namespace
}  // namespace vigie::console
