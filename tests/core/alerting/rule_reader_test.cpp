#include "core/alerting/rule_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace vigie::alerting {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

/// One rule, whole; line numbers in the tests below count from here.
constexpr const char* kFile = R"(apiVersion: 1
groups:
  - orgId: 1
    name: ai-api
    folder: AI API
    interval: 10s
    rules:
      - uid: service-down
        title: ServiceDown
        condition: C
        for: 1m30s
        noDataState: Alerting
        execErrState: OK
        data:
          - refId: A
            datasourceUid: prometheus
            relativeTimeRange: {from: 600, to: 0}
            model: {refId: A, instant: true, range: false, expr: '1 - up or vector(0)'}
          - refId: B
            datasourceUid: prometheus
            relativeTimeRange: {from: 600, to: 0}
            model: {refId: B, instant: true, expr: vector(1)}
          - refId: C
            datasourceUid: __expr__
            model:
              refId: C
              type: threshold
              expression: A
              conditions:
                - evaluator: {type: gt, params: [0.5]}
        labels: {severity: critical}
        annotations: {summary: 'gone', description: '{{ $labels.job }}'}
)";

std::string with(std::string_view what, std::string_view instead) {
  std::string text = kFile;
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), instead);
}

std::string faultOf(const std::string& text) {
  const auto read = readAlertRules(text, "rules.yaml");
  return read ? "(it was read)" : read.error().message;
}

TEST(RuleReaderTest, ReadsARuleWhole) {
  const auto groups = readAlertRules(kFile, "rules.yaml").value();
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].name, "ai-api");
  EXPECT_EQ(groups[0].folder, "AI API");
  EXPECT_EQ(groups[0].interval, seconds(10));
  ASSERT_EQ(groups[0].rules.size(), 1U);
  const auto& rule = groups[0].rules[0];
  EXPECT_EQ(rule.uid, "service-down");
  EXPECT_EQ(rule.title, "ServiceDown");
  EXPECT_EQ(rule.query.refId, "A");
  EXPECT_EQ(rule.query.expression, "1 - up or vector(0)");
  EXPECT_EQ(rule.comparison, Comparison::kGreater);
  EXPECT_EQ(rule.limit, 0.5);
  EXPECT_EQ(rule.pendingFor, seconds(90));
  EXPECT_EQ(rule.noData, Fallback::kAlerting);
  EXPECT_EQ(rule.executionError, Fallback::kOk);
  EXPECT_FALSE(rule.paused);
  EXPECT_EQ(rule.labels.at("severity"), "critical");
  EXPECT_EQ(rule.annotations.at("description"), "{{ $labels.job }}");
  ASSERT_EQ(rule.others.size(), 1U);
  EXPECT_EQ(rule.others[0].refId, "B");
}

TEST(RuleReaderTest, FindsNoRulesInAFileOfContactPoints) {
  const auto groups = readAlertRules("apiVersion: 1\ncontactPoints:\n  - name: discord-default\n", "c.yaml");
  ASSERT_TRUE(groups.has_value()) << groups.error().message;
  EXPECT_TRUE(groups->empty());
}

struct Broken {
  const char* name;
  const char* what;
  const char* instead;
  const char* says;
};

class BrokenRuleTest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenRuleTest, IsRefusedWithALineThatHelps) {
  const auto said = faultOf(with(GetParam().what, GetParam().instead));
  EXPECT_THAT(said, testing::StartsWith("rules.yaml, line "));
  EXPECT_THAT(said, HasSubstr(GetParam().says));
  EXPECT_EQ(said.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenRuleTest,
    testing::Values(
        Broken{"UnknownKey", "for: 1m30s", "keep_firing_for: 1m",
               "'keep_firing_for' is not a key of a rule; known are: uid"},
        Broken{"UnknownTopKey", "groups:", "groupes:", "line 2: 'groupes' is not a key of an alerting file"},
        Broken{"DoubledKey", "title: ServiceDown", "uid: other", "'uid' stands twice in a rule"},
        Broken{"NoTitle", "        title: ServiceDown\n", "", "a rule has no 'title'"},
        Broken{"NoInterval", "    interval: 10s\n", "", "a group has no 'interval'"},
        Broken{"OddInterval", "interval: 10s", "interval: 15s", "line 6: 'interval' must be a multiple of 10s"},
        Broken{"NoDuration", "for: 1m30s", "for: 1.5m", "line 11: 'for' '1.5m' is not a duration such as"},
        Broken{"UnitsUpsideDown", "for: 1m30s", "for: 30s1m", "is not a duration"},
        Broken{"LongUid", "uid: service-down", "uid: a-uid-that-is-longer-than-forty-characters", "at most 40 letters"},
        Broken{"OddUid", "uid: service-down", "uid: service.down", "at most 40 letters"},
        Broken{"RangeQuery", "instant: true, range: false", "instant: false, range: true", "a query must be instant"},
        Broken{"NeitherRangeNorInstant", "instant: true, range: false, ", "", "a query must be instant"},
        Broken{"GrafanaVariable", "'1 - up or vector(0)'", "'rate(x[$__rate_interval])'", "must not hold a '$'"},
        Broken{"ConditionNamesNothing", "condition: C", "condition: D", "'D' is none"},
        Broken{"ConditionNamesTheQuery", "condition: C", "condition: A", "'A' is none"},
        Broken{"ThresholdReadsNothing", "expression: A", "expression: X", "the threshold reads 'X', which is no query"},
        Broken{"AnotherExpression", "type: threshold", "type: math", "an expression of type 'math' is not read"},
        Broken{"AnotherEvaluator", "type: gt", "type: within_range", "the evaluator 'within_range' is not read"},
        Broken{"TwoLimits", "params: [0.5]", "params: [0.5, 1]", "'params' must hold one limit"},
        Broken{"LimitInQuotes", "params: [0.5]", "params: ['0.5']", "must be a number, without quotes"},
        Broken{"RefIdTwice", "- refId: B\n", "- refId: A\n", "the refId 'A' is used twice"},
        Broken{"ModelOfAnother", "model: {refId: B", "model: {refId: Z",
               "the model's refId must be that of its entry, 'B'"},
        Broken{"TimeUpsideDown", "{from: 600, to: 0}", "{from: 0, to: 600}", "'from' must be more seconds ago"},
        Broken{"NoDataRaisesAnotherAlert", "noDataState: Alerting", "noDataState: NoData", "must be OK or Alerting"},
        Broken{"NoExecErrState", "        execErrState: OK\n", "", "a rule has no 'execErrState'"},
        Broken{"LabelWithATemplate", "severity: critical", "severity: '{{ $values.A.Value }}'", "must be a fixed text"},
        Broken{"LabelOfTheEnvironment", "severity: critical", "severity: $SEVERITY", "must be a fixed text"},
        Broken{"LabelIsANumber", "severity: critical", "severity: 1", "write it in quotes"},
        Broken{"OddLabelName", "severity: critical", "severity-level: critical", "is not a name such as severity"},
        Broken{"AnnotationOfTheEnvironment", "'gone'", "'${HOME}'", "must not hold '${'"},
        Broken{"PausedInWords", "for: 1m30s", "isPaused: 'yes'", "'isPaused' must be true or false"},
        Broken{"NotYaml", "groups:", "groups: [", "is not YAML: "},
        Broken{"RulesAreNoList", "    rules:\n      - uid", "    rules:\n        uid",
               "'rules' of a group must be a list"}),
    [](const auto& given) { return std::string(given.param.name); });

TEST(RuleReaderTest, RefusesTheSameUidInTwoRules) {
  const std::string text = kFile;
  const auto rule = text.substr(text.find("      - uid"));
  EXPECT_THAT(faultOf(text + rule), HasSubstr("the uid 'service-down' is used twice"));
}

TEST(RuleReaderTest, RefusesWhatIsNoFileOfRules) {
  EXPECT_THAT(faultOf(""), HasSubstr("must hold one YAML document"));
  EXPECT_THAT(faultOf("- a\n- b\n"), HasSubstr("an alerting file must be a mapping"));
  EXPECT_THAT(faultOf("groups: []\n"), HasSubstr("has no 'apiVersion'"));
  EXPECT_THAT(faultOf("apiVersion: 2\n"), HasSubstr("'apiVersion' must be 1"));
  EXPECT_THAT(faultOf("apiVersion: 1\nname: caf\xE9\n"), HasSubstr("is not UTF-8"));
  for (const auto* const endless : {",", "[a],", "apiVersion: 1\n...\n,"}) {
    EXPECT_THAT(faultOf(endless), HasSubstr("must hold one YAML document"));
  }
  EXPECT_THAT(faultOf("apiVersion: 1\n---\napiVersion: 1\n"), HasSubstr("must hold one YAML document"));
  EXPECT_THAT(faultOf(std::string(2'000'000, ' ')), HasSubstr("over 256 KiB"));
}

TEST(RuleReaderTest, SurvivesWhatNobodyWrites) {
  EXPECT_THAT(faultOf(std::string(100'000, '[')), HasSubstr("is not YAML"));
  EXPECT_THAT(faultOf("apiVersion: 1\ngroups: &g [*g]\n"), HasSubstr("rules.yaml"));
  faultOf(std::string("apiVersion: 1\0groups: x", 23));
  // Every beginning of a file is either read or refused.
  const std::string text = kFile;
  for (std::size_t length = 0; length < text.size(); length += 7) faultOf(text.substr(0, length));
}

TEST(RuleReaderTest, ReadsTheRulesOfTheRepository) {
  std::ifstream in(VIGIE_SOURCE_DIR "/monitoring/grafana/provisioning/alerting/rules.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  const auto groups = readAlertRules(text.str(), "rules.yaml");
  ASSERT_TRUE(groups.has_value()) << groups.error().message;
  ASSERT_EQ(groups->size(), 1U);
  EXPECT_EQ(groups->front().rules.size(), 10U);
}

}  // namespace
}  // namespace vigie::alerting
