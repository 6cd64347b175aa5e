// Variables as Grafana fills them in. The expected values are those of Grafana's own tests (grafana/scenes
// formatRegistry.test.ts, the Prometheus data source's datasource.test.ts) and of its documentation.
#include "console/dashboard/variable.h"

#include "console/dashboard/variable_format.h"
#include "console/dashboard/variable_query.h"

#include <QJsonDocument>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

QString q(const char* text) { return QString::fromUtf8(text); }

VariableValue one(const char* value, const char* text = nullptr) {
  return {q("server"), {q(value)}, false, false, false, false, q(text ? text : value)};
}

VariableValue several(const QStringList& values) {
  return {q("server"), values, true, true, false, false, values.join(q(" + "))};
}

TEST(VariableFormatTest, FormatsAsGrafanasRegistryDoes) {
  struct Case {
    const char* format;
    VariableValue value;
    const char* expected;
  };
  const std::vector<Case> table = {
      {"lucene", one("foo bar"), "foo\\ bar"},
      {"lucene", one("-1"), "-1"},
      {"lucene", one("-test"), "\\-test"},
      {"lucene", several({q("foo bar"), q("baz")}), "(\"foo\\ bar\" OR \"baz\")"},
      {"lucene", several({}), "__empty__"},
      {"glob", one("foo"), "foo"},
      {"glob", several({q("AA"), q("BB"), q("C.*")}), "{AA,BB,C.*}"},
      {"text", one("v", "display text"), "display text"},
      {"text", several({q("test"), q("test2")}), "test + test2"},
      {"raw", several({q("12"), q("13")}), "12,13"},
      {"raw", one("#Æ³ ̇¹\"Ä1\"#!\"#!½"), "#Æ³ ̇¹\"Ä1\"#!\"#!½"},
      {"regex", one("test."), "test\\."},
      {"regex", several({q("test.")}), "test\\."},
      {"regex", several({q("test."), q("test2")}), "(test\\.|test2)"},
      {"pipe", several({q("test"), q("test2")}), "test|test2"},
      {"distributed", several({q("test")}), "test"},
      {"distributed", several({q("test"), q("test2")}), "test,server=test2"},
      {"csv", one("test"), "test"},
      {"csv", several({q("test"), q("test2")}), "test,test2"},
      {"html", one("<script>alert(asd)</script>"), "&lt;script&gt;alert(asd)&lt;/script&gt;"},
      {"json", several({q("test"), q("12")}), "[\"test\",\"12\"]"},
      {"json", one("test"), "test"},
      {"percentencode", several({q("foo()bar BAZ"), q("test2")}), "%7Bfoo%28%29bar%20BAZ%2Ctest2%7D"},
      {"singlequote", one("test"), "'test'"},
      {"singlequote", several({q("test"), q("test'2")}), "'test','test\\'2'"},
      {"doublequote", one("test"), "\"test\""},
      {"doublequote", several({q("test"), q("test\"2")}), "\"test\",\"test\\\"2\""},
      {"sqlstring", one("test'value"), "'test''value'"},
      {"sqlstring", one("test\"value"), "'test\\\"value'"},
      {"sqlstring", several({q("test"), q("test'value2")}), "'test','test''value2'"},
      {"date", one("1594671549254"), "2020-07-13T20:19:09.254Z"},
      {"date:seconds", one("1594671549254"), "1594671549"},
      {"date:iso", one("1594671549254"), "2020-07-13T20:19:09.254Z"},
      {"date:YYYY-MM", one("1594671549254"), "2020-07"},
      {"date:YYYY-MM:ss", one("1594671549254"), "2020-07:09"},
      {"date:YYYY:MM:DD", one("1594671549254"), "2020:07:13"},
      {"join", several({q("hello"), q("world")}), "hello,world"},
      {"join: | ", several({q("hello"), q("world")}), "hello | world"},
      {"customqueryparam", several({q("api"), q("database")}), "server=api&server=database"},
      {"customqueryparam:p-server", several({q("api"), q("database")}), "p-server=api&p-server=database"},
      {"customqueryparam:p-server:v-", several({q("mysql&postgres"), q("databases!")}),
       "p-server=v-mysql%26postgres&p-server=v-databases%21"},
      {"uriencode", one("/any-path/any-second-path?query=foo()bar BAZ"),
       "/any-path/any-second-path?query=foo%28%29bar%20BAZ"},
      {"queryparam", one("helloAZ%="), "var-server=helloAZ%25%3D"},
  };
  for (const Case& c : table) {
    EXPECT_EQ(formatVariable(c.value, q(c.format)), q(c.expected)) << c.format << ": " << c.expected;
  }
}

TEST(VariableFormatTest, EscapesInsidePromQlAsGrafanasDataSourceDoes) {
  EXPECT_EQ(escapeForPromQl(q("cryptodepression")), q("cryptodepression"));
  EXPECT_EQ(escapeForPromQl(q("looking'glass")), q("looking\\\\'glass"));
  EXPECT_EQ(escapeForPromQl(q("looking\\glass")), q("looking\\\\glass"));
  EXPECT_EQ(escapeForPromQl(q("'loo\\king'glass'")), q("\\\\'loo\\\\king\\\\'glass\\\\'"));
  for (const char* special : {"'", "{", "}", "[", "]", "$", "^", "*", "+", "?", ".", "(", ")", "|"}) {
    EXPECT_EQ(escapeForPromQlRegex(q("looking") + q(special) + q("glass")), q("looking\\\\") + q(special) + q("glass"));
  }
  EXPECT_EQ(escapeForPromQlRegex(q("looking\\glass")), q("looking\\\\\\\\glass"));
  EXPECT_EQ(escapeForPromQlRegex(q("+looking$glass?")), q("\\\\+looking\\\\$glass\\\\?"));
}

TEST(VariableFormatTest, ChoosesThePromQlFormByWhatTheVariableMayHold) {
  const auto filled = [](const VariableValue& value) {
    return interpolate(
        q("up{job=~\"$server\"}"), [&](const QString&) { return std::optional(value); }, kPromQlFormat);
  };
  EXPECT_EQ(filled(one("a.b")), q("up{job=~\"a.b\"}")) << "one value is no regular expression";
  EXPECT_EQ(filled(several({q("a.b")})), q("up{job=~\"a\\\\.b\"}"));
  EXPECT_EQ(filled(several({q("a"), q("b")})), q("up{job=~\"(a|b)\"}"));
  VariableValue all = several({q(".+")});
  all.isVerbatim = all.isAll = true;
  EXPECT_EQ(filled(all), q("up{job=~\".+\"}")) << "a custom all value goes in untouched";
}

TEST(VariableFormatTest, KnowsEverySpellingAndLeavesTheRest) {
  const VariableLookup lookup = [](const QString& name) -> std::optional<VariableValue> {
    if (name == QLatin1String("server")) return several({q("a"), q("b")});
    return std::nullopt;
  };
  const std::vector<std::pair<const char*, const char*>> table = {{"$server", "{a,b}"},
                                                                  {"${server}", "{a,b}"},
                                                                  {"[[server]]", "{a,b}"},
                                                                  {"${server:csv}", "a,b"},
                                                                  {"[[server:pipe]]", "a|b"},
                                                                  {"$server.x", "{a,b}.x"},
                                                                  {"$servers", "$servers"},
                                                                  {"$__interval", "$__interval"},
                                                                  {"a$", "a$"},
                                                                  {"$1", "$1"},
                                                                  {"${server:queryparam}", "var-server=a&var-server=b"},
                                                                  {"${server:nonsense}", "{a,b}"}};
  for (const auto& [text, expected] : table)
    EXPECT_EQ(interpolate(q(text), lookup, kDefaultFormat), q(expected)) << text;
  EXPECT_EQ(variablesIn(q("$a ${b:csv} [[c]] $a")), (QStringList{q("a"), q("b"), q("c")}));
}

TEST(VariableQueryTest, ReadsWhatPrometheusVariablesAsk) {
  using Kind = VariableQuery::Kind;
  const std::vector<std::pair<const char*, VariableQuery>> table = {
      {"label_names()", {Kind::kLabelNames, {}, {}}},
      {"label_values(job)", {Kind::kLabelValues, q("job"), {}}},
      {"label_values({}, job)", {Kind::kLabelValues, q("job"), {}}},
      {"label_values(up, job)", {Kind::kLabelValues, q("job"), q("up")}},
      {"label_values(up{a=\"x,y\", b=~\"(c)\"}, instance) ",
       {Kind::kLabelValues, q("instance"), q("up{a=\"x,y\", b=~\"(c)\"}")}},
      {"metrics(node_.*)", {Kind::kMetrics, {}, q("node_.*")}},
      {"query_result(topk(5, sum(rate(x[5m])) by (y)))",
       {Kind::kQueryResult, {}, q("topk(5, sum(rate(x[5m])) by (y))")}},
      {"up{job=\"a\"}", {Kind::kSeries, {}, q("up{job=\"a\"}")}},
      {"", {Kind::kNothing, {}, {}}},
      {"label_values()", {Kind::kNothing, {}, {}}}};
  for (const auto& [query, expected] : table) EXPECT_EQ(readVariableQuery(q(query)), expected) << query;
}

QStringList valuesOf(const std::vector<VariableOption>& options) {
  QStringList values;
  for (const VariableOption& option : options) values.append(option.value);
  return values;
}

TEST(VariableQueryTest, CutsByRegexAndKeepsEachValueOnce) {
  const QStringList answered{q("node-1:9100"), q("node-2:9100"), q("db:9187"), q("node-1:9200")};
  EXPECT_EQ(valuesOf(optionsFrom(answered, q("/^node/"), 0)), (QStringList{answered[0], answered[1], answered[3]}));
  EXPECT_EQ(valuesOf(optionsFrom(answered, q("/(.*):.*/"), 0)), (QStringList{q("node-1"), q("node-2"), q("db")}));
  const auto named = optionsFrom({q("up{a=\"1\"} 5 0")}, q("/a=\"(?<value>.*?)\".* (?<text>\\d+) /"), 0);
  ASSERT_EQ(named.size(), 1U);
  EXPECT_EQ(named[0].value, q("1"));
  EXPECT_EQ(named[0].text, q("5"));
}

TEST(VariableQueryTest, SortsInEveryOrder) {
  const QStringList answered{q("b10"), q("a2"), q("B1"), q("c")};
  const std::vector<std::pair<int, QStringList>> table = {
      {0, {q("b10"), q("a2"), q("B1"), q("c")}}, {1, {q("B1"), q("a2"), q("b10"), q("c")}},
      {2, {q("c"), q("b10"), q("a2"), q("B1")}}, {3, {q("c"), q("B1"), q("a2"), q("b10")}},
      {4, {q("b10"), q("a2"), q("B1"), q("c")}}, {5, {q("a2"), q("B1"), q("b10"), q("c")}},
      {6, {q("c"), q("b10"), q("B1"), q("a2")}}};
  for (const auto& [sort, expected] : table) EXPECT_EQ(valuesOf(optionsFrom(answered, {}, sort)), expected) << sort;
}

TEST(VariableTest, ReadsEveryKind) {
  const auto read = [](const char* json) { return readVariable(QJsonDocument::fromJson(json).object()); };
  const Variable custom = read(R"({"name":"c","type":"custom","query":"a, b\\, c, Text : value","multi":true})");
  ASSERT_EQ(custom.options.size(), 3U);
  EXPECT_EQ(custom.options[1].value, q("b, c"));
  EXPECT_EQ(custom.options[2], (VariableOption{q("Text"), q("value")}));
  const Variable interval = read(R"({"name":"i","type":"interval","query":"1m,'10m',6h","auto":true,"auto_count":10})");
  EXPECT_EQ(valuesOf(interval.options), (QStringList{q("1m"), q("10m"), q("6h")}));
  EXPECT_TRUE(interval.automatic);
  const Variable query = read(R"j({"name":"q","type":"query","query":{"query":"label_values(up, job)","refId":"x"},
    "current":{"text":["All"],"value":["$__all"]},"includeAll":true,"allValue":".+","refresh":2,"sort":1,"hide":2})j");
  EXPECT_EQ(query.query, q("label_values(up, job)"));
  EXPECT_EQ(query.chosen, QStringList{kAllValue});
  EXPECT_TRUE(query.followsTime);
  EXPECT_EQ(query.hide, VariableHide::kVariable);
  EXPECT_EQ(read(R"({"name":"k","type":"constant","query":"x"})").chosen, QStringList{q("x")});
  EXPECT_EQ(read(R"({"name":"t","type":"textbox","query":"y"})").chosen, QStringList{q("y")});
  const Variable adhoc = read(R"({"name":"f","type":"adhoc","filters":[{"key":"job","operator":"!=","value":"a"}]})");
  ASSERT_EQ(adhoc.filters.size(), 1U);
  EXPECT_EQ(adhoc.filters[0].op, q("!="));
  for (const char* odd :
       {"{}", R"({"name":7,"type":[],"query":{},"current":[],"options":{}})", R"({"current":{"value":{}}})"}) {
    EXPECT_EQ(read(odd).kind, VariableKind::kUnknown) << odd;
  }
}

}  // namespace
}  // namespace vigie::console
