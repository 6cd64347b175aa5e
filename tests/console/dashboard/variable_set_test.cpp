// A dashboard's variables over a scripted Prometheus: who is asked when, and what is chosen.
#include "console/dashboard/variable_set.h"

#include "console/prometheus/metadata_client.h"
#include "tests/support/fake_prometheus.h"
#include "tests/support/qt_wait.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <gtest/gtest.h>

namespace vigie::console {
namespace {

using test::FakePrometheus;
using test::waitFor;

QString q(const char* text) { return QString::fromUtf8(text); }

std::vector<Variable> variablesOf(const char* json) {
  std::vector<Variable> variables;
  for (const QJsonValue& value : QJsonDocument::fromJson(json).array())
    variables.push_back(readVariable(value.toObject()));
  return variables;
}

class VariableSetTest : public testing::Test {
 protected:
  VariableSetTest() {
    prometheus.respond = [this](const FakePrometheus::Request& request) -> FakePrometheus::Reply {
      if (failing) return {400, R"({"status":"error","errorType":"bad_data","error":"no such thing"})"};
      const QByteArray match = request.form.value("match[]");
      if (request.path == "/api/v1/label/job/values") return {200, R"({"status":"success","data":["b","a"]})"};
      if (match.contains("\"a\"")) return {200, R"({"status":"success","data":["a1","a2"]})"};
      return {200, R"({"status":"success","data":["b1"]})"};
    };
  }

  bool resolve(VariableSet& set) {
    set.resolve({1'000'000, 4'600'000});
    return waitFor([&set] { return set.isResolved(); });
  }

  bool failing = false;
  FakePrometheus prometheus;
  QNetworkAccessManager network;
  PrometheusClient client{network, prometheus.url()};
  MetadataClient metadata{network, prometheus.url()};
};

TEST_F(VariableSetTest, AsksPrometheusNothingThatIsAnothersToAnswer) {
  VariableSet set(variablesOf(R"j([{"name":"app","type":"query","datasource":{"type":"loki","uid":"l"},
                    "query":"label_values(app)","current":{"text":"web","value":"web"},"options":[]}])j"),
                  client, metadata);
  ASSERT_TRUE(resolve(set));
  EXPECT_EQ(prometheus.requests().size(), 0);
  EXPECT_EQ(set.value(q("app"))->values, QStringList{q("web")}) << "what was saved stays";
}

constexpr const char* kChain = R"j([
  {"name":"instance","type":"query","query":"label_values(up{job=\"$job\"}, instance)","refresh":2},
  {"name":"job","type":"query","query":"label_values(job)","sort":1}])j";

TEST_F(VariableSetTest, AsksInTheOrderInWhichVariablesDependOnEachOther) {
  VariableSet set(variablesOf(kChain), client, metadata);
  ASSERT_TRUE(resolve(set));
  ASSERT_EQ(prometheus.requests().size(), 2);
  EXPECT_EQ(prometheus.requests()[0].path, "/api/v1/label/job/values");
  EXPECT_EQ(prometheus.requests()[1].form.value("match[]"), "up{job=\"a\"}");
  EXPECT_EQ(prometheus.requests()[1].form.value("start"), "1000.000");
  EXPECT_EQ(set.value(q("instance"))->values, QStringList{q("a1")});
  EXPECT_TRUE(prometheus.violations().isEmpty());
}

TEST_F(VariableSetTest, AsksAnewWhatDependsOnAChoice) {
  VariableSet set(variablesOf(kChain), client, metadata);
  ASSERT_TRUE(resolve(set));
  set.choose(q("job"), {q("b")});
  EXPECT_FALSE(set.isResolved());
  ASSERT_TRUE(waitFor([&set] { return set.isResolved(); }));
  EXPECT_EQ(prometheus.requests().size(), 3) << "the chosen one itself is not asked again";
  EXPECT_EQ(set.value(q("instance"))->values, QStringList{q("b1")});
}

TEST_F(VariableSetTest, AsksAnewWithTheTimeRangeOnlyWhatFollowsIt) {
  VariableSet set(variablesOf(kChain), client, metadata);
  ASSERT_TRUE(resolve(set));
  set.resolve({2'000'000, 5'600'000});
  ASSERT_TRUE(waitFor([&set] { return set.isResolved(); }));
  ASSERT_EQ(prometheus.requests().size(), 3);
  EXPECT_EQ(prometheus.requests()[2].path, "/api/v1/label/instance/values");
}

TEST_F(VariableSetTest, MeansAllOptionsByAllOrItsOwnValue) {
  VariableSet set(variablesOf(R"j([
    {"name":"every","type":"query","query":"label_values(job)","includeAll":true,"multi":true},
    {"name":"own","type":"query","query":"label_values(job)","includeAll":true,"allValue":".+","current":{"value":"$__all"}}])j"),
                  client, metadata);
  ASSERT_TRUE(resolve(set));
  const auto filled = [&set](const char* text) { return interpolate(q(text), set.lookup(), kPromQlFormat); };
  EXPECT_EQ(filled("x{job=~\"$every\"}"), q("x{job=~\"(b|a)\"}"));
  EXPECT_EQ(filled("x{job=~\"$own\"}"), q("x{job=~\".+\"}"));
  EXPECT_EQ(filled("${every:text}"), q("All"));
  EXPECT_EQ(filled("${every:queryparam}"), q("var-every=%24__all"));
  EXPECT_EQ(set.chosenOptions(q("every")).size(), 2U) << "a repeated panel gets each";
  set.choose(q("every"), {q("a")});
  EXPECT_EQ(filled("x{job=~\"$every\"}"), q("x{job=~\"a\"}"));
}

TEST_F(VariableSetTest, KeepsWhatWasPinnedAndDropsWhatIsGone) {
  VariableSet set(variablesOf(R"j([
    {"name":"pinned","type":"query","query":"label_values(job)"},
    {"name":"gone","type":"query","query":"label_values(job)","current":{"value":"old"}},
    {"name":"kept","type":"query","query":"label_values(job)","current":{"value":"a"}}])j"),
                  client, metadata);
  set.pin(q("pinned"), {q("not among them")});
  ASSERT_TRUE(resolve(set));
  EXPECT_EQ(set.value(q("pinned"))->values, QStringList{q("not among them")});
  EXPECT_EQ(set.value(q("gone"))->values, QStringList{q("b")});
  EXPECT_EQ(set.value(q("kept"))->values, QStringList{q("a")});
}

TEST_F(VariableSetTest, ResolvesWithAReasonWhenPrometheusRefuses) {
  failing = true;
  VariableSet set(
      variablesOf(R"j([{"name":"job","type":"query","query":"label_values(job)","current":{"value":"saved"}}])j"),
      client, metadata);
  ASSERT_TRUE(resolve(set));
  EXPECT_EQ(set.problemOf(q("job")), q("no such thing"));
  EXPECT_EQ(set.value(q("job"))->values, QStringList{q("saved")}) << "the panels may still be right";
}

TEST_F(VariableSetTest, KnowsIntervalsAndGrafanasOwn) {
  VariableSet set(variablesOf(R"j([{"name":"i","type":"interval","query":"1m,10m","auto":true,"auto_count":30,
    "auto_min":"10s","current":{"value":"$__auto_interval_i"}}])j"),
                  client, metadata);
  ASSERT_TRUE(resolve(set));
  // An hour in thirty steps: 120 s.
  EXPECT_EQ(interpolate(q("$i $__from ${__to:date:seconds}"), set.lookup(), kPromQlFormat), q("2m 1000000 4600"));
  EXPECT_TRUE(prometheus.requests().isEmpty());
}

TEST_F(VariableSetTest, EndsThoughVariablesDependInACircle) {
  VariableSet set(variablesOf(R"j([{"name":"a","type":"query","query":"label_values(x{b=\"$b\"}, y)"},
    {"name":"b","type":"query","query":"label_values(x{a=\"$a\"}, y)"}])j"),
                  client, metadata);
  EXPECT_TRUE(resolve(set));
}

TEST_F(VariableSetTest, TakesAllOrTheFirstWhereNothingIsChosen) {
  VariableSet set(variablesOf(R"j([
    {"name":"every","type":"query","query":"label_values(job)","includeAll":true,"multi":true,"current":{"value":["a"]}},
    {"name":"some","type":"query","query":"label_values(job)","multi":true,"current":{"value":["a"]}}])j"),
                  client, metadata);
  ASSERT_TRUE(resolve(set));
  set.choose(q("every"), {});
  set.choose(q("some"), {});
  EXPECT_TRUE(set.value(q("every"))->isAll);
  EXPECT_EQ(set.value(q("some"))->values, QStringList{q("b")});
}

TEST_F(VariableSetTest, ChangesFiltersOnceAndKeepsTheDashboardsOwn) {
  VariableSet set(
      variablesOf(R"j([{"name":"f","type":"adhoc","baseFilters":[{"key":"env","operator":"=","value":"prod"}],
    "filters":[{"key":"job","operator":"=","value":"a"}]}])j"),
      client, metadata);
  ASSERT_TRUE(resolve(set));
  int resolved = 0;
  int byHand = 0;
  QObject::connect(&set, &VariableSet::resolved, &set, [&resolved] { ++resolved; });
  QObject::connect(&set, &VariableSet::chosenByHand, &set, [&byHand] { ++byHand; });
  const std::vector<AdHocFilter> wanted = {{q("path"), q("=~"), q("/a|/b")}};
  set.chooseFilters(q("f"), wanted);
  set.chooseFilters(q("f"), wanted);
  EXPECT_EQ(resolved, 1) << "the same again changes nothing";
  EXPECT_EQ(byHand, 1);
  ASSERT_EQ(set.filters().size(), 2U);
  EXPECT_EQ(set.filters()[0].key, q("env"));
  EXPECT_EQ(set.filters()[1], wanted[0]);
  EXPECT_EQ(interpolate(q("up{a=\"1\",${f}}"), set.lookup({}), kDefaultFormat),
            q("up{a=\"1\",env=\"prod\",path=~\"/a|/b\"}"))
      << "where an expression names them";
  using State = std::vector<std::pair<QString, QString>>;
  EXPECT_EQ(set.urlState(), (State{{q("f"), q("path|=~|/a__gfp__/b")}}));
  set.chooseFilters(q("f"), {});
  EXPECT_EQ(set.urlState(), (State{{q("f"), QString()}})) << "none is said, or the saved ones come back";
}

TEST_F(VariableSetTest, RestoresAStateAndAsksWhatDependsOnIt) {
  VariableSet set(variablesOf(kChain), client, metadata);
  ASSERT_TRUE(resolve(set));
  const auto before = set.urlState();
  set.choose(q("job"), {q("b")});
  ASSERT_TRUE(waitFor([&set] { return set.isResolved(); }));
  EXPECT_FALSE(set.restore(set.urlState())) << "nothing is another";
  EXPECT_TRUE(set.restore(before));
  ASSERT_TRUE(waitFor([&set] { return set.isResolved(); }));
  EXPECT_EQ(set.urlState(), before);
  EXPECT_EQ(set.value(q("instance"))->values, QStringList{q("a1")});
}

}  // namespace
}  // namespace vigie::console
