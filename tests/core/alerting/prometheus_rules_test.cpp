#include "core/alerting/prometheus_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie::alerting {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

AlertRuleGroup someGroup() {
  AlertRule rule;
  rule.uid = "service-down";
  rule.title = "ServiceDown";
  rule.query = {"A", "1 - up{job=\"a\"} or\n vector(0)"};
  rule.comparison = Comparison::kLess;
  rule.limit = 0.1;
  rule.pendingFor = seconds(90);
  rule.labels = {{"severity", "critical"}};
  rule.annotations = {{"description", "value {{ $values.A.Value }}"}, {"steps", "1. look\n2. act: \"now\""}};
  return {"ai-api", "AI API", seconds(10), {rule}};
}

TEST(PrometheusRulesTest, WritesOneRuleAsPrometheusReadsIt) {
  EXPECT_EQ(toPrometheusRules({someGroup()}).value(),
            R"(# Converted from Grafana's alert rules by vigie-stack alert-rules; change those, not this file.
groups:
  - name: "AI API/ai-api"
    interval: "10s"
    rules:
      - alert: "ServiceDown"
        expr: "(1 - up{job=\"a\"} or\n vector(0)) < 0.1"
        for: "90s"
        labels:
          severity: "critical"
        annotations:
          description: "value {{ $value }}"
          steps: "1. look\n2. act: \"now\""
)");
}

TEST(PrometheusRulesTest, ComparesAsTheThresholdDoes) {
  for (const auto& [comparison, sign] : {
           std::pair{Comparison::kGreater, " > 2\""},
           std::pair{Comparison::kGreaterOrEqual, " >= 2\""},
           std::pair{Comparison::kLess, " < 2\""},
           std::pair{Comparison::kLessOrEqual, " <= 2\""},
           std::pair{Comparison::kEqual, " == 2\""},
           std::pair{Comparison::kNotEqual, " != 2\""},
       }) {
    auto group = someGroup();
    group.rules[0].comparison = comparison;
    group.rules[0].limit = 2;
    EXPECT_THAT(toPrometheusRules({group}).value(), HasSubstr(sign));
  }
}

TEST(PrometheusRulesTest, LeavesAPausedRuleOut) {
  auto group = someGroup();
  group.rules[0].paused = true;
  EXPECT_THAT(toPrometheusRules({group}).value(), Not(HasSubstr("ServiceDown")));
}

TEST(PrometheusRulesTest, KeepsFiringWhereTheRuleDoes) {
  auto group = someGroup();
  EXPECT_THAT(toPrometheusRules({group}).value(), Not(HasSubstr("keep_firing_for")));
  group.rules[0].keepFiringFor = seconds(300);
  EXPECT_THAT(toPrometheusRules({group}).value(), HasSubstr("keep_firing_for: \"300s\""));
}

TEST(PrometheusRulesTest, NamesTheAnnotationThatCannotBeSaid) {
  auto group = someGroup();
  group.rules[0].annotations["description"] = "{{ .Foreign }}";
  const auto rules = toPrometheusRules({group});
  ASSERT_FALSE(rules.has_value());
  EXPECT_THAT(rules.error().message, testing::StartsWith("ServiceDown, annotation 'description': "));
}

TEST(PrometheusRulesTest, RefusesTwoGroupsOfOneName) {
  const auto rules = toPrometheusRules({someGroup(), someGroup()});
  ASSERT_FALSE(rules.has_value());
  EXPECT_THAT(rules.error().message, HasSubstr("'AI API/ai-api'"));
}

}  // namespace
}  // namespace vigie::alerting
