#include "core/alerting/annotation_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vigie::alerting {
namespace {

AlertRule someRule() {
  AlertRule rule;
  rule.query = {"A", "up"};
  rule.others = {{"DRILL", "max(on{kind=\"a\\\\b\"})\nor vector(0)"}};
  return rule;
}

std::string converted(std::string_view text) {
  const auto out = toPrometheusTemplate(text, someRule());
  return out ? *out : "refused: " + out.error().message;
}

TEST(AnnotationTemplateTest, LeavesPlainTextAlone) {
  for (const char* text : {"", "over 10 % of {all} requests", "cost in $", "a } b }} c", "deux requêtes"}) {
    EXPECT_EQ(converted(text), text);
  }
}

TEST(AnnotationTemplateTest, SaysTheSameInPrometheusWords) {
  EXPECT_EQ(converted("{{ $labels.job }} is down"), "{{ $labels.job }} is down");
  EXPECT_EQ(converted("{{$values.A.Value}}"), "{{ $value }}");
  EXPECT_EQ(converted("a {{ humanizePercentage $values.A.Value }} b {{ $labels.x }}"),
            "a {{ humanizePercentage $value }} b {{ $labels.x }}");
  EXPECT_EQ(converted("{{ printf \"%.2f\" $values.A.Value }}"), "{{ printf \"%.2f\" $value }}");
}

TEST(AnnotationTemplateTest, AsksForTheValueOfAnotherQuery) {
  EXPECT_EQ(converted("{{ $values.DRILL.Value }}"),
            R"x({{ query "max(on{kind=\"a\\\\b\"})\nor vector(0)" | first | value }})x");
  EXPECT_THAT(converted("{{ humanize $values.DRILL.Value }}"), testing::EndsWith(" | first | value | humanize }}"));
}

TEST(AnnotationTemplateTest, RefusesWhatTheTwoUnderstandDifferently) {
  for (const char* text : {"{{ $value }}", "{{ .Labels.job }}", "{{ if $labels.job }}x{{ end }}", "{{ $values.A }}",
                           "{{ $values.A.Labels.x }}", "{{ humanize $labels.job }}", "{{ title $values.A.Value }}",
                           "{{ printf \"%s\" $values.A.Value }}", "{{ }}", "{{- $labels.a }}",
                           "{{ $values.A.Value | humanize }}", "{{ $labels.a b }}"}) {
    EXPECT_THAT(converted(text), testing::HasSubstr("cannot be said to Prometheus")) << text;
  }
  EXPECT_THAT(converted("{{ $values.X.Value }}"), testing::HasSubstr("'$values.X.Value' names no query of the rule"));
  EXPECT_THAT(converted("{{ $labels.job"), testing::HasSubstr("is not closed"));
}

}  // namespace
}  // namespace vigie::alerting
