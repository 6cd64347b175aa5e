// Links of values: what Grafana's variables become in them, and which are opened.
#include "console/dashboard/data_links.h"

#include "console/dashboard/board_links.h"

#include <QJsonDocument>

#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

class DataLinksTest : public testing::Test {
 protected:
  DataLinksTest() {
    place.grafana = QUrl(q("https://grafana.example/sub"));
    place.time.raw = {q("now-6h"), q("now")};
    place.variables = {{q("job"), q("a b")}, {q("job"), q("c&d")}};
    place.lookup = [](const QString& name) -> std::optional<VariableValue> {
      if (name != QLatin1String("job")) return std::nullopt;
      return VariableValue{name, {q("a b")}, false, false, false, false, q("A and B")};
    };
    subject = {q("POST /chat"),
               {{q("code"), q("5xx")}, {q("path"), q("/v1/chat?x")}},
               12.5,
               q("12.5 s"),
               1'700'000'000'000,
               {{q("Instance"), q("db 1")}}};
  }
  [[nodiscard]] QString urlOf(const char* url) const {
    return QString::fromLatin1(resolveLink({q("t"), q(url), false}, place, &subject).url.toEncoded());
  }
  [[nodiscard]] QString refusalOf(const char* url) const {
    return resolveLink({q("t"), q(url), false}, place, &subject).refusal;
  }

  LinkPlace place;
  LinkSubject subject;
};

TEST_F(DataLinksTest, FillsInTheValueItsSeriesAndItsLabels) {
  EXPECT_EQ(urlOf("https://x.example/?v=${__value.raw}&t=${__value.time}&n=${__value.numeric}"),
            q("https://x.example/?v=12.5&t=1700000000000&n=12.5"));
  EXPECT_EQ(urlOf("https://x.example/?s=${__series.name}&f=${__field.name}"),
            q("https://x.example/?s=POST%20%2Fchat&f=POST%20%2Fchat"));
  EXPECT_EQ(urlOf("https://x.example/?c=${__field.labels.code}&p=${__field.labels[\"path\"]}&z=${__field.labels.none}"),
            q("https://x.example/?c=5xx&p=%2Fv1%2Fchat%3Fx&z="));
  EXPECT_EQ(
      urlOf(
          "https://x.example/?a=${__data.fields.Instance}&b=${__data.fields[0]}&c=${__data.fields[\"Instance\"].text}"),
      q("https://x.example/?a=db%201&b=db%201&c=db%201"));
}

TEST_F(DataLinksTest, FillsInTheRangeAndWhatIsChosen) {
  EXPECT_EQ(urlOf("https://x.example/?${__url_time_range}"), q("https://x.example/?from=now-6h&to=now"));
  EXPECT_EQ(urlOf("https://x.example/?${__all_variables}&j=${job}"),
            q("https://x.example/?var-job=a%20b&var-job=c%26d&j=a%20b"));
  EXPECT_EQ(resolveLink({q("${__series.name} of ${job}"), q("https://x.example"), false}, place, &subject).title,
            q("POST /chat of A and B"));
}

TEST_F(DataLinksTest, LeadsPathsIntoTheConfiguredGrafana) {
  EXPECT_EQ(urlOf("/d/uid/x?var-c=${__field.labels.code}"), q("https://grafana.example/sub/d/uid/x?var-c=5xx"));
  EXPECT_TRUE(refusalOf("/d/uid").isEmpty());
  place.grafana.clear();
  EXPECT_TRUE(refusalOf("/d/uid").isEmpty());
  EXPECT_EQ(urlOf("/d/uid/x?var-c=${__field.labels.code}"), q("vigie:/d/uid/x?var-c=5xx")) << "the console's own";
  EXPECT_FALSE(refusalOf("/explore?left=x").isEmpty()) << "there is no Grafana whose path that is";
}

TEST_F(DataLinksTest, ResolvesTheLinksOfADashboard) {
  const auto links = readBoardLinks(QJsonDocument::fromJson(R"([
      {"type":"link","title":"Run $job","url":"https://x.example/a?b=1","keepTime":true,"includeVars":true},
      {"type":"dashboards","title":"","tags":["ai","api x"],"asDropdown":true},
      {"type":"dashboards","title":"One","tags":"old"},
      {"type":"dashboard","dashUri":"db/overview","title":"Before 5"},
      {"type":"link","title":"without an address"}])").array());
  ASSERT_EQ(links.size(), 4U);
  const auto to = [&](std::size_t i) { return resolveBoardLink(links[i], place).url.toString(QUrl::FullyEncoded); };
  EXPECT_EQ(to(0), q("https://x.example/a?b=1&from=now-6h&to=now&var-job=a%20b&var-job=c%26d"));
  EXPECT_EQ(resolveBoardLink(links[0], place).title, q("Run A and B"));
  EXPECT_EQ(to(1), q("https://grafana.example/sub/dashboards?tag=ai&tag=api%20x"));
  EXPECT_EQ(resolveBoardLink(links[1], place).title, q("ai, api x"));
  EXPECT_EQ(to(3), q("https://grafana.example/sub/dashboard/db/overview"));
  place.grafana.clear();
  EXPECT_EQ(to(2), q("vigie:/dashboards?tag=old"));
  EXPECT_FALSE(resolveBoardLink(links[3], place).refusal.isEmpty());
}

TEST_F(DataLinksTest, OpensNothingButTheWeb) {
  EXPECT_TRUE(refusalOf("http://x.example").isEmpty());
  for (const char* url : {"file:///etc/passwd", "javascript:alert(1)", "smb://host/share", "vscode://x/y",
                          "mailto:a@b.example", "//evil.example/x", "vigie:/d/uid", "d/uid", "", "https:", "ssh://host"}) {
    EXPECT_FALSE(refusalOf(url).isEmpty()) << url;
  }
}

TEST_F(DataLinksTest, CannotBeLedAstrayByAValue) {
  subject.text = q("javascript:alert(1)");
  subject.number.reset();
  EXPECT_FALSE(refusalOf("${__value.raw}").isEmpty());
  EXPECT_FALSE(refusalOf("${__value.text:raw}").isEmpty());
  subject.labels = {{q("host"), q("evil.example/#")}};
  EXPECT_EQ(QUrl(urlOf("https://x.example/${__field.labels.host}")).host(), q("x.example"));
}

TEST_F(DataLinksTest, NamesALinkWithoutATitleByItsAddress) {
  EXPECT_EQ(resolveLink({{}, q("https://x.example/a"), false}, place).title, q("https://x.example/a"));
  EXPECT_FALSE(resolveLink({{}, {}, false}, place).title.isEmpty());
}

TEST_F(DataLinksTest, LeavesValuesOfAPanelsOwnLinkAsTheyAreWritten) {
  EXPECT_EQ(resolveLink({q("${__value.raw}"), q("https://x.example"), false}, place).title, q("${__value.raw}"));
}

}  // namespace
}  // namespace vigie::console
